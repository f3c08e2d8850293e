package faultline.model;

import java.util.Arrays;

/** Order statistics of a few numbers. */
final class Quantiles {

    private Quantiles() {}

    /** Hyndman and Fan's type 7; infinite where it falls between a finite and an infinite value. */
    static double of(double[] sorted, double share) {
        var place = share * (sorted.length - 1);
        var below = (int) Math.floor(place);
        var above = Math.min(below + 1, sorted.length - 1);
        if (sorted[below] == sorted[above] || place == below) return sorted[below];
        return Double.isInfinite(sorted[above])
                ? sorted[above]
                : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    static double median(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return of(sorted, 0.5);
    }
}
