package faultline.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code latency.hlog}: HdrHistogram's interval log. A tag is a kind and a pod, {@code
 * e2e.consumer-mariadb-0}; values are microseconds, times seconds since the load started.
 */
public final class LatencyLog implements AutoCloseable {

    /** The three latencies, never mixed. */
    public enum Kind {
        /** Due to handed to the Kafka client. */
        LATENESS,
        /** Handed over to acknowledged. */
        SERVICE,
        /** Due to committed in the sink. */
        E2E;

        public String tag() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One second of one kind of one pod. */
    public record Interval(Kind kind, String pod, int second, Histogram histogram) {}

    private final HistogramLogWriter log;

    LatencyLog(Path file) throws IOException {
        log = new HistogramLogWriter(Files.newOutputStream(file));
        log.outputLogFormatVersion();
        log.outputComment("[values: microseconds, times: seconds since the load started]");
        log.outputLegend();
    }

    synchronized void add(Kind kind, String pod, int second, Histogram histogram) {
        histogram.setTag(kind.tag() + "." + pod);
        log.outputIntervalHistogram(second, second + 1.0, histogram, 1.0);
    }

    @Override
    public synchronized void close() {
        log.close();
    }

    static List<Interval> read(Path file) throws IOException {
        var intervals = new ArrayList<Interval>();
        // Half a line may decode into a histogram with fewer values, without an error.
        var lines = new ByteArrayInputStream(Packed.wholeLines(file));
        try (var reader = new HistogramLogReader(lines)) {
            while (reader.hasNext()) {
                if (!(reader.nextIntervalHistogram() instanceof Histogram histogram)) continue;
                var dot = histogram.getTag().indexOf('.');
                intervals.add(
                        new Interval(
                                Kind.valueOf(
                                        histogram
                                                .getTag()
                                                .substring(0, dot)
                                                .toUpperCase(java.util.Locale.ROOT)),
                                histogram.getTag().substring(dot + 1),
                                (int) Math.round(histogram.getStartTimeStamp() / 1000.0),
                                histogram));
            }
        }
        return intervals;
    }

    /**
     * Writes a log anew with all pods of a group, and several seconds, in one histogram: a small
     * file that gives the same percentiles of a group from {@code from} on.
     *
     * @param from a second that no interval of the new log goes across
     */
    public static void thin(Path log, Path thinned, int from, int seconds) throws IOException {
        var merged = new TreeMap<String, Interval>();
        for (var interval : read(log)) {
            var group = interval.pod().replaceFirst("-\\d+$", "") + "-0";
            int second = from + Math.floorDiv(interval.second() - from, seconds) * seconds;
            merged.computeIfAbsent(
                            "%s %s %06d".formatted(interval.kind(), group, second + seconds),
                            key -> new Interval(interval.kind(), group, second, new Histogram(3)))
                    .histogram()
                    .add(interval.histogram());
        }
        try (var written = new LatencyLog(thinned)) {
            for (var interval : merged.values())
                written.add(
                        interval.kind(),
                        interval.pod(),
                        Math.max(0, interval.second()),
                        interval.histogram());
        }
    }

    /** All that match, in one histogram: percentiles are never averaged. */
    static Histogram merge(List<Interval> intervals, Predicate<Interval> which) {
        var merged = new Histogram(3);
        intervals.stream().filter(which).forEach(i -> merged.add(i.histogram()));
        return merged;
    }
}
