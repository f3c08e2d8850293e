package faultline.plan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How consumers scale themselves, every group by its own lag; see {@code load/KedaRule}.
 *
 * @param fewest consumers in a group, which it starts with
 * @param most consumers in a group, no more than there are partitions
 * @param lagThreshold messages that a consumer may have waiting
 * @param interval from one look at the lag to the next
 * @param stabilisation how long a higher recommendation holds back what goes down
 */
public record Autoscale(
        int fewest, int most, int lagThreshold, Duration interval, Duration stabilisation) {

    private static final String FEWEST = "min_replicas";
    private static final String MOST = "max_replicas";
    private static final String THRESHOLD = "lag_threshold_msg";
    private static final String INTERVAL = "polling_interval";
    private static final String STABILISATION = "stabilisation";

    /**
     * Reads what {@link #toMap} writes; every key has a default.
     *
     * @param partitions of the topic
     * @throws BadInput where a value cannot be used
     */
    public static Autoscale of(Section section, int partitions) {
        section.only(List.of(FEWEST, MOST, THRESHOLD, INTERVAL, STABILISATION));
        var fewest = section.whole(FEWEST, 1, partitions, 1);
        return new Autoscale(
                fewest,
                section.whole(MOST, fewest, partitions, partitions),
                section.whole(THRESHOLD, 1, Integer.MAX_VALUE, 1000),
                section.duration(INTERVAL, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                section.duration(STABILISATION, Duration.ZERO, Duration.ofSeconds(15)));
    }

    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put(FEWEST, fewest);
        map.put(MOST, most);
        map.put(THRESHOLD, lagThreshold);
        map.put(INTERVAL, Durations.format(interval));
        map.put(STABILISATION, Durations.format(stabilisation));
        return map;
    }

    /** For people. */
    public String sentence() {
        return "every group has %d to %d consumers, one for each %d messages of lag, looked at every %s"
                .formatted(fewest, most, lagThreshold, Durations.format(interval));
    }
}
