package faultline.chart;

import java.util.Arrays;
import java.util.Collection;

/**
 * One number for several repetitions. It is always one that was measured: percentiles are never
 * averaged, not even two of them.
 */
public final class Repetitions {

    private Repetitions() {}

    /** The median, the lower of the two where there are two; what small values are worse for. */
    public static double lowMedian(Collection<Double> values) {
        return middle(values, 1);
    }

    /** The median, the higher of the two where there are two; what large values are worse for. */
    public static double highMedian(Collection<Double> values) {
        return middle(values, 0);
    }

    private static double middle(Collection<Double> values, int lower) {
        var known =
                values.stream()
                        .mapToDouble(v -> v)
                        .filter(v -> !Double.isNaN(v))
                        .sorted()
                        .toArray();
        if (known.length == 0) return Double.NaN;
        return Arrays.stream(known).skip((known.length - lower) / 2).findFirst().orElseThrow();
    }
}
