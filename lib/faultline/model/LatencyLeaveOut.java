package faultline.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well the latency of a size is predicted by the runs of all other sizes: the logarithm of the
 * 99th percentile against utilisation, by the line of Theil and Sen through the carried runs.
 *
 * @param msgPerS the highest rate that the size carried
 * @param measuredMs end-to-end p99 there
 * @param predictedMs by the others, at the utilisation that their capacities predict for it
 */
public record LatencyLeaveOut(double size, double msgPerS, double measuredMs, double predictedMs) {

    /** Reference load-and-capacity §7: a 99th percentile may miss by as much. */
    public static final double TOLERANCE = 0.20;

    /**
     * A run that was carried.
     *
     * @param capacityMsgPerS the highest rate that its size carried in its repetition
     */
    public record Loaded(double size, double msgPerS, double p99Ms, double capacityMsgPerS) {

        double utilisation() {
            return msgPerS / capacityMsgPerS;
        }
    }

    private static final int FEWEST = 4;

    /**
     * Empty where the others are fewer than {@value #FEWEST} runs, or all at one utilisation. A run
     * that took no time at all counts as not timed: it has no logarithm.
     */
    static Optional<LatencyLeaveOut> of(LeaveOut left, List<Loaded> all) {
        var runs = all.stream().filter(r -> r.p99Ms() > 0).toList();
        var others = runs.stream().filter(r -> r.size() != left.size()).toList();
        var most =
                runs.stream()
                        .filter(r -> r.size() == left.size())
                        .max((a, b) -> Double.compare(a.msgPerS(), b.msgPerS()));
        var slopes = new ArrayList<Double>();
        for (var one : others)
            for (var other : others)
                if (other.utilisation() - one.utilisation() > 1e-9)
                    slopes.add(
                            Math.log(other.p99Ms() / one.p99Ms())
                                    / (other.utilisation() - one.utilisation()));
        if (most.isEmpty() || others.size() < FEWEST || slopes.isEmpty()) return Optional.empty();
        var slope = median(slopes);
        var level =
                median(
                        others.stream()
                                .map(r -> Math.log(r.p99Ms()) - slope * r.utilisation())
                                .toList());
        var utilisation = most.get().msgPerS() / left.predicted().value();
        var predicted = Math.exp(level + slope * utilisation);
        return Double.isInfinite(predicted)
                ? Optional.empty()
                : Optional.of(
                        new LatencyLeaveOut(
                                left.size(), most.get().msgPerS(), most.get().p99Ms(), predicted));
    }

    private static double median(List<Double> values) {
        return Quantiles.median(values.stream().mapToDouble(v -> v).toArray());
    }

    /** Share of the measured by which the prediction is above (+) or below (−) it. */
    public double miss() {
        return predictedMs / measuredMs - 1;
    }

    public boolean isWithinTolerance() {
        return Math.abs(miss()) <= TOLERANCE;
    }

    /** A sentence. */
    public String sentence() {
        return Written.text(
                "At %s messages/s its p99 was %s ms; the other sizes predict %s ms: off by %+.1f"
                        + " %%.",
                Written.number(msgPerS),
                Written.number(measuredMs),
                Written.number(predictedMs),
                miss() * 100);
    }
}
