package faultline.check;

import faultline.measure.Event;
import faultline.measure.LatencyLog.Kind;
import faultline.measure.Recording;
import faultline.stack.Stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What users of the platform saw of a run's faults: latency, dump rate and backlog of the sink that
 * every message must reach, before the first injection and after it, and how long the hypothesis
 * did not hold. What was not seen is empty, never zero.
 *
 * @param targets every pod that was hit
 * @param injectedSecond since the load started; empty where nothing was injected
 * @param breaches of the hypothesis, in the order in which the kit saw them
 * @param outsideSeconds in which at least one condition of the hypothesis was broken
 * @param p99BeforeMs due to committed, in the seconds of the gate
 * @param p99AfterMs of all that was committed from the injection to the end of the drain
 * @param lowestRowsPerS of any second from the injection to the end of the load
 * @param stalledSeconds of these, in which nothing was dumped
 */
public record Impact(
        List<String> faults,
        List<String> targets,
        Optional<Double> injectedSecond,
        List<Breach> breaches,
        int outsideSeconds,
        Optional<Double> p99BeforeMs,
        Optional<Double> p99AfterMs,
        Optional<Double> rowsPerSBefore,
        Optional<Double> lowestRowsPerS,
        int stalledSeconds,
        Optional<Double> largestBacklogMsg) {

    /** The sink that every message must reach. */
    private static final String SINK = "mariadb";

    /**
     * A time in which one condition of the hypothesis was broken.
     *
     * @param seenSecond when the kit knew it
     * @param from first bad second
     * @param to the second after the last bad one; the end of the load where it was not over
     */
    public record Breach(String condition, double seenSecond, int from, int to) {}

    /** Reads it off a journal. */
    public static Impact of(Recording recording) {
        var end = recording.phase("drain").or(() -> recording.phase("done"));
        int to = end.map(s -> (int) Math.floor(s)).orElseGet(() -> lastSecond(recording) + 1);
        var injections =
                recording.events().stream()
                        .filter(e -> e.kind().equals("fault"))
                        .filter(e -> e.text("status").equals("injected"))
                        .toList();
        var injected = injections.stream().map(Event::second).min(Comparator.naturalOrder());
        int from = injected.map(s -> (int) Math.floor(s)).orElse(to);
        var breaches = breaches(recording, to);
        var series = SinkSeries.of(recording, SINK);
        var gate = recording.events().stream().filter(e -> e.kind().equals("gate")).findFirst();
        var before = gate.map(e -> number(e, "from"));
        var until = gate.map(e -> number(e, "to"));
        return new Impact(
                injections.stream().map(e -> e.text("fault")).distinct().toList(),
                injections.stream()
                        .flatMap(e ->
                                e.detail().get("targets") instanceof List<?> l
                                        ? l.stream().map(String::valueOf)
                                        : Stream.empty())
                        .distinct()
                        .toList(),
                injected,
                breaches,
                outside(breaches),
                before.flatMap(b -> p99(recording, b, until.orElseThrow())),
                injected.flatMap(_ -> p99(recording, from, Double.POSITIVE_INFINITY)),
                before.flatMap(
                        b -> mean(SinkSeries.values(series.dumped(), b, until.orElseThrow()))),
                min(SinkSeries.values(series.dumped(), from, to)),
                (int) SinkSeries.values(series.dumped(), from, to).filter(v -> v == 0).count(),
                injected.flatMap(_ ->
                        SinkSeries.values(series.backlog(), from, Integer.MAX_VALUE)
                                .boxed()
                                .max(Double::compare)));
    }

    /** From the injection to the moment at which the kit knew of the first breach. */
    public Optional<Double> detectedAfterSeconds() {
        return injectedSecond.flatMap(
                at -> breaches.stream().map(b -> b.seenSecond() - at).findFirst());
    }

    /** What begins twice without an end between is one breach; the last word on its end counts. */
    private static List<Breach> breaches(Recording recording, int end) {
        var open = new LinkedHashMap<String, Breach>();
        var all = new ArrayList<Breach>();
        for (var event : recording.events()) {
            if (!event.kind().equals("breach") || !event.text("role").equals("hypothesis"))
                continue;
            var condition = event.text("condition");
            if (event.text("status").equals("begun")) {
                var breach = new Breach(condition, event.second(), number(event, "from"), end);
                open.put(condition, breach);
                all.add(breach);
            } else if (open.get(condition) != null) {
                var begun = open.remove(condition);
                all.set(
                        all.indexOf(begun),
                        new Breach(
                                condition,
                                begun.seenSecond(),
                                number(event, "from"),
                                number(event, "to")));
            }
        }
        return List.copyOf(all);
    }

    private static int outside(List<Breach> breaches) {
        var seconds = new LinkedHashSet<Integer>();
        for (var breach : breaches)
            for (int second = breach.from(); second < breach.to(); second++) seconds.add(second);
        return seconds.size();
    }

    private static Optional<Double> p99(Recording recording, double from, double to) {
        var histogram = recording.latency(Kind.E2E, Stack.group(SINK) + "-", from, to);
        return histogram.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(histogram.getValueAtPercentile(99) / 1e3);
    }

    private static Optional<Double> mean(DoubleStream values) {
        var seen = values.summaryStatistics();
        return seen.getCount() == 0 ? Optional.empty() : Optional.of(seen.getAverage());
    }

    private static Optional<Double> min(DoubleStream values) {
        return values.boxed().min(Double::compare);
    }

    private static int lastSecond(Recording recording) {
        return recording.samples().stream().mapToInt(s -> s.second()).max().orElse(-1);
    }

    private static int number(Event event, String key) {
        return event.detail().get(key) instanceof Number number ? number.intValue() : 0;
    }
}
