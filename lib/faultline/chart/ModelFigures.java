package faultline.chart;

import faultline.model.DrainLaw;
import faultline.model.Interval;
import faultline.model.Knee;
import faultline.model.Observation;
import faultline.model.Unanswerable;
import faultline.model.UslEstimate;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Figures of fitted models: what was measured, the curve through it, and how sure that is. */
public final class ModelFigures {

    private static final int POINTS = 80;
    private static final int HEIGHT = 300;

    private ModelFigures() {}

    /**
     * Throughput against size with the fitted curve and its band, the residuals, and latency where
     * it was measured.
     *
     * @param what the system scales in: {@code consumers}
     * @param p99Ms latency of runs by size; empty for none
     */
    public static Figure scalability(String what, UslEstimate estimate, List<Knee.Point> p99Ms) {
        var runs = estimate.fit().observations();
        var largest = largest(runs) * 1.05;
        var panels = new ArrayList<>(List.of(curve(what, estimate, largest)));
        var residuals = estimate.fit().residuals();
        var percent = new double[residuals.length];
        for (int i = 0; i < percent.length; i++)
            percent[i] = 100 * residuals[i] / (runs.get(i).msgPerS() - residuals[i]);
        var most = Math.max(1, DoubleStream.of(percent).map(Math::abs).max().orElse(1)) * 1.15;
        var below =
                new Panel("What the curve leaves over", what, "measured − fitted (%)")
                        .xRange(0, largest)
                        .line(
                                "",
                                new double[] {0, largest},
                                new double[] {0, 0},
                                Theme.GREY,
                                Theme.THIN)
                        .points("runs", sizes(runs), percent, Theme.BLUE, Theme.marker(0));
        below.chart().getStyler().setYAxisMin(-most);
        below.chart().getStyler().setYAxisMax(most);
        panels.add(below);
        if (!p99Ms.isEmpty()) panels.add(latency(what, p99Ms, largest));
        return new Figure(
                "scalability-" + what,
                "What " + what + " carry",
                "Each point is a run, the line the Universal Scalability Law fitted to them. "
                        + doubts(estimate),
                1,
                HEIGHT,
                panels);
    }

    /**
     * The backlog after a fault against what the drain law says.
     *
     * @param backlog messages by seconds since the fault
     */
    public static Figure drain(
            String sink, DrainLaw law, double outageSeconds, SortedMap<Integer, Double> backlog) {
        if (backlog.isEmpty())
            throw new Unanswerable("No backlog of %s is known.".formatted(sink), "Sample it.");
        var end = Math.max(law.seconds(outageSeconds) * 1.1, backlog.lastKey());
        var x = new double[] {0, outageSeconds, law.seconds(outageSeconds), end};
        var y = DoubleStream.of(x).map(s -> law.backlogAt(s, outageSeconds)).toArray();
        var measured = backlog.values().stream().mapToDouble(v -> v).toArray();
        var panel =
                new Panel("", "seconds since the fault", "messages that wait")
                        .xRange(0, end)
                        .yFromZero(Math.max(largest(y), largest(measured)))
                        .band(0, outageSeconds, Theme.GRID, "", "outage")
                        .line("drain law", x, y, Theme.INK, Theme.DASHED)
                        .line(
                                "measured",
                                backlog.keySet().stream().mapToDouble(s -> s).toArray(),
                                measured,
                                Theme.BLUE,
                                Theme.SOLID);
        return new Figure(
                "drain-" + sink,
                "The backlog of %s after the outage".formatted(sink),
                "By the drain law a utilisation of %s brings it to zero %s s after the fault."
                        .formatted(
                                Digits.measured(law.utilisation()),
                                Digits.measured(law.seconds(outageSeconds))),
                1,
                HEIGHT + 40,
                List.of(panel));
    }

