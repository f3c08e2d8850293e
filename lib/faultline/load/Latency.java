package faultline.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One kind of latency of this pod, second by second. One thread records, another takes. */
final class Latency {

    private final String kind;
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(3);
    private final AtomicLong negatives = new AtomicLong();

    Latency(String kind) {
        this.kind = kind;
    }

    void record(long nanos) {
        if (nanos < 0) negatives.incrementAndGet();
        recorder.recordValue(Math.max(0, nanos) / 1000);
    }

    /**
     * Puts what was recorded since the last call into a line.
     *
     * @param percentiles column names by the percentile they hold, in milliseconds
     */
    void take(Line.Second line, Map<Double, String> percentiles) {
        var histogram = recorder.getIntervalHistogram();
        var below = negatives.getAndSet(0);
        if (below > 0) line.negatives().put(kind, below);
        if (histogram.getTotalCount() == 0) return;
        percentiles.forEach(
                (percentile, column) -> line.measures().put(column, millis(histogram, percentile)));
        line.latencies().put(kind, histogram);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }
}
