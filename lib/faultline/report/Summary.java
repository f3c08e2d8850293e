package faultline.report;

import faultline.chart.Digits;
import faultline.chart.Repetitions;
import faultline.chart.RunResult;
import faultline.check.SinkSummary;
import faultline.check.Verdict;

import tech.tablesaw.api.Table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The last words on the terminal: one line a point of the grid, medians over its repetitions. */
final class Summary {

    private static final int MOST_LINES = 10;
    private static final int LONGEST_NAME = 18;
    private static final int LONGEST_VALUE = 9;

    private Summary() {}

    /** At most 12 lines of at most 100 columns, with the sentence that names the report. */
    static String of(Table runs, Path folder) {
        var severalCounts = runs.numberColumn("replicas").countUnique() > 1;
        var points = new LinkedHashMap<List<Object>, List<Integer>>();
        for (int i = 0; i < runs.rowCount(); i++)
            points.computeIfAbsent(
                            List.of(
                                    runs.doubleColumn("replicas").get(i),
                                    runs.stringColumn("fault").get(i),
                                    setting(runs, i),
                                    runs.doubleColumn("rate_msg_per_s").get(i)),
                            p -> new ArrayList<>())
                    .add(i);
        var rows = new ArrayList<List<String>>();
        for (var rowsOfPoint : points.values())
            rows.add(
                    row(runs.rows(rowsOfPoint.stream().mapToInt(i -> i).toArray()), severalCounts));
        var shown = rows.size() > MOST_LINES ? rows.subList(0, MOST_LINES - 1) : rows;
        var lines = new ArrayList<>(layOut(heading(runs, severalCounts), shown));
        if (shown.size() < rows.size())
            lines.add("… and %d more points in runs.csv".formatted(rows.size() - shown.size()));
        lines.add("Open " + folder.resolve("report.html"));
        return String.join("\n", lines);
    }

    /** What was set, as {@code latency=20ms}; empty for the control and where nothing was. */
    private static String setting(Table runs, int row) {
        return RunsTable.hasSettings(runs) ? runs.stringColumn(RunsTable.SETTING).get(row) : "";
    }

    /** The parameter's own name: a sweep has one. */
    private static String parameter(Table runs) {
        return runs.stringColumn(RunsTable.SETTING).asList().stream()
                .filter(setting -> !setting.isEmpty())
                .map(setting -> setting.replaceFirst("=.*", "").replaceFirst(".*\\.", ""))
                .findFirst()
                .orElseThrow();
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
    }

    private static List<String> heading(Table runs, boolean severalCounts) {
        var heading =
                new ArrayList<>(
                        List.of(
                                "fault",
                                "offered/s",
                                "dumped/s",
                                "p50 ms",
                                "p99 ms",
                                "backlog",
                                "recovery s",
                                "lost",
                                "verdict"));
        if (severalCounts) heading.add(1, "replicas");
        if (RunsTable.hasSettings(runs)) heading.add(1, shortened(parameter(runs), LONGEST_VALUE));
        return heading;
    }

    /** What came of a run; where it did not pass, why. */
    static String line(RunResult run) {
        var line =
                "%s %s: dumped %s of %s/s, p99 %s ms, lost %s"
                        .formatted(
                                run.outcome(),
                                run.id(),
                                Digits.grouped(run.main(SinkSummary::dumpedRowsPerS), 0),
                                Digits.grouped(run.offeredMsgPerS(), 0),
                                Digits.grouped(run.e2eP99Ms(), 0),
                                Digits.grouped(run.worst(r -> r.lost().count()), 0));
        var reasons = run.verdict().map(Verdict::reasons).orElse(List.of());
        return run.passed() || reasons.isEmpty() ? line : line + ". " + reasons.getFirst();
    }

    private static List<String> row(Table point, boolean severalCounts) {
        var row = new ArrayList<String>();
        row.add(shortened(point.stringColumn("fault").get(0), LONGEST_NAME));
        if (RunsTable.hasSettings(point))
            row.add(shortened(setting(point, 0).replaceFirst(".*=", ""), LONGEST_VALUE));
        if (severalCounts) row.add(Digits.grouped(point.doubleColumn("replicas").get(0), 0));
        row.add(Digits.grouped(point.doubleColumn("rate_msg_per_s").get(0), 3));
        row.add(median(point, "dumped_rows_per_s", Repetitions::lowMedian));
        row.add(median(point, "e2e_p50_ms", Repetitions::highMedian));
        row.add(median(point, "e2e_p99_ms", Repetitions::highMedian));
        row.add(median(point, "max_backlog_msg", Repetitions::highMedian));
        row.add(recovery(point));
        row.add(Digits.grouped(point.doubleColumn("lost").max(), 0));
        row.add(
                point.stringColumn("verdict").asList().stream()
                        .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .collect(Collectors.joining(", ")));
        return row;
    }

    private static String recovery(Table point) {
        if (point.stringColumn("fault").get(0).equals(RunResult.CONTROL)) return "";
        var open = point.doubleColumn("unrecovered_s").removeMissing();
        return open.isEmpty()
                ? median(point, "recovery_s", Repetitions::highMedian)
                : "> " + Digits.measured(open.max());
    }

    private static String median(
            Table point, String column, Function<Collection<Double>, Double> median) {
        return Digits.measured(median.apply(point.doubleColumn(column).removeMissing().asList()));
    }

    /** Names to the left, numbers to the right, two blanks between columns. */
    private static List<String> layOut(List<String> heading, List<List<String>> rows) {
        var all = new ArrayList<List<String>>();
        all.add(heading);
        all.addAll(rows);
        var lines = new ArrayList<String>();
        for (var row : all) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                var column = i;
                var width = all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                var blanks = " ".repeat(width - row.get(i).length());
                var toTheLeft = i == 0 || i == row.size() - 1;
                line.append(i == 0 ? "" : "  ")
                        .append(toTheLeft ? row.get(i) + blanks : blanks + row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
