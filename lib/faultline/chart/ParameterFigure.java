package faultline.chart;

import faultline.check.SinkSummary;
import faultline.plan.Setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What a fault does as one parameter of it grows: latency, dump rate and backlog against it. */
final class ParameterFigure {

    private static final int COLUMNS = 3;
    private static final int HEIGHT = 340;

    private final String parameter;
    private final String unit;
    private final List<RunResult> faulted;
    private final List<RunResult> control;
    private final double from;
    private final double to;

    private ParameterFigure(
            String parameter, String unit, List<RunResult> faulted, List<RunResult> control) {
        this.parameter = parameter;
        this.unit = unit;
        this.faulted = faulted;
        this.control = control;
        var values = faulted.stream().mapToDouble(ParameterFigure::value).summaryStatistics();
        var span = values.getMax() - Math.min(0, values.getMin());
        var margin = span > 0 ? span * 0.05 : 1;
        // A little to the left too, so that the point at 0 is seen whole.
        from = Math.min(0, values.getMin()) - margin;
        to = values.getMax() + margin;
    }

    /**
     * A figure for each parameter that was set; none where its values are not numbers of one unit,
     * because then there is no axis.
     */
    static List<Figure> all(List<RunResult> runs) {
        var control = runs.stream().filter(RunResult::isControl).toList();
        var figures = new ArrayList<Figure>();
        var parameters =
                runs.stream()
                        .flatMap(r -> r.point().setting().stream())
                        .map(Setting::parameter)
                        .distinct()
                        .sorted()
                        .toList();
        for (var parameter : parameters) {
            var faulted =
                    runs.stream()
                            .filter(r ->
                                    r.point()
                                            .setting()
                                            .filter(s -> s.parameter().equals(parameter))
                                            .isPresent())
                            .toList();
            unit(faulted)
                    .ifPresent(unit ->
                            figures.add(
                                    new ParameterFigure(parameter, unit, faulted, control)
                                            .figure()));
        }
        return figures;
    }

    /** The unit that all values share, 0 with any. */
    private static Optional<String> unit(List<RunResult> runs) {
        var settings = runs.stream().map(r -> r.point().setting().orElseThrow()).toList();
        var units =
                settings.stream()
                        .filter(s -> s.number() != 0)
                        .map(Setting::unit)
                        .distinct()
                        .toList();
        if (units.size() > 1 || settings.stream().anyMatch(s -> Double.isNaN(s.number())))
            return Optional.empty();
        return Optional.of(units.isEmpty() ? settings.getFirst().unit() : units.getFirst());
    }

    private static double value(RunResult run) {
        return run.point().setting().orElseThrow().number();
    }

    private Figure figure() {
        return new Figure(
                "parameter-" + parameter,
                "What a larger %s does".formatted(parameter),
                "Of each run as a whole: the fault is there for a part of it. Latency and dump rate"
                        + " are of MariaDB, the backlog is of the sink where it was largest. "
                        + SweepFigures.REPETITIONS,
                COLUMNS,
                HEIGHT,
                List.of(latency(), dumpRate(), backlog()));
    }

    private Panel latency() {
        var seen = all(RunResult::e2eP99Ms).filter(v -> v > 0).summaryStatistics();
        var panel = panel("How late", "end-to-end p99 (ms)");
        panel.yLogarithmic(
                seen.getCount() > 0 ? seen.getMin() : 1, seen.getCount() > 0 ? seen.getMax() : 10);
        return draw(panel, RunResult::e2eP99Ms, Repetitions::highMedian);
    }

    private Panel dumpRate() {
        ToDoubleFunction<RunResult> dumped = r -> r.main(SinkSummary::dumpedRowsPerS);
        return draw(
                panel("How much arrives", "dump rate (rows/s)").yFromZero(largest(dumped)),
                dumped,
                Repetitions::lowMedian);
    }

    private Panel backlog() {
        return draw(
                panel("How much waits", "largest backlog (msg)")
                        .yFromZero(largest(RunResult::largestBacklogMsg)),
                RunResult::largestBacklogMsg,
                Repetitions::highMedian);
    }

    private Panel panel(String heading, String y) {
        return new Panel(
                        heading,
                        "%s (%s)".formatted(parameter, unit.isEmpty() ? "as set" : unit),
                        y)
                .xRange(from, to);
    }

    /** The control has no value of the parameter: it is a level to compare with. */
    private Panel draw(
            Panel panel,
            ToDoubleFunction<RunResult> measure,
            Function<Collection<Double>, Double> median) {
        var both = new ArrayList<>(control);
        both.addAll(faulted);
        for (var group : Group.ofSettings(both))
            if (group.runs().getFirst().isControl())
                group.drawLevel(panel, from, to, measure, median);
            else group.draw(panel, ParameterFigure::value, measure, median);
        return panel;
    }

    private DoubleStream all(ToDoubleFunction<RunResult> measure) {
        return DoubleStream.concat(
                        faulted.stream().mapToDouble(measure),
                        control.stream().mapToDouble(measure))
                .filter(v -> !Double.isNaN(v));
    }

    private double largest(ToDoubleFunction<RunResult> measure) {
        return all(measure).max().orElse(1);
    }
}
