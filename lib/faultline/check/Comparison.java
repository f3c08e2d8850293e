package faultline.check;

import faultline.measure.LatencyLog.Kind;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.stack.Stack;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One figure of a run with a fault beside that of the control, in the same seconds: before the
 * fault, where nothing differed but chance, and from the fault to the end; without a fault, before
 * and after consumers were first added.
 *
 * @param control of the control, from the fault's second on
 * @param experiment of the run with the fault
 * @param ratio of the two
 * @param ratioBefore of the two before the fault: how much two equal runs differ on this machine
 * @param differs whether the ratio is further from 1 than the one before, by a quarter or more
 */
public record Comparison(
        String run,
        String measure,
        double control,
        double experiment,
        double ratio,
        double ratioBefore,
        boolean differs) {

    /** Two equal runs on a busy machine may well differ by this much more than they just did. */
    static final double NOISE = 1.25;

    private static final String SINK = "mariadb";

    /** Latency and dump rate; none where the run never came to its fault. */
    static List<Comparison> of(Recording control, Recording run, String name) {
        var gate = first(run, "gate");
        var injected = begun(run, e -> e.text("status").equals("injected"), "fault");
        if (injected.isEmpty()) injected = begun(run, Comparison::isUp, "scale");
        if (gate.isEmpty() || injected.isEmpty()) return List.of();
        var before = new Window(number(gate.get(), "from"), number(gate.get(), "to"));
        var end = run.phase("drain").map(s -> (int) Math.floor(s)).orElse(Integer.MAX_VALUE);
        var after = new Window(injected.get(), end);
        return Stream.of(
                        compare(
                                name,
                                "e2e_p99_ms",
                                control,
                                run,
                                before,
                                // what waited longest is committed last, after the load
                                new Window(after.from(), Integer.MAX_VALUE),
                                Comparison::p99),
                        compare(
                                name,
                                "dumped_rows_per_s",
                                control,
                                run,
                                before,
                                after,
                                Comparison::dumped))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Integer> begun(
            Recording run, Predicate<faultline.measure.Event> is, String kind) {
        return run.events().stream()
                .filter(e -> e.kind().equals(kind))
                .filter(is)
                .map(e -> (int) Math.floor(e.second()))
                .findFirst();
    }

    private static boolean isUp(faultline.measure.Event scale) {
        return number(scale, "to") > number(scale, "from");
    }

    private record Window(int from, int to) {}

    private interface Figure {
        Optional<Double> of(Recording recording, Window window);
    }

    private static Optional<Comparison> compare(
            String run,
            String measure,
            Recording control,
            Recording experiment,
            Window before,
            Window after,
            Figure figure) {
        var a = figure.of(control, after);
        var b = figure.of(experiment, after);
        if (a.isEmpty() || b.isEmpty() || a.get() <= 0 || b.get() <= 0) return Optional.empty();
        var ratio = b.get() / a.get();
        var ratioBefore =
                figure.of(experiment, before)
                        .flatMap(e -> figure.of(control, before).map(c -> e / c))
                        .filter(r -> r > 0 && Double.isFinite(r))
                        .orElse(1.0);
        var differs = Math.abs(Math.log(ratio)) > Math.abs(Math.log(ratioBefore)) + Math.log(NOISE);
        return Optional.of(
                new Comparison(run, measure, a.get(), b.get(), ratio, ratioBefore, differs));
    }

    private static Optional<Double> p99(Recording recording, Window window) {
        var histogram =
                recording.latency(Kind.E2E, Stack.group(SINK) + "-", window.from(), window.to());
        return histogram.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(histogram.getValueAtPercentile(99) / 1e3);
    }

    private static Optional<Double> dumped(Recording recording, Window window) {
        var seen =
                recording
                        .samples(
                                Measure.DUMPED_ROWS_PER_S,
                                s -> s.pod().startsWith(Stack.group(SINK) + "-"))
                        .stream()
                        .filter(s -> s.second() >= window.from() && s.second() < window.to())
                        .toList();
        if (seen.isEmpty()) return Optional.empty();
        var last = Math.min(window.to(), seen.getLast().second() + 1);
        return Optional.of(
                seen.stream().mapToDouble(s -> s.values().get(Measure.DUMPED_ROWS_PER_S)).sum()
                        / (last - window.from()));
    }

    private static Optional<faultline.measure.Event> first(Recording recording, String kind) {
        return recording.events().stream().filter(e -> e.kind().equals(kind)).findFirst();
    }

    private static int number(faultline.measure.Event event, String key) {
        return event.detail().get(key) instanceof Number number ? number.intValue() : 0;
    }

    /** For people. */
    public String sentence() {
        return "%s: %s was %.1f in the control and %.1f in this run (%.2f times; %.2f before it)%s."
                .formatted(
                        run,
                        measure,
                        control,
                        experiment,
                        ratio,
                        ratioBefore,
                        differs ? ", a difference" : ", no difference beyond that of equal runs");
    }
}
