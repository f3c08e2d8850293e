package faultline.check;

import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.measure.Sample;
import faultline.stack.Stack;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What was seen of one sink, second by second.
 *
 * @param dumped messages/s of all its consumers; a consumer that is down dumps nothing, one that
 *     was not seen is not counted as zero
 * @param backlog messages that its consumer group had not committed
 * @param worst due to committed, ms, the longest in that second
 */
record SinkSeries(
        String sink,
        SortedMap<Integer, Double> dumped,
        SortedMap<Integer, Double> backlog,
        SortedMap<Integer, Double> worst) {

    static SinkSeries of(Recording recording, String sink) {
        var group = Stack.group(sink);
        var dumped = new TreeMap<Integer, Double>();
        var backlog = new TreeMap<Integer, Double>();
        var worst = new TreeMap<Integer, Double>();
        for (var sample : recording.samples()) {
            if (sample.pod().equals(group))
                sample.value(Measure.BACKLOG_MSG).ifPresent(v -> backlog.put(sample.second(), v));
            if (!sample.pod().startsWith(group + "-")) continue;
            rate(sample).ifPresent(v -> dumped.merge(sample.second(), v, Double::sum));
            sample.value(Measure.E2E_MAX_MS)
                    .ifPresent(v -> worst.merge(sample.second(), v, Math::max));
        }
        return new SinkSeries(sink, dumped, backlog, worst);
    }

    /**
     * The backlog of a second, or of the one before: a gauge that is read once a second sometimes
     * skips one.
     */
    OptionalDouble backlogAt(int second) {
        var value = backlog.getOrDefault(second, backlog.get(second - 1));
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What was seen in [from, to). */
    static DoubleStream values(SortedMap<Integer, Double> series, int from, int to) {
        return series.entrySet().stream()
                .filter(e -> e.getKey() >= from && e.getKey() < to)
                .mapToDouble(Map.Entry::getValue);
    }

    private static OptionalDouble rate(Sample consumer) {
        var rate = consumer.value(Measure.DUMPED_ROWS_PER_S);
        return rate.isEmpty() && consumer.value(Measure.UP).orElse(1) == 0
                ? OptionalDouble.of(0)
                : rate;
    }
}
