package faultline.model;

import java.util.Arrays;

/**
 * Where a number lies, with the confidence that whoever made it states; {@code high} may be
 * infinite, which says that the data give no upper bound.
 */
public record Interval(double low, double high) {

    public Interval {
        if (Double.isNaN(low) || Double.isNaN(high) || low > high)
            throw new IllegalArgumentException("no interval: " + low + " to " + high);
    }

    /** The middle {@code confidence} of {@code values}: percentiles, interpolated. */
    static Interval middle(double[] values, double confidence) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        var tail = (1 - confidence) / 2;
        return new Interval(Quantiles.of(sorted, tail), Quantiles.of(sorted, 1 - tail));
    }

    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** Both ends multiplied by {@code factor}, which is not negative. */
    public Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }

    @Override
    public String toString() {
        return Double.isInfinite(high)
                ? Written.number(low) + " or more"
                : Written.number(low) + " to " + Written.number(high);
    }
}