    /**
     * What each number of replicas carries, whole and with some of them lost, against the demand.
     *
     * @param most the largest number to show
     * @param lost how many are lost
     * @param safe the share of capacity that may be used
     */
    public static Figure headroom(
            String what, UslEstimate estimate, int most, int lost, double safe, double demand) {
        var panel = new Panel("", what, "messages/s that may be offered").xRange(0, most + 1);
        var bar = new BasicStroke(9, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
        var top = demand;
        for (int size = 1; size <= most; size++) {
            var whole = safe * estimate.throughput(size).value();
            var left = size > lost ? safe * estimate.throughput(size - lost).value() : 0;
            top = Math.max(top, Math.max(whole, left));
            panel.line("", bars(size - 0.17), new double[] {0, whole}, Theme.SKY, bar);
            panel.line("", bars(size + 0.17), new double[] {0, left}, Theme.BLUE, bar);
        }
        panel.yFromZero(top)
                .key("all of them", Theme.SKY, bar)
                .key("with %d lost".formatted(lost), Theme.BLUE, bar)
                .line(
                        "demand",
                        new double[] {0, most + 1},
                        new double[] {demand, demand},
                        Theme.VERMILLION,
                        Theme.DASHED);
        return new Figure(
                "headroom-" + what,
                "Headroom with and without loss",
                "The rate that may be offered to so many %s at %s %% of what they carry, by the fitted curve."
                        .formatted(what, Digits.measured(safe * 100)),
                1,
                HEIGHT + 40,
                List.of(panel));
    }

    private static Panel curve(String what, UslEstimate estimate, double largest) {
        var runs = estimate.fit().observations();
        var x = steps(1, largest);
        var bands = DoubleStream.of(x).mapToObj(n -> estimate.throughput(n).interval()).toList();
        var throughput = runs.stream().mapToDouble(Observation::msgPerS).toArray();
        var top =
                Math.max(
                        largest(throughput),
                        bands.stream().mapToDouble(Interval::high).max().orElse(0));
        var panel = new Panel("Throughput", what, "messages/s").xRange(0, largest).yFromZero(top);
        var peak = estimate.usl().peakSize();
        if (peak.isPresent() && estimate.doubts().isEmpty()) {
            var interval = estimate.peakSize().interval();
            panel.band(
                    interval.low(),
                    Math.min(largest, interval.high()),
                    Theme.GRID,
                    "",
                    "the peak, 95 %");
        }
        panel.points("runs", sizes(runs), throughput, Theme.BLUE, Theme.marker(0))
                .line(
                        "fitted",
                        x,
                        DoubleStream.of(x).map(estimate.usl()::throughput).toArray(),
                        Theme.INK,
                        Theme.SOLID)
                .line("95 % of the curve", x, ends(bands, Interval::low), Theme.GREY, Theme.DASHED)
                .line("", x, ends(bands, Interval::high), Theme.GREY, Theme.DASHED);
        return knee(panel, estimate, top);
    }

    /** Where the curve reaches nine tenths of its most, if the data show that most. */
    private static Panel knee(Panel panel, UslEstimate estimate, double top) {
        if (!estimate.doubts().isEmpty()) return panel;
        var peak = estimate.usl().peakThroughput().orElseThrow();
        var size = estimate.usl().sizeFor(0.9 * peak).orElseThrow();
        return panel.line(
                "0.9 of the peak",
                bars(size),
                new double[] {0, top},
                Theme.VERMILLION,
                Theme.DOTTED);
    }

    private static Panel latency(String what, List<Knee.Point> p99Ms, double largest) {
        var y = p99Ms.stream().mapToDouble(Knee.Point::y).toArray();
        return new Panel("Latency", what, "end-to-end p99 (ms)")
                .xRange(0, largest)
                .yFromZero(largest(y))
                .points(
                        "runs",
                        p99Ms.stream().mapToDouble(Knee.Point::x).toArray(),
                        y,
                        Theme.BLUE,
                        Theme.marker(0));
    }

    private static String doubts(UslEstimate estimate) {
        return estimate.doubts().isEmpty()
                ? "The peak is at %s, 95 %%: %s."
                        .formatted(
                                Digits.measured(estimate.peakSize().value()),
                                estimate.peakSize().interval())
                : String.join(" ", estimate.doubts());
    }

    private static double[] ends(List<Interval> bands, ToDoubleFunction<Interval> end) {
        return bands.stream().mapToDouble(end).toArray();
    }

    private static double[] sizes(List<Observation> runs) {
        return runs.stream().mapToDouble(Observation::size).toArray();
    }

    private static double largest(List<Observation> runs) {
        return largest(sizes(runs));
    }

    private static double largest(double[] values) {
        return DoubleStream.of(values).max().orElse(0);
    }

    private static double[] bars(double x) {
        return new double[] {x, x};
    }

    private static double[] steps(double from, double to) {
        return IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> from + (to - from) * i / POINTS)
                .toArray();
    }
}
