package faultline.chart;

import faultline.plan.Factors;
import faultline.plan.Setting;

import org.knowm.xchart.style.markers.Marker;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Runs that differ only in what the x axis shows, and in repetition: one series of a figure. */
record Group(String label, Color color, Marker marker, List<RunResult> runs) {

    /** The rate of runs of several rates. */
    private static final double ANY_RATE = 0;

    /**
     * What the offered rate is drawn against. The control first, then faults by name and setting;
     * each with few replicas before many.
     */
    static List<Group> of(List<RunResult> runs) {
        return by(
                runs,
                r ->
                        new Key(
                                r.point().fault(),
                                r.point().setting(),
                                r.point().replicas(),
                                r.point().factors(),
                                ANY_RATE));
    }

    /** The same with a series for each rate and all settings in one, to draw them against it. */
    static List<Group> ofSettings(List<RunResult> runs) {
        return by(
                runs,
                r ->
                        new Key(
                                r.point().fault(),
                                Optional.empty(),
                                r.point().replicas(),
                                r.point().factors(),
                                r.point().rateMsgPerS()));
    }

    private static List<Group> by(List<RunResult> runs, Function<RunResult, Key> place) {
        var keys = runs.stream().map(place).distinct().sorted(Key.ORDER).toList();
        var severalCounts = keys.stream().map(Key::replicas).distinct().count() > 1;
        var severalRates = keys.stream().map(Key::rateMsgPerS).distinct().count() > 1;
        var groups = new ArrayList<Group>();
        for (var key : keys)
            groups.add(
                    new Group(
                            key.label(severalCounts, severalRates),
                            Theme.color(groups.size()),
                            Theme.marker(groups.size()),
                            runs.stream().filter(r -> place.apply(r).equals(key)).toList()));
        return groups;
    }

    private record Key(
            String fault,
            Optional<Setting> setting,
            int replicas,
            Factors factors,
            double rateMsgPerS) {

        static final Comparator<Key> ORDER =
                Comparator.comparing((Key k) -> !k.fault().equals(RunResult.CONTROL))
                        .thenComparing(Key::fault)
                        .thenComparing(
                                k -> k.setting().orElse(null),
                                Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Key::replicas)
                        .thenComparing(Key::factors)
                        .thenComparing(Key::rateMsgPerS);

        String label(boolean withReplicas, boolean withRate) {
            return (fault.equals(RunResult.CONTROL) ? "no fault" : fault)
                    + setting.map(s -> " " + s.value()).orElse("")
                    + (withReplicas ? ", replicas: " + replicas : "")
                    + (factors.equals(Factors.NONE) ? "" : ", " + factors.label())
                    + (withRate ? ", %s msg/s".formatted(Digits.grouped(rateMsgPerS, 3)) : "");
        }
    }

    /** As {@link #draw(Panel, ToDoubleFunction, ToDoubleFunction, Function)}, against the rate. */
    void draw(
            Panel panel,
            ToDoubleFunction<RunResult> measure,
            Function<Collection<Double>, Double> median) {
        draw(panel, r -> r.point().rateMsgPerS(), measure, median);
    }

    /** Draws every repetition as a point, and a line through what {@code median} makes of them. */
    void draw(
            Panel panel,
            ToDoubleFunction<RunResult> place,
            ToDoubleFunction<RunResult> measure,
            Function<Collection<Double>, Double> median) {
        var byPlace = new TreeMap<Double, List<Double>>();
        for (var run : runs) {
            var value = measure.applyAsDouble(run);
            if (!Double.isNaN(value))
                byPlace.computeIfAbsent(place.applyAsDouble(run), r -> new ArrayList<>())
                        .add(value);
        }
        panel.line(
                "",
                byPlace.keySet().stream().mapToDouble(x -> x).toArray(),
                byPlace.values().stream().mapToDouble(median::apply).toArray(),
                color,
                Theme.SOLID);
        panel.points(
                label,
                byPlace.entrySet().stream()
                        .flatMapToDouble(e -> e.getValue().stream().mapToDouble(v -> e.getKey()))
                        .toArray(),
                byPlace.values().stream().flatMap(List::stream).mapToDouble(v -> v).toArray(),
                color,
                marker);
    }

    /** The median of these runs over the whole of an axis, to compare others with. */
    void drawLevel(
            Panel panel,
            double from,
            double to,
            ToDoubleFunction<RunResult> measure,
            Function<Collection<Double>, Double> median) {
        var level = median.apply(runs.stream().map(measure::applyAsDouble).toList());
        panel.line(
                label, new double[] {from, to}, new double[] {level, level}, color, Theme.DASHED);
    }
}
