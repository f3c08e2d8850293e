package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.chart.Digits;
import faultline.chart.GoalFigure;
import faultline.model.Estimate;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The benchmark's table and figure, from {@code pairs.csv} and {@code environment.json} alone: the
 * same pairs give the same page, byte for byte.
 */
public final class BenchPage {

    static final String PAIRS = "pairs.csv";
    static final String ENVIRONMENT = "environment.json";

    private record Line(int number, Row row, List<Pair> pairs) {}

    private BenchPage() {}

    /**
     * Writes the pages of what is in a folder: pairs, sizes, or both.
     *
     * @return of each the table for a terminal, and the page to open
     * @throws BadInput where nothing of a benchmark is there
     */
    public static List<String> pages(Path folder) {
        var pages = new ArrayList<String>();
        if (Files.exists(folder.resolve(PAIRS))) pages.add(write(folder));
        if (Files.exists(folder.resolve(GrowthPage.POINTS))) pages.add(GrowthPage.write(folder));
        if (pages.isEmpty())
            throw new BadInput(
                    folder.toString(),
                    "",
                    "no benchmark",
                    "a folder with %s or %s".formatted(PAIRS, GrowthPage.POINTS));
        return pages;
    }

    /**
     * Writes {@code bench.md} and {@code figures/bench.svg}.
     *
     * @return the table for a terminal, and the page to open
     * @throws BadInput where the pairs are not those of a benchmark
     */
    static String write(Path folder) {
        var lines = lines(Pair.read(folder.resolve(PAIRS)));
        try {
            var page = folder.resolve("bench.md");
            Files.writeString(page, text(lines) + machine(folder));
            var rows = lines.stream().flatMap(line -> figureRow(line).stream()).toList();
            if (!rows.isEmpty()) GoalFigure.of(rows).write(folder.resolve("figures"));
            return table(lines) + "\n" + page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Line> lines(List<Pair> pairs) {
        var lines = new ArrayList<Line>();
        for (var row : Row.values()) {
            var of = pairs.stream().filter(pair -> pair.row() == row).toList();
            if (!of.isEmpty()) lines.add(new Line(lines.size() + 1, row, of));
        }
        return lines;
    }

    /** What it was measured on, as a table. */
    static String machine(Path folder) throws IOException {
        var table = new StringBuilder("| what | value |\n|---|---|\n");
        Yaml.parseJson(Files.readString(folder.resolve(ENVIRONMENT), UTF_8))
                .forEach((what, value) -> table.append("| %s | %s |\n".formatted(what, value)));
        return table.toString();
    }

    private static String text(List<Line> lines) {
        var text = new StringBuilder();
        text.append("# How fast, side by side\n\n")
                .append(
                        "Each pair was measured one right after the other, in an order that was"
                                + " drawn. Ours, theirs: medians. The number that is held against"
                                + " the goal is the mean of the pairs (of ratios: of their"
                                + " logarithms) with its 95 % interval by Student's t; met and"
                                + " missed only where the whole interval is on one side.\n\n")
                .append(table(lines))
                .append("\n![How far each path is from its goal](figures/bench.svg)\n\n");
        return text.toString();
    }

    private static String table(List<Line> lines) {
        var table =
                new StringBuilder(
                        "| | path | against | ours | theirs | ratio, or as said | 95 % | goal |"
                                + " verdict |\n"
                                + "|--:|---|---|--:|--:|--:|---|---|---|\n");
        for (var line : lines) {
            var goal = line.row().goal();
            var estimate = goal.estimate(line.pairs());
            table.append(
                    "| %d | %s | %s | %s | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    line.number(),
                                    line.row().path(),
                                    line.row().against(),
                                    median(line, line.pairs().stream().map(Pair::ours).toList()),
                                    median(line, line.pairs().stream().map(Pair::theirs).toList()),
                                    estimate.map(e -> number(line, e.value())).orElse("–"),
                                    estimate.map(Estimate::interval)
                                            .map(i ->
                                                    digits(line, i.low())
                                                            + " to "
                                                            + digits(line, i.high()))
                                            .orElse("fewer than 3 pairs"),
                                    goal,
                                    goal.verdict(line.pairs())));
        }
        return table.toString();
    }

    private static String number(Line line, double value) {
        var unit = line.row().goal().of() == Goal.Of.RATIO ? "" : " " + line.row().unit();
        return (digits(line, value) + unit).strip();
    }

    /** A share of a rate is told as finely as its goal. */
    private static String digits(Line line, double value) {
        var share = line.row().unit().isEmpty() || line.row().goal().of() == Goal.Of.RATIO;
        return share ? Digits.grouped(value, 3) : Digits.measured(value);
    }

    private static String median(Line line, List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (Double.isNaN(sorted[0])) return "";
        var n = sorted.length;
        var median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        var digits =
                line.row().unit().isEmpty() ? Digits.grouped(median, 3) : Digits.measured(median);
        return (digits + " " + line.row().unit()).strip();
    }

    private static Optional<GoalFigure.Row> figureRow(Line line) {
        var goal = line.row().goal();
        if (goal.verdict(line.pairs()) == Goal.Verdict.SHOWN) return Optional.empty();
        return goal.estimate(line.pairs())
                .map(e ->
                        new GoalFigure.Row(
                                line.number(),
                                line.pairs().stream().map(p -> goal.share(goal.value(p))).toList(),
                                goal.share(e.interval().low()),
                                goal.share(e.interval().high())));
    }
}
