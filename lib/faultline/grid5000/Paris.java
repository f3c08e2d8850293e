package faultline.grid5000;

import faultline.plan.BadInput;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * The time of the testbed's scheduler: dates without a zone, always those of Paris. An epoch is
 * never sent, since the API refuses one.
 */
public final class Paris {

    public static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    private static final DateTimeFormatter OAR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static final DateTimeFormatter TYPED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]");

    private Paris() {}

    /** {@code instant} as OAR writes it. */
    public static String oar(Instant instant) {
        return OAR.format(instant.atZone(ZONE));
    }

    /**
     * The instant that OAR means by {@code text}; of an hour that happens twice, the first.
     *
     * @throws DateTimeParseException where it is no such date
     */
    public static Instant instant(String text) {
        return LocalDateTime.parse(text, OAR).atZone(ZONE).toInstant();
    }

    /**
     * What a user types for a start.
     *
     * @throws BadInput where it is no date, or an hour that the change of clocks skips or repeats
     */
    public static Instant typed(String option, String text) {
        LocalDateTime local;
        try {
            local = LocalDateTime.parse(text.strip().replace('T', ' '), TYPED);
        } catch (DateTimeParseException e) {
            throw new BadInput(option, "", text, "YYYY-MM-DD hh:mm, the time in Paris");
        }
        return switch (ZONE.getRules().getValidOffsets(local).size()) {
            case 1 -> local.atZone(ZONE).toInstant();
            case 0 ->
                    throw new BadInput(option, "", text, "an hour that exists; clocks go forward");
            default ->
                    throw new BadInput(option, "", text, "an hour that comes once; clocks go back");
        };
    }
}
