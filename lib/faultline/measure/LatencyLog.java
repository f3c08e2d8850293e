package faultline.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;

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

    /** Tag, start, length, highest value, histogram. */
    private static final int CELLS = 5;

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

    /**
     * What a file has; nothing where there is none.
     *
     * @throws Damaged with the number of a line that is no interval
     */
    static List<Interval> read(Path file) throws IOException {
        // Half a line may decode into a histogram with fewer values, without an error.
        var lines = Packed.lines(file);
        var intervals = new ArrayList<Interval>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var isComment = line.startsWith("#") || line.startsWith("\"");
            if (!isComment) intervals.add(interval(file, "line " + (i + 1), line));
        }
        return intervals;
    }

    /** The library's own reader silently passes over what it cannot decode. */
    private static Interval interval(Path file, String place, String line) {
        var cells = line.split(",");
        try {
            for (var kind : Kind.values()) {
                var tag = "Tag=%s.".formatted(kind.tag());
                if (cells.length != CELLS || !cells[0].startsWith(tag)) continue;
                var packed = ByteBuffer.wrap(Base64.getDecoder().decode(cells[CELLS - 1]));
                return new Interval(
                        kind,
                        cells[0].substring(tag.length()),
                        (int) Math.round(Double.parseDouble(cells[1])),
                        Histogram.decodeFromCompressedByteBuffer(packed, 0));
            }
        } catch (RuntimeException | DataFormatException _) {
            // What was altered fails in many ways.
        }
        throw new Damaged(file, place, line, "an interval, as HdrHistogram's log has them");
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
