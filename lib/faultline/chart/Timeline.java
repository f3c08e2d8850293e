package faultline.chart;

import faultline.measure.LatencyLog;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.measure.Sample;

import org.HdrHistogram.Histogram;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One run, second by second: what was offered and dumped, how late, and what piled up. */
public final class Timeline {

    private static final String SECONDS = "time since the load started (s)";
    private static final String READING =
            " Of each sink: rows dumped a second above, messages waiting below.";
    private static final Color SET_APART = new Color(0x80, 0x80, 0x80, 0x1E);
    private static final Color FAULT = Theme.transparent(Theme.ORANGE, 0x4C);

    private final Recording recording;
    private final int length;
    private final double[] seconds;
    private final List<String> sinks;

    private Timeline(Recording recording) {
        this.recording = recording;
        length = recording.samples().stream().mapToInt(Sample::second).max().orElse(0) + 1;
        sinks = sinks(recording);
        seconds = new double[length];
        for (int i = 0; i < length; i++) seconds[i] = i;
    }

    /** The figure of one run; a journal without samples makes empty axes. */
    public static Figure of(Recording recording, String id) {
        var timeline = new Timeline(recording);
        var windows = FaultWindow.all(recording);
        var panels = List.of(timeline.rates(), timeline.latency(), timeline.backlog());
        for (var panel : panels) {
            panel.xRange(0, Math.max(1, timeline.length - 1));
            timeline.shade(panel, windows, panel == panels.getFirst());
        }
        return new Figure(
                "timeline-" + id.replaceAll("[^A-Za-z0-9.-]", "-"),
                "Run " + id + ", second by second",
                sentence(windows) + READING,
                1,
                170,
                panels);
    }

    private static String sentence(List<FaultWindow> windows) {
        return windows.isEmpty()
                ? "No fault was injected."
                : windows.stream().map(FaultWindow::sentence).collect(Collectors.joining(" "));
    }

    private Panel rates() {
        var offered = sum(Measure.OFFERED_MSG_PER_S, s -> s.component().equals("feeder"));
        var acked = sum(Measure.ACKED_MSG_PER_S, s -> s.component().equals("feeder"));
        var most = Math.max(largest(offered), largest(acked));
        var panel = new Panel("", SECONDS, "rate (msg/s)");
        panel.line("offered", seconds, offered, Theme.PALE, Theme.BROAD);
        panel.line("acknowledged", seconds, acked, Theme.INK, Theme.DOTTED);
        for (int i = 0; i < sinks.size(); i++) panel.key(sinks.get(i), sinkColor(i), sinkStroke(i));
        for (int i = sinks.size() - 1; i >= 0; i--) {
            var pods = "consumer-" + sinks.get(i) + "-";
            var rows = sum(Measure.DUMPED_ROWS_PER_S, s -> s.pod().startsWith(pods));
            most = Math.max(most, largest(rows));
            sinkLine(panel, i, rows);
        }
        return panel.yFromZero(most);
    }

    /** Sinks are drawn last to first, so that the main one lies on top. */
    private void sinkLine(Panel panel, int sink, double[] values) {
        panel.line("", seconds, values, sinkColor(sink), sinkStroke(sink));
    }

    private static Color sinkColor(int sink) {
        return Theme.color(sink == 0 ? 1 : sink + 1);
    }

    private static BasicStroke sinkStroke(int sink) {
        return sink == 0 ? Theme.SOLID : Theme.THIN;
    }

    private Panel latency() {
        var perSecond = new TreeMap<Integer, Histogram>();
        for (var interval : recording.latencies())
            if (interval.kind() == LatencyLog.Kind.E2E
                    && interval.pod().startsWith("consumer-mariadb"))
                perSecond
                        .computeIfAbsent(interval.second(), s -> new Histogram(3))
                        .add(interval.histogram());
        var p50 = empty();
        var p99 = empty();
        perSecond.forEach((second, histogram) -> {
            if (second < 0 || second >= length || histogram.getTotalCount() == 0) return;
            p50[second] = Math.max(1, histogram.getValueAtPercentile(50)) / 1e3;
            p99[second] = Math.max(1, histogram.getValueAtPercentile(99)) / 1e3;
        });
        var panel = new Panel("", SECONDS, "end to end (ms)");
        var smallest = Arrays.stream(p50).filter(v -> v > 0).min().orElse(1);
        panel.yLogarithmic(smallest, Math.max(largest(p99), smallest));
        panel.line("mariadb p99", seconds, p99, Theme.BLUE, Theme.SOLID);
        panel.line("mariadb p50", seconds, p50, Theme.BLUE, Theme.DASHED);
        return panel;
    }

    private Panel backlog() {
        var panel = new Panel("", SECONDS, "backlog (msg)");
        var most = 0.0;
        for (int i = sinks.size() - 1; i >= 0; i--) {
            var group = "consumer-" + sinks.get(i);
            var backlog = sum(Measure.BACKLOG_MSG, s -> s.pod().equals(group));
            most = Math.max(most, largest(backlog));
            sinkLine(panel, i, backlog);
        }
        return panel.yFromZero(most);
    }

    /** Names of the consumer groups' sinks, MariaDB's first. */
    private static List<String> sinks(Recording recording) {
        return recording.samples(Measure.BACKLOG_MSG, s -> s.component().equals("group")).stream()
                .map(s -> s.pod().replaceFirst("^consumer-", ""))
                .distinct()
                .sorted(
                        Comparator.comparing((String s) -> !s.equals("mariadb"))
                                .thenComparing(s -> s))
                .toList();
    }

    private void shade(Panel panel, List<FaultWindow> windows, boolean labelled) {
        recording
                .phase("measure")
                .ifPresent(to ->
                        panel.band(
                                0, Math.min(to, length), SET_APART, labelled ? "warm-up" : "", ""));
        recording
                .phase("drain")
                .filter(from -> from < length - 1)
                .ifPresent(from ->
                        panel.band(from, length - 1.0, SET_APART, labelled ? "drain" : "", ""));
        for (var window : windows)
            if (window.from() < length - 1)
                panel.band(
                        window.from(),
                        Math.min(window.to().orElse(length - 1.0), length - 1.0),
                        FAULT,
                        "",
                        labelled ? window.legend() : "");
    }

    /** One value a second, summed over pods; NaN where nothing was seen. */
    private double[] sum(Measure measure, Predicate<Sample> which) {
        var sum = empty();
        for (var sample : recording.samples(measure, which)) {
            var second = sample.second();
            if (second < 0) continue;
            var value = sample.values().get(measure);
            sum[second] = Double.isNaN(sum[second]) ? value : sum[second] + value;
        }
        return sum;
    }

    private double[] empty() {
        var values = new double[length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(0);
    }
}
