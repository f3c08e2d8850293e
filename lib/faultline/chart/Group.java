package faultline.chart;

import org.knowm.xchart.style.markers.Marker;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Runs that differ only in rate and repetition: one series of a figure. */
record Group(String label, Color color, Marker marker, List<RunResult> runs) {

    /** The control first, then faults by name; each with few replicas before many. */
    static List<Group> of(List<RunResult> runs) {
        var keys =
                runs.stream()
                        .map(r -> new Key(r.point().fault(), r.point().replicas()))
                        .distinct()
                        .sorted(
                                Comparator.comparing(
                                                (Key k) -> !k.fault().equals(RunResult.CONTROL))
                                        .thenComparing(Key::fault)
                                        .thenComparing(Key::replicas))
                        .toList();
        var severalCounts = keys.stream().map(Key::replicas).distinct().count() > 1;
        var groups = new ArrayList<Group>();
        for (var key : keys)
            groups.add(
                    new Group(
                            key.label(severalCounts),
                            Theme.color(groups.size()),
                            Theme.marker(groups.size()),
                            runs.stream().filter(key::holds).toList()));
        return groups;
    }

    private record Key(String fault, int replicas) {
        boolean holds(RunResult run) {
            return run.point().fault().equals(fault) && run.point().replicas() == replicas;
        }

        String label(boolean withReplicas) {
            return (fault.equals(RunResult.CONTROL) ? "no fault" : fault)
                    + (withReplicas ? ", replicas: " + replicas : "");
        }
    }

    /** Draws every repetition as a point, and a line through what {@code median} makes of them. */
    void draw(
            Panel panel,
            ToDoubleFunction<RunResult> measure,
            Function<Collection<Double>, Double> median) {
        var byRate = new TreeMap<Double, List<Double>>();
        for (var run : runs) {
            var value = measure.applyAsDouble(run);
            if (!Double.isNaN(value))
                byRate.computeIfAbsent(run.point().rateMsgPerS(), r -> new ArrayList<>())
                        .add(value);
        }
        var rates = byRate.keySet().stream().mapToDouble(r -> r).toArray();
        panel.line(
                "",
                rates,
                byRate.values().stream().mapToDouble(median::apply).toArray(),
                color,
                Theme.SOLID);
        panel.points(
                label,
                byRate.entrySet().stream()
                        .flatMapToDouble(e -> e.getValue().stream().mapToDouble(v -> e.getKey()))
                        .toArray(),
                byRate.values().stream().flatMap(List::stream).mapToDouble(v -> v).toArray(),
                color,
                marker);
    }
}
