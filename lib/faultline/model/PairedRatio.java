package faultline.model;

import static faultline.model.Unanswerable.positive;

import org.hipparchus.distribution.continuous.TDistribution;

import java.util.List;

/**
 * By what factor B differs from A, from pairs that were measured side by side: the mean of the logs
 * of the ratios with Student's t, and two one-sided tests for being the same (Schuirmann 1987).
 *
 * @param ratios B/A of each pair
 * @param ratio their geometric mean and its 95 % interval
 * @param ninety the 90 % interval, by which the two one-sided tests at 5 % are read
 */
public record PairedRatio(List<Double> ratios, Estimate ratio, Interval ninety) {

    /** What can be said of a difference. */
    public enum Verdict {
        /** Within the margin, whether or not a small difference is certain. */
        SAME,
        HIGHER,
        LOWER,
        INCONCLUSIVE
    }

    /** Two measurements of one block. */
    public record Pair(double a, double b) {

        public Pair {
            positive("a measurement of a pair", a);
            positive("a measurement of a pair", b);
        }
    }

    public PairedRatio {
        ratios = List.copyOf(ratios);
    }

    /** {@link Unanswerable} with fewer than 3 pairs. */
    public static PairedRatio of(List<Pair> pairs) {
        if (pairs.size() < 3)
            throw new Unanswerable(
                    "There %s: no interval can be given."
                            .formatted(
                                    pairs.size() == 1
                                            ? "is 1 pair"
                                            : "are %d pairs".formatted(pairs.size())),
                    "Measure 7 pairs, or 3 at the least.");
        var logs = pairs.stream().mapToDouble(p -> Math.log(p.b() / p.a())).toArray();
        var mean = 0.0;
        for (var log : logs) mean += log / logs.length;
        var squares = 0.0;
        for (var log : logs) squares += (log - mean) * (log - mean);
        var error = Math.sqrt(squares / (logs.length - 1) / logs.length);
        return new PairedRatio(
                pairs.stream().map(p -> p.b() / p.a()).toList(),
                new Estimate(Math.exp(mean), interval(mean, error, logs.length, 0.975)),
                interval(mean, error, logs.length, 0.95));
    }

    /**
     * @param margin the share that does not matter: 0.1 takes 0.9 to 1/0.9 for the same
     */
    public Verdict verdict(double margin) {
        if (!(margin > 0 && margin < 1))
            throw new Unanswerable(
                    "The margin is %s.".formatted(Written.number(margin)),
                    "It must be above 0 and below 1.");
        if (ninety.low() >= 1 - margin && ninety.high() <= 1 / (1 - margin)) return Verdict.SAME;
        if (ratio.interval().low() > 1) return Verdict.HIGHER;
        if (ratio.interval().high() < 1) return Verdict.LOWER;
        return Verdict.INCONCLUSIVE;
    }

    /** Whether B is certainly at least {@code share} of A: the lower end of the 95 % interval. */
    public boolean isAtLeast(double share) {
        return ratio.interval().low() >= share;
    }

    private static Interval interval(double mean, double error, int pairs, double quantile) {
        var half = new TDistribution(pairs - 1).inverseCumulativeProbability(quantile) * error;
        return new Interval(Math.exp(mean - half), Math.exp(mean + half));
    }
}
