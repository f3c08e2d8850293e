package faultline.chart;

import faultline.check.SinkSummary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What a whole sweep shows: one figure a question, offered rate on the x axis where no parameter of
 * a fault is.
 */
public final class SweepFigures {

    static final String OFFERED = "offered rate (msg/s)";
    static final String REPETITIONS = "One point a run, the line joins the medians.";

    private SweepFigures() {}

    /** All figures that these runs can fill, in the order in which a report shows them. */
    public static List<Figure> all(List<RunResult> runs, int cores) {
        var figures = new ArrayList<Figure>();
        var measured = runs.stream().filter(r -> !r.sinks().isEmpty()).toList();
        if (measured.stream().anyMatch(SweepFigures::dumps)) figures.add(dumpRate(measured));
        if (!measured.isEmpty()) figures.add(latency(measured));
        figures.addAll(ParameterFigure.all(measured));
        if (runs.stream().anyMatch(SweepFigures::showsRecovery)) figures.add(recovery(runs));
        if (runs.stream().anyMatch(r -> !r.cpuPercent().isEmpty())) figures.add(cpu(runs, cores));
        return figures;
    }

    static Figure dumpRate(List<RunResult> runs) {
        var panels = new ArrayList<Panel>();
        var top = largestRate(runs);
        for (var sink : List.of("mariadb", "influxdb")) {
            if (runs.stream().allMatch(r -> Double.isNaN(dumped(r, sink)))) continue;
            var panel = new Panel(sinkTitle(runs, sink), OFFERED, "dump rate (rows/s)");
            panel.xRange(0, top * 1.05).yFromZero(top);
            panel.line(
                    "dump rate = offered rate",
                    new double[] {0, top * 1.05},
                    new double[] {0, top * 1.05},
                    Theme.GREY,
                    Theme.DOTTED);
            for (var group : Group.of(runs))
                group.draw(panel, r -> dumped(r, sink), Repetitions::lowMedian);
            panels.add(panel);
        }
        return new Figure(
                "dump-rate",
                "How much of the offered load reaches the databases",
                "Rows committed a second while measuring. Below the dotted line messages pile up. "
                        + REPETITIONS,
                panels.size(),
                380,
                panels);
    }

    static Figure latency(List<RunResult> runs) {
        var panels = new ArrayList<Panel>();
        var all =
                runs.stream()
                        .flatMapToDouble(r -> DoubleStream.of(r.e2eP50Ms(), r.e2eP99Ms()))
                        .filter(v -> v > 0)
                        .summaryStatistics();
        var smallest = all.getCount() > 0 ? all.getMin() : 1;
        var largest = all.getCount() > 0 ? all.getMax() : 1000;
        var percentiles = new LinkedHashMap<String, ToDoubleFunction<RunResult>>();
        percentiles.put("p50: half are faster", RunResult::e2eP50Ms);
        percentiles.put("p99: 1 % is slower", RunResult::e2eP99Ms);
        for (var percentile : percentiles.entrySet()) {
            var panel = new Panel(percentile.getKey(), OFFERED, "end-to-end latency (ms)");
            panel.xRange(0, largestRate(runs) * 1.05).yLogarithmic(smallest, largest);
            for (var group : Group.of(runs))
                group.draw(panel, percentile.getValue(), Repetitions::highMedian);
            panels.add(panel);
        }
        return new Figure(
                "latency",
                "How late a message is in MariaDB",
                "From the moment it was due to its commit, on a logarithmic scale. " + REPETITIONS,
                2,
                380,
                panels);
    }

