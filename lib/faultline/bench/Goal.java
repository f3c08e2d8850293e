package faultline.bench;

import faultline.chart.Digits;
import faultline.model.Estimate;
import faultline.model.Interval;
import faultline.model.PairedRatio;

import org.hipparchus.distribution.continuous.TDistribution;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a row is to reach.
 *
 * @param of what of a pair counts
 * @param atLeast whether more is better
 */
public record Goal(Of of, boolean atLeast, double bound) {

    /** What of a pair counts. */
    public enum Of {
        /** Ours divided by theirs: the mean of the logs and Student's t. */
        RATIO,
        /** Ours less theirs. */
        DIFFERENCE,
        /** Ours alone. */
        VALUE
    }

    /** Whether it was reached. */
    public enum Verdict {
        MET,
        MISSED,
        INCONCLUSIVE,
        /** There is no goal: the number is for the reader. */
        SHOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing to reach. */
    static final Goal NONE = new Goal(Of.VALUE, false, Double.POSITIVE_INFINITY);

    static Goal ratioAtLeast(double bound) {
        return new Goal(Of.RATIO, true, bound);
    }

    static Goal ratioAtMost(double bound) {
        return new Goal(Of.RATIO, false, bound);
    }

    static Goal differenceAtMost(double bound) {
        return new Goal(Of.DIFFERENCE, false, bound);
    }

    static Goal valueAtLeast(double bound) {
        return new Goal(Of.VALUE, true, bound);
    }

    static Goal valueAtMost(double bound) {
        return new Goal(Of.VALUE, false, bound);
    }

    /** The number that is held against the bound, with its 95 % interval; empty below 3 pairs. */
    Optional<Estimate> estimate(List<Pair> pairs) {
        if (pairs.size() < 3) return Optional.empty();
        if (of == Of.RATIO)
            return Optional.of(
                    PairedRatio.of(
                                    pairs.stream()
                                            .map(p -> new PairedRatio.Pair(p.theirs(), p.ours()))
                                            .toList())
                            .ratio());
        var values = pairs.stream().mapToDouble(this::value).toArray();
        var mean = 0.0;
        for (var value : values) mean += value / values.length;
        var squares = 0.0;
        for (var value : values) squares += (value - mean) * (value - mean);
        var half =
                new TDistribution(values.length - 1).inverseCumulativeProbability(0.975)
                        * Math.sqrt(squares / (values.length - 1) / values.length);
        return Optional.of(new Estimate(mean, new Interval(mean - half, mean + half)));
    }

    /** Of one pair what is held against the bound. */
    double value(Pair pair) {
        return switch (of) {
            case RATIO -> pair.ours() / pair.theirs();
            case DIFFERENCE -> pair.ours() - pair.theirs();
            case VALUE -> pair.ours();
        };
    }

    /** A value as a share of the goal: 1 is the goal, more is better. */
    double share(double value) {
        // A difference may be nothing, or less: that is as good as can be drawn.
        if (!atLeast && value <= 0) return Double.POSITIVE_INFINITY;
        return atLeast ? value / bound : bound / value;
    }

    /** MET and MISSED only where the whole interval is on one side of the bound. */
    Verdict verdict(List<Pair> pairs) {
        if (Double.isInfinite(bound)) return Verdict.SHOWN;
        return estimate(pairs)
                .map(Estimate::interval)
                .map(this::verdict)
                .orElse(Verdict.INCONCLUSIVE);
    }

    private Verdict verdict(Interval interval) {
        var worst = atLeast ? interval.low() : interval.high();
        var best = atLeast ? interval.high() : interval.low();
        if (holds(worst)) return Verdict.MET;
        return holds(best) ? Verdict.INCONCLUSIVE : Verdict.MISSED;
    }

    private boolean holds(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    /** As in the table: at least 0.9, +25 at most, at most 10. */
    @Override
    public String toString() {
        if (Double.isInfinite(bound)) return "";
        return "%s %s%s"
                .formatted(
                        atLeast ? "at least" : "at most",
                        of == Of.DIFFERENCE ? "+" : "",
                        Digits.grouped(bound, 3));
    }
}
