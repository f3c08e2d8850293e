package faultline.model;

import java.util.List;
import java.util.stream.Collectors;

/** How much each run counts in a fit. */
public enum Weighting {
    /** All the same: the scatter is as many messages/s at every size. Published fits do this. */
    EQUAL,

    /** 1/x̄²: the scatter is the same percentage at every size, which machines are like. */
    RELATIVE,

    /** 1/s² of each level's repetitions, of which it takes {@value #REPETITIONS} or more. */
    BY_REPETITIONS;

    /** A variance of fewer is mostly luck and makes the fit worse, not better. */
    static final int REPETITIONS = 5;

    /** What a residual of each observation is multiplied by: the root of its weight. */
    double[] roots(List<Observation> observations) {
        var levels =
                observations.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Observation::size,
                                        Collectors.mapping(
                                                Observation::msgPerS, Collectors.toList())));
        return observations.stream()
                .mapToDouble(o -> root(o.size(), levels.get(o.size())))
                .toArray();
    }

    private double root(double size, List<Double> repetitions) {
        var mean = repetitions.stream().mapToDouble(v -> v).average().orElseThrow();
        if (this == EQUAL) return 1;
        if (this == RELATIVE) return 1 / mean;
        if (repetitions.size() < REPETITIONS)
            throw new Unanswerable(
                    "Size %s has %s, too few to weigh it by their scatter."
                            .formatted(
                                    Written.number(size),
                                    Written.count(repetitions.size(), "repetition")),
                    "Repeat every size %d times, or weigh relatively.".formatted(REPETITIONS));
        var squares = repetitions.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        if (squares == 0)
            throw new Unanswerable(
                    "The repetitions of size %s are all the same, which gives it endless weight."
                            .formatted(Written.number(size)),
                    "Weigh relatively.");
        return Math.sqrt((repetitions.size() - 1) / squares);
    }
}
