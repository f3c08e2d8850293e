package faultline.chart;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Where the runs of a capacity search meet their objective, and where they no longer do. */
public final class CapacityFigure {

    private static final int HEIGHT = 300;

    private static final Function<Collection<Double>, Double> MEDIAN =
            values -> {
                var sorted = values.stream().sorted().toList();
                int middle = sorted.size() / 2;
                return sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            };

    private CapacityFigure() {}

    /**
     * Latency and dump rate against the offered rate, a point a run.
     *
     * @param p99Ms the objective
     */
    public static Figure of(List<RunResult> runs, double p99Ms) {
        var most = runs.stream().mapToDouble(r -> r.point().rateMsgPerS()).max().orElse(1) * 1.05;
        var latencies =
                runs.stream()
                        .mapToDouble(RunResult::e2eP99Ms)
                        .filter(v -> v > 0)
                        .summaryStatistics();
        var latency =
                new Panel("Latency", "offered (msg/s)", "end-to-end p99 (ms)")
                        .xRange(0, most)
                        .yLogarithmic(
                                Math.min(p99Ms, latencies.getMin()),
                                Math.max(p99Ms, latencies.getMax()))
                        .line(
                                "objective",
                                new double[] {0, most},
                                new double[] {p99Ms, p99Ms},
                                Theme.INK,
                                Theme.DASHED);
        var dumped =
                new Panel("Dump rate into MariaDB", "offered (msg/s)", "dumped (rows/s)")
                        .xRange(0, most)
                        .yFromZero(
                                runs.stream()
                                        .mapToDouble(r -> r.main(s -> s.dumpedRowsPerS()))
                                        .filter(v -> v > most)
                                        .max()
                                        .orElse(most))
                        .line(
                                "all that is offered",
                                new double[] {0, most},
                                new double[] {0, most},
                                Theme.GREY,
                                Theme.DOTTED);
        for (var group : Group.of(runs)) {
            group.draw(latency, RunResult::e2eP99Ms, MEDIAN);
            group.draw(dumped, r -> r.main(s -> s.dumpedRowsPerS()), MEDIAN);
        }
        return new Figure(
                "capacity",
                "Where the objective is no longer met",
                "Each point is a run of the search. Latency of runs with a fault includes its"
                        + " disturbance, which the objective leaves out.",
                2,
                HEIGHT,
                List.of(latency, dumped));
    }
}
