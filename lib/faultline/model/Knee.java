package faultline.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where a curve bends: Kneedle, the point that is farthest from the line between its ends. Satopää,
 * Albrecht, Irwin, Raghavan, "Finding a Kneedle in a Haystack", ICDCSW 2011, §III.
 */
public record Knee(double x, double y) {

    /** What the curve does before its knee. */
    public enum Shape {
        /** Rises and flattens: throughput against load or size. */
        CONCAVE,
        /** Rises ever faster: latency against load. */
        CONVEX
    }

    /** A point of the curve. */
    public record Point(double x, double y) {

        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y))
                throw new Unanswerable(
                        "A point of the curve is (%s, %s)."
                                .formatted(Written.number(x), Written.number(y)),
                        "Leave out what was not measured.");
        }
    }

    /** The paper's S for curves that are complete. */
    private static final double SENSITIVITY = 1;

    static final String WANTED =
            "Measure 5 loads or more, some well below the bend and some past it.";

    /**
     * The first knee; empty where the curve has none. Points with the same x are averaged. {@link
     * Unanswerable} with fewer than 5.
     */
    public static Optional<Knee> of(List<Point> points, Shape shape) {
        var curve = sorted(points);
        double width = curve.getLast().x() - curve.getFirst().x();
        double low = curve.stream().mapToDouble(Point::y).min().orElseThrow();
        double height = curve.stream().mapToDouble(Point::y).max().orElseThrow() - low;
        if (height == 0) return Optional.empty();
        var difference = new ArrayList<Double>();
        for (var point : curve) {
            var x = (point.x() - curve.getFirst().x()) / width;
            var y = (point.y() - low) / height;
            difference.add(shape == Shape.CONCAVE ? y - x : x - y);
        }
        // A convex curve is a concave one turned by half a circle, so it is read from its end.
        if (shape == Shape.CONVEX) Collections.reverse(difference);
        var index = firstKnee(difference);
        if (index < 0) return Optional.empty();
        var at = curve.get(shape == Shape.CONVEX ? curve.size() - 1 - index : index);
        return Optional.of(new Knee(at.x(), at.y()));
    }

    /** A local maximum that the difference falls away from by S steps before the next one. */
    private static int firstKnee(List<Double> difference) {
        var step = SENSITIVITY / (difference.size() - 1);
        int candidate = -1;
        for (int i = 1; i < difference.size(); i++) {
            var here = difference.get(i);
            var rises = here > difference.get(i - 1);
            var last = i == difference.size() - 1;
            if (!last && rises && here >= difference.get(i + 1)) candidate = i;
            else if (candidate >= 0 && here < difference.get(candidate) - step) return candidate;
        }
        return -1;
    }

    /** By x, one point for each; {@link Unanswerable} where that leaves fewer than 5. */
    static List<Point> sorted(List<Point> points) {
        var curve =
                points.stream()
                        .map(Point::x)
                        .distinct()
                        .sorted()
                        .map(x ->
                                new Point(
                                        x,
                                        points.stream()
                                                .filter(p -> p.x() == x)
                                                .mapToDouble(Point::y)
                                                .average()
                                                .orElseThrow()))
                        .toList();
        if (curve.size() < 5)
            throw new Unanswerable(
                    "A knee is looked for in %s.".formatted(Written.count(curve.size(), "load")),
                    WANTED);
        return curve;
    }
}
