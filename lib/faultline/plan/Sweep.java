package faultline.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A grid of runs in randomised complete blocks: every repetition holds each point once, in an order
 * drawn from the seed, so that a drift of the machine does not look like an effect of a factor.
 *
 * @param settings one parameter at several values, which every fault is made with; the control has
 *     no parameter and stands once. Empty where faults are taken as they stand
 * @param factors combinations of what else is varied; one that is empty where nothing is
 * @param repeat how many blocks
 */
public record Sweep(
        List<Integer> replicas,
        List<Double> rates,
        List<String> faults,
        List<Setting> settings,
        List<Factors> factors,
        int repeat,
        long seed) {

    /** A sweep that varies nothing but these. */
    public Sweep(
            List<Integer> replicas,
            List<Double> rates,
            List<String> faults,
            List<Setting> settings,
            int repeat,
            long seed) {
        this(replicas, rates, faults, settings, List.of(Factors.NONE), repeat, seed);
    }

    /** A sweep of faults as they stand. */
    public Sweep(
            List<Integer> replicas,
            List<Double> rates,
            List<String> faults,
            int repeat,
            long seed) {
        this(replicas, rates, faults, List.of(), repeat, seed);
    }

    /**
     * All runs in the order in which they are to be made. Within a block the points of one stack
     * follow each other, because it is deployed once for them.
     */
    public List<Point> order() {
        var random = new Random(seed);
        var order = new ArrayList<Point>();
        for (int block = 1; block <= repeat; block++) {
            var counts = new ArrayList<>(replicas);
            Collections.shuffle(counts, random);
            for (var count : counts) {
                var combinations = new ArrayList<>(factors);
                if (combinations.size() > 1) Collections.shuffle(combinations, random);
                for (var combination : combinations) {
                    var points = new ArrayList<Point>();
                    for (var rate : rates)
                        for (var fault : faults)
                            for (var setting : settings(fault))
                                points.add(
                                        new Point(block, count, rate, fault, setting, combination));
                    Collections.shuffle(points, random);
                    order.addAll(points);
                }
            }
        }
        return order;
    }

    /** What a fault is made with, once each. */
    public List<Optional<Setting>> settings(String fault) {
        return settings.isEmpty() || fault.equals(Point.CONTROL)
                ? List.of(Optional.empty())
                : settings.stream().map(Optional::of).toList();
    }
}
