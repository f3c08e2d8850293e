package faultline.model;

import java.util.ArrayList;
import java.util.List;

/**
 * How many replicas carry a rate, by the USL of those that were measured, on the machines planned.
 *
 * @param lines how it came about
 */
record ScaledSize(Estimate size, UslEstimate curve, Estimate factor, List<String> lines) {

    /** {@link Unanswerable} where no size carries the rate, or the data do not say. */
    static ScaledSize of(
            String what, List<Observation> runs, double msgPerS, Scaling scaling, long seed) {
        if (runs.isEmpty())
            throw new Unanswerable(
                    "No run says what several %s carry.".formatted(what),
                    "Search the capacity with 6 numbers of %s, 3 times each.".formatted(what));
        var estimate = UslEstimate.of(runs, Weighting.RELATIVE, seed);
        var factor = scaling.apply(Estimate.exactly(1));
        var size =
                new Estimate(
                        estimate.sizeFor(msgPerS / factor.value()).value(),
                        new Interval(
                                estimate.sizeFor(msgPerS / factor.interval().high())
                                        .interval()
                                        .low(),
                                estimate.sizeFor(msgPerS / factor.interval().low())
                                        .interval()
                                        .high()));
        if (Double.isInfinite(size.interval().high()))
            throw new Unanswerable(
                    "About %s %s carry %s messages/s, but the runs also allow that no number does."
                            .formatted(Written.number(size.value()), what, Written.number(msgPerS)),
                    UslFit.WANTED);
        return new ScaledSize(size, estimate, factor, lines(estimate, size, msgPerS, factor));
    }

    /**
     * Refuses a number that is past the peak so far that it carries less than is needed: spare
     * replicas work too.
     *
     * @param number to provide, those that may be lost among them
     */
    double requireCarrying(String what, double number, double msgPerS) {
        var carried = curve.throughput(number).times(factor.value());
        if (carried.value() < msgPerS)
            throw new Unanswerable(
                    "%s %s carry %s messages/s, but %s, the spare ones among them, carry %s only."
                            .formatted(
                                    Written.number(size.value()),
                                    what,
                                    Written.number(msgPerS),
                                    Written.number(number),
                                    carried),
                    "Lower the rate, or measure on machines where more of them bring more.");
        return number;
    }

    private static List<String> lines(
            UslEstimate estimate, Estimate size, double msgPerS, Estimate factor) {
        var lines = new ArrayList<String>();
        lines.add(
                "X(N) = λN/(1 + σ(N−1) + κN(N−1)), λ = %s, σ = %s, κ = %s (Gunther)"
                        .formatted(estimate.lambda(), estimate.sigma(), estimate.kappa()));
        lines.add(
                "X(N) = %s/%s (this machine to the planned one) gives N = %s"
                        .formatted(Written.number(msgPerS), factor, size));
        var largest =
                estimate.fit().observations().stream()
                        .mapToDouble(Observation::size)
                        .max()
                        .orElseThrow();
        var beyond = size.interval().high() > largest;
        if (beyond)
            lines.add(
                    "extrapolated: the largest size that was measured is "
                            + Written.number(largest));
        // Where the peak is matters only to those who go beyond what was measured.
        (beyond ? estimate.doubts() : estimate.thinness())
                .forEach(doubt -> lines.add("doubt: " + doubt));
        return lines;
    }
}
