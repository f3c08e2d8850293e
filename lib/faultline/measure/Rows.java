package faultline.measure;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers what several observers see of a pod in the same second into one row. Seconds are those of
 * the monotonic clock, so that pods and kit agree on where one ends.
 */
public final class Rows {

    private record Key(long second, String pod) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            var bySecond = Long.compare(second, other.second);
            return bySecond != 0 ? bySecond : pod.compareTo(other.pod);
        }
    }

    private record Row(String component, Map<Measure, Double> values) {}

    private final TreeMap<Key, Row> rows = new TreeMap<>();

    /** Adds to the row of a pod in the second that began at {@code second} × 10⁹ ns. */
    public synchronized void add(
            long second, String pod, String component, Map<Measure, Double> values) {
        rows.computeIfAbsent(
                        new Key(second, pod),
                        key -> new Row(component, new EnumMap<>(Measure.class)))
                .values()
                .putAll(values);
    }

    /**
     * The last value seen of a measure, summed over the pods of one kind; NaN where there is none.
     */
    public synchronized double latest(String podPrefix, Measure measure, long from) {
        var sums = new TreeMap<Long, Double>();
        rows.forEach((key, row) -> {
            var value = row.values().get(measure);
            if (key.second() >= from && key.pod().startsWith(podPrefix) && value != null)
                sums.merge(key.second(), value, Double::sum);
        });
        return sums.isEmpty() ? Double.NaN : sums.lastEntry().getValue();
    }

    /**
     * What has been seen of one second so far.
     *
     * @param zero the second in which the load started
     */
    public synchronized List<Sample> of(long second, long zero) {
        return rows.subMap(new Key(second, ""), new Key(second + 1, "")).entrySet().stream()
                .map(e ->
                        new Sample(
                                (int) (second - zero),
                                e.getKey().pod(),
                                e.getValue().component(),
                                Map.copyOf(e.getValue().values())))
                .toList();
    }

    /**
     * Writes the rows of the seconds before {@code end} and forgets them.
     *
     * @param zero the second in which the load started; earlier rows are dropped
     */
    public synchronized void flush(Journal journal, long zero, long end) {
        var done = rows.headMap(new Key(end, ""));
        done.forEach((key, row) -> {
            if (key.second() >= zero)
                journal.sample(
                        new Sample(
                                (int) (key.second() - zero),
                                key.pod(),
                                row.component(),
                                row.values()));
        });
        done.clear();
    }
}
