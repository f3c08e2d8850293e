package faultline.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * How well a size is predicted by a fit that has not seen it.
 *
 * @param measured messages/s, the mean of its runs
 * @param predicted by the fit to all other sizes
 */
public record LeaveOut(double size, double measured, Estimate predicted) {

    /** Reference load-and-capacity §7: a throughput may miss by as much. */
    public static final double TOLERANCE = 0.10;

    /** Leaves out each size in turn; {@link Unanswerable} where too few would be left. */
    public static List<LeaveOut> each(
            List<Observation> observations, Weighting weighting, long seed) {
        var sizes = observations.stream().map(Observation::size).distinct().sorted().toList();
        if (sizes.size() <= UslFit.LEVELS)
            throw new Unanswerable(
                    "There are runs of %s: none can be left out and predicted."
                            .formatted(Written.count(sizes.size(), "size")),
                    UslFit.WANTED);
        return sizes.stream().map(size -> one(observations, size, weighting, seed)).toList();
    }

    private static LeaveOut one(
            List<Observation> all, double size, Weighting weighting, long seed) {
        Stream<Observation> at = all.stream().filter(o -> o.size() == size);
        var others = all.stream().filter(o -> o.size() != size).toList();
        return new LeaveOut(
                size,
                at.mapToDouble(Observation::msgPerS).average().orElseThrow(),
                UslEstimate.of(others, weighting, 400, seed).throughput(size));
    }

    /** Share of the measured by which the prediction is above (+) or below (−) it. */
    public double miss() {
        return predicted.value() / measured - 1;
    }

    public boolean isWithinTolerance() {
        return Math.abs(miss()) <= TOLERANCE;
    }

    /** A sentence. */
    public String sentence() {
        return Written.text(
                "Size %s carried %s messages/s; the other sizes predict %s: off by %+.1f %%.",
                Written.number(size), Written.number(measured), predicted, miss() * 100);
    }
}
