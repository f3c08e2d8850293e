package faultline.chaos;

import faultline.plan.Durations;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a schedule is due, as the controller of Chaos Mesh reads it: five fields, or six with
 * seconds before them; {@code @every 90s}; {@code @hourly} and its like; {@code CRON_TZ=} before.
 * Where the day of the month and the day of the week are both restricted either is enough.
 *
 * @param written as the manifest has it
 * @param fields second, minute, hour, day of the month, month, day of the week from Sunday; empty
 *     with {@code @every}
 * @param every whole seconds between two ticks
 */
public record Cron(String written, ZoneId zone, List<CronField> fields, Optional<Duration> every) {

    static final String ALLOWED =
            "five fields as \"*/5 * * * *\", six with seconds first, @every 90s, @yearly, @monthly,"
                    + " @weekly, @daily, @midnight or @hourly";

    private static final Map<String, String> DESCRIPTORS =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");

    /** Two days of an hourly tick, three minutes of one each second: the shortest is among them. */
    private static final int TICKS_LOOKED_AT = 50;

    /** After so many years without a tick there is none: the rarest day comes every eighth year. */
    private static final int YEARS = 9;

    static Cron read(Fields spec, String key) {
        var written = spec.text(key, ALLOWED);
        try {
            return parse(written);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw spec.wrong(key, "\"%s\": %s".formatted(written, e.getMessage()), ALLOWED);
        }
    }

    /**
     * @throws IllegalArgumentException where {@code written} is no schedule
     * @throws DateTimeException where its time zone is unknown
     */
    static Cron parse(String written) {
        var zone = (ZoneId) ZoneOffset.UTC; // that of the controller's container
        var rest = written.strip();
        if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
            var space = rest.indexOf(' ');
            if (space < 0) throw new IllegalArgumentException("a time zone and no schedule");
            zone = ZoneId.of(rest.substring(rest.indexOf('=') + 1, space));
            rest = rest.substring(space).strip();
        }
        if (rest.startsWith("@every "))
            return new Cron(
                    written, zone, List.of(), Optional.of(every(rest.substring(7).strip())));
        var words = List.of(DESCRIPTORS.getOrDefault(rest, rest).split("\\s+"));
        if (words.size() == 5) words = Stream.concat(Stream.of("0"), words.stream()).toList();
        if (words.size() != 6)
            throw new IllegalArgumentException("%d fields".formatted(words.size()));
        var cron =
                new Cron(
                        written,
                        zone,
                        List.of(
                                CronField.parse(words.get(0), 0, 59, List.of()),
                                CronField.parse(words.get(1), 0, 59, List.of()),
                                CronField.parse(words.get(2), 0, 23, List.of()),
                                CronField.parse(words.get(3), 1, 31, List.of()),
                                CronField.parse(words.get(4), 1, 12, CronField.MONTHS),
                                CronField.parse(words.get(5), 0, 6, CronField.DAYS)),
                        Optional.empty());
        if (cron.next(Instant.EPOCH, 1).isEmpty())
            throw new IllegalArgumentException("it is never due");
        return cron;
    }

    private static Duration every(String text) {
        var every = Durations.parse(text).orElse(Duration.ZERO);
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.getNano() != 0)
            throw new IllegalArgumentException("the time between ticks is whole seconds from 1s");
        return every;
    }

    /** How many ticks fall into any such time at most. */
    int most(Duration time) {
        // The first is counted from the whole second before the beginning.
        if (every.isPresent()) return (int) time.plusSeconds(1).dividedBy(every.get());
        var ticks = next(Instant.EPOCH, TICKS_LOOKED_AT);
        var shortest = Duration.ofDays(366);
        for (int i = 1; i < ticks.size(); i++) {
            var between = Duration.between(ticks.get(i - 1), ticks.get(i));
            if (between.compareTo(shortest) < 0) shortest = between;
        }
        return (int) time.dividedBy(shortest) + 1;
    }

    /** The next {@code count} ticks after {@code from}; fewer where there are no more. */
    public List<Instant> next(Instant from, int count) {
        var ticks = new ArrayList<Instant>();
        var tick = next(from);
        while (tick.isPresent() && ticks.size() < count) {
            ticks.add(tick.get());
            tick = next(tick.get());
        }
        return ticks;
    }

    private Optional<Instant> next(Instant from) {
        if (every.isPresent())
            return Optional.of(from.truncatedTo(ChronoUnit.SECONDS).plus(every.get()));
        var time = from.atZone(zone).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        var end = time.plusYears(YEARS);
        while (time.isBefore(end)) {
            if (!fields.get(4).has(time.getMonthValue()))
                time = time.plusMonths(1).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
            else if (!isDay(time)) time = time.plusDays(1).truncatedTo(ChronoUnit.DAYS);
            else if (!fields.get(2).has(time.getHour()))
                time = time.plusHours(1).truncatedTo(ChronoUnit.HOURS);
            else if (!fields.get(1).has(time.getMinute()))
                time = time.plusMinutes(1).truncatedTo(ChronoUnit.MINUTES);
            else if (!fields.get(0).has(time.getSecond())) time = time.plusSeconds(1);
            else return Optional.of(time.toInstant());
        }
        return Optional.empty();
    }

    private boolean isDay(ZonedDateTime time) {
        var ofMonth = fields.get(3);
        var ofWeek = fields.get(5);
        var isOfMonth = ofMonth.has(time.getDayOfMonth());
        var isOfWeek = ofWeek.has(time.getDayOfWeek().getValue() % 7);
        return ofMonth.isFree() || ofWeek.isFree() ? isOfMonth && isOfWeek : isOfMonth || isOfWeek;
    }
}
