package faultline.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody's own programs in the place of the kit's feeders and consumers. They get the same
 * environment and are read by the same lines; see {@code load/}.
 *
 * @param feeder program and arguments; empty for the kit's own
 * @param consumer program and arguments; empty for the kit's own
 */
public record OwnService(Optional<List<String>> feeder, Optional<List<String>> consumer) {

    /** The kit's own programs. */
    public static final OwnService NONE = new OwnService(Optional.empty(), Optional.empty());

    /** The environment variable that tells a platform what to run, its parts between zero bytes. */
    public static final String COMMAND = "FAULTLINE_COMMAND";

    /**
     * Reads what {@link #toMap} writes.
     *
     * @throws BadInput where a command is no list of texts
     */
    public static OwnService of(Section section) {
        section.only(List.of("feeder", "consumer"));
        return new OwnService(command(section, "feeder"), command(section, "consumer"));
    }

    private static Optional<List<String>> command(Section section, String key) {
        if (!section.has(key)) return Optional.empty();
        var command = section.texts(key);
        if (command.isEmpty()) throw section.wrong(key, "a program and its arguments");
        return Optional.of(command);
    }

    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        feeder.ifPresent(command -> map.put("feeder", command));
        consumer.ifPresent(command -> map.put("consumer", command));
        return map;
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
