package faultline.check;

import org.HdrHistogram.Histogram;

import java.util.Optional;

/**
 * Percentiles of one kind of latency, from merged histograms.
 *
 * @param p999Ms only from {@link #FOR_P999} samples on: ten must lie beyond a percentile
 */
public record LatencySummary(
        long samples,
        double p50Ms,
        double p90Ms,
        double p99Ms,
        Optional<Double> p999Ms,
        double maxMs) {

    static final long FOR_P999 = 10_000;

    /** Empty where there is no sample. */
    static Optional<LatencySummary> of(Histogram micros) {
        var samples = micros.getTotalCount();
        if (samples == 0) return Optional.empty();
        return Optional.of(
                new LatencySummary(
                        samples,
                        millis(micros, 50),
                        millis(micros, 90),
                        millis(micros, 99),
                        samples < FOR_P999 ? Optional.empty() : Optional.of(millis(micros, 99.9)),
                        micros.getMaxValue() / 1e3));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