    static Figure recovery(List<RunResult> runs) {
        var panel = new Panel("", OFFERED, "recovery time (s)");
        var faulted = runs.stream().filter(r -> r.recovery().isPresent()).toList();
        var longest =
                faulted.stream()
                        .flatMapToDouble(r -> DoubleStream.of(r.recoveryS(), r.unrecoveredS()))
                        .filter(v -> !Double.isNaN(v))
                        .max()
                        .orElse(1);
        panel.xRange(0, largestRate(runs) * 1.05).yFromZero(longest);
        for (var group : Group.of(runs)) {
            group.draw(panel, RunResult::recoveryS, Repetitions::highMedian);
            var open = group.runs().stream().filter(r -> !Double.isNaN(r.unrecoveredS())).toList();
            panel.points(
                    group.label() + ", not recovered when the load ended",
                    open.stream().mapToDouble(r -> r.point().rateMsgPerS()).toArray(),
                    open.stream().mapToDouble(RunResult::unrecoveredS).toArray(),
                    group.color(),
                    Theme.UNFINISHED);
        }
        return new Figure(
                "recovery",
                "How long a fault is felt",
                "Of the sink that felt it longest, from the first bad second to the first of"
                        + " several good ones; 0 where no second was bad. "
                        + REPETITIONS
                        + unsteady(faulted),
                1,
                340,
                List.of(panel));
    }

    static Figure cpu(List<RunResult> runs, int cores) {
        var control = runs.stream().filter(RunResult::isControl).toList();
        var shown = control.isEmpty() ? runs : control;
        var panel = new Panel("", OFFERED, "processor time (% of one core)");
        var top = largestRate(runs) * 1.05;
        var largest =
                shown.stream()
                        .flatMap(r -> r.cpuPercent().values().stream())
                        .mapToDouble(v -> v)
                        .max()
                        .orElse(100);
        panel.xRange(0, top).yFromZero(Math.max(largest, cores * 100.0));
        if (cores > 0)
            panel.line(
                    "all that the machine has: %d × 100 %%".formatted(cores),
                    new double[] {0, top},
                    new double[] {cores * 100.0, cores * 100.0},
                    Theme.INK,
                    Theme.DOTTED);
        var components = List.of("machine", "kafka", "mariadb", "influxdb", "feeder", "consumer");
        for (int i = 0; i < components.size(); i++) {
            var component = components.get(i);
            ToDoubleFunction<RunResult> measure =
                    r -> r.cpuPercent().getOrDefault(component, Double.NaN);
            new Group(
                            component.equals("machine") ? "the whole machine" : component,
                            i == 0 ? Theme.INK : Theme.color(i - 1),
                            Theme.marker(i),
                            shown)
                    .draw(panel, measure, Repetitions::highMedian);
        }
        return new Figure(
                "cpu",
                "What the processor is spent on",
                "All pods of a component together, mean over the measuring window"
                        + (control.isEmpty() ? ". " : ", runs without a fault. ")
                        + REPETITIONS,
                1,
                380,
                List.of(panel));
    }

    private static String sinkTitle(List<RunResult> runs, String sink) {
        if (sink.equals("mariadb")) return "into MariaDB";
        var instances =
                runs.stream()
                        .flatMap(r -> r.sinks().stream())
                        .map(SinkSummary::sink)
                        .filter(s -> s.startsWith(sink))
                        .distinct()
                        .count();
        return instances > 1
                ? "into InfluxDB (the slowest of %d)".formatted(instances)
                : "into InfluxDB";
    }

    /** The dump rate into a kind of sink: of its slowest instance. */
    private static double dumped(RunResult run, String sink) {
        return run.sinks().stream()
                .filter(s -> s.sink().startsWith(sink))
                .mapToDouble(s -> RunResult.number(s.dumpedRowsPerS()))
                .min()
                .orElse(Double.NaN);
    }

    private static boolean dumps(RunResult run) {
        return run.sinks().stream().anyMatch(sink -> sink.dumpedRowsPerS().isPresent());
    }

    private static boolean showsRecovery(RunResult run) {
        return !Double.isNaN(run.recoveryS()) || !Double.isNaN(run.unrecoveredS());
    }

    /** Runs that a recovery time cannot be given for, because they were in trouble before. */
    private static String unsteady(List<RunResult> faulted) {
        var unsteady = faulted.stream().filter(r -> !showsRecovery(r)).count();
        return unsteady == 0
                ? ""
                : (" Not shown are %d of %d runs: nothing steady came before the fault, or too"
                                + " little was seen.")
                        .formatted(unsteady, faulted.size());
    }

    private static double largestRate(List<RunResult> runs) {
        return runs.stream().mapToDouble(r -> r.point().rateMsgPerS()).max().orElse(1);
    }
}
