package faultline.stack;

import faultline.plan.BadInput;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a stack keeps its data, and can be left out on purpose: a kit that cannot see what is
 * lost without it has not shown that nothing is lost with it.
 *
 * @param minInsyncReplicas how many brokers must have a message before it is acknowledged with
 *     {@code acks=all}; empty for what the number of brokers suggests
 */
public record Protection(
        Optional<Integer> minInsyncReplicas,
        GaleraRecovery galeraRecovery,
        SeriesWrite seriesWrite) {

    /** How a database node starts again. */
    public enum GaleraRecovery {
        /** From the position that it has really reached, once it is safe to start. */
        POSITION,
        /** As a container does by itself: with the data it finds, and no questions. */
        PLAIN_RESTART
    }

    /** How InfluxDB instances get the same points. */
    public enum SeriesWrite {
        /** A consumer group for each, so that Kafka is the log they are replicated by. */
        GROUPS,
        /** One consumer group writes to all; whoever does not answer is passed over. */
        DUAL
    }

    /** Nothing left out. */
    public static final Protection FULL =
            new Protection(Optional.empty(), GaleraRecovery.POSITION, SeriesWrite.GROUPS);

    private static final String MIN_INSYNC = "min_insync_replicas";
    private static final String GALERA = "galera_recovery";
    private static final String SERIES = "series_write";

    /** As in a plan; empty where nothing is left out. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        minInsyncReplicas.ifPresent(count -> map.put(MIN_INSYNC, count));
        if (galeraRecovery != FULL.galeraRecovery) map.put(GALERA, label(galeraRecovery));
        if (seriesWrite != FULL.seriesWrite) map.put(SERIES, label(seriesWrite));
        return map;
    }

    /**
     * What {@link #toMap} wrote, among whatever else is in {@code map}.
     *
     * @throws BadInput where a value is none of those
     */
    public static Protection of(String file, String path, Map<String, ?> map) {
        if (map.get(MIN_INSYNC) != null && !(map.get(MIN_INSYNC) instanceof Integer))
            throw new BadInput(file, path + MIN_INSYNC, "" + map.get(MIN_INSYNC), "a number");
        return new Protection(
                Optional.ofNullable((Integer) map.get(MIN_INSYNC)),
                choice(file, path + GALERA, map.get(GALERA), FULL.galeraRecovery),
                choice(file, path + SERIES, map.get(SERIES), FULL.seriesWrite));
    }

    private static <E extends Enum<E>> E choice(
            String file, String path, Object found, E otherwise) {
        if (found == null) return otherwise;
        var allowed = otherwise.getDeclaringClass().getEnumConstants();
        return Arrays.stream(allowed)
                .filter(each -> label(each).equals(found))
                .findFirst()
                .orElseThrow(() ->
                        new BadInput(
                                file,
                                path,
                                found.toString(),
                                Arrays.stream(allowed)
                                        .map(Protection::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** {@code plain-restart}, as in options and files. */
    public static String label(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
