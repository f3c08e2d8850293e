package faultline.model;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The knee by several methods, whose spread is what is not known of it.
 *
 * @param byMethod where each that found one puts it
 */
public record Knees(Map<String, Double> byMethod) {

    public Knees {
        byMethod = new TreeMap<>(byMethod);
    }

    /** Kneedle and the bend between two straight lines. */
    public static Knees of(List<Knee.Point> points, Knee.Shape shape) {
        var found = new TreeMap<String, Double>();
        Knee.of(points, shape).ifPresent(k -> found.put("Kneedle", k.x()));
        Breakpoint.of(points).ifPresent(x -> found.put("two lines", x));
        return new Knees(found);
    }

    /** With one more, such as the first load whose lag grows; unchanged where it found none. */
    public Knees with(String method, OptionalDouble x) {
        if (x.isEmpty()) return this;
        var more = new TreeMap<>(byMethod);
        more.put(method, x.getAsDouble());
        return new Knees(more);
    }

    /** With the size at which the USL reaches nine tenths of its most. */
    public Knees with(Usl usl) {
        var peak = usl.peakThroughput();
        return peak.isEmpty()
                ? this
                : with("0.9 of the peak", usl.sizeFor(0.9 * peak.getAsDouble()));
    }

    /** The median of the methods, and their whole spread; {@link Unanswerable} where none found. */
    public Estimate knee() {
        if (byMethod.isEmpty())
            throw new Unanswerable("The curve has no knee within the data.", Knee.WANTED);
        var values = byMethod.values().stream().mapToDouble(v -> v).toArray();
        return new Estimate(Quantiles.median(values), Interval.middle(values, 1));
    }

    /** A sentence. */
    public String sentence() {
        if (byMethod.isEmpty()) return "No method finds a knee within the data.";
        return byMethod.entrySet().stream()
                .map(e -> e.getKey() + " puts it at " + Written.number(e.getValue()))
                .collect(Collectors.joining(", ", "The knee: ", "."));
    }
}
