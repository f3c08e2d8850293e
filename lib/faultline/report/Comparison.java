package faultline.report;

import faultline.chart.Digits;
import faultline.chart.Figure;
import faultline.chart.RatioFigure;
import faultline.chart.RunResult;
import faultline.model.Knee;
import faultline.model.PairedRatio;
import faultline.model.Unanswerable;
import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Two sets of runs side by side: for each measure the ratio over pairs of the same point, its
 * interval, and whether that is a difference.
 */
public final class Comparison {

    private static final Map<String, ToDoubleFunction<RunResult>> MEASURES = measures();

    /** What is said of one measure; no ratio where there are too few pairs. */
    private record Line(
            String measure, List<Knee.Point> pairs, Optional<PairedRatio> ratio, String words) {}

    private final Study a;
    private final Study b;
    private final Map<RunResult, RunResult> pairs;
    private final double margin;

    private Comparison(Study a, Study b, double margin) {
        this.a = a;
        this.b = b;
        this.margin = margin;
        var same = pairs(r -> r.point().id());
        pairs = same.isEmpty() ? pairs(r -> r.point().id().replaceFirst("^r\\d+-", "")) : same;
        for (var study : List.of(a, b))
            if (study.runs().isEmpty())
                throw new BadInput(
                        study.folder().toString(),
                        "runs",
                        "no run",
                        "a sweep with runs to compare");
        if (pairs.isEmpty())
            throw new BadInput(
                    b.folder().toString(),
                    "",
                    "no run of a rate, fault and repetition that %s has too".formatted(a.name()),
                    "two sweeps over the same rates and faults");
    }

    /**
     * Writes {@code compare.md} and {@code figures/compare.svg} into {@code out}.
     *
     * @param margin the share that does not matter: 0.1
     * @return the table for the terminal
     * @throws BadInput where a folder is no sweep, or they have no point in common
     */
    public static String write(Path a, Path b, double margin, Path out) {
        var comparison = new Comparison(Study.read(a), Study.read(b), margin);
        var text = comparison.text();
        comparison.figure().ifPresent(f -> f.write(out.resolve("figures")));
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve("compare.md"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n" + out.resolve("compare.md");
    }

    private String text() {
        var text = new StringBuilder();
        text.append("# %s against %s\n\n".formatted(b.name(), a.name()))
                .append(
                        ("%s, of %d and %d runs. A ratio above 1 says that %s has more; within"
                                        + " %.0f %% counts as the same.\n")
                                .formatted(
                                        Text.count(pairs.size(), "pair"),
                                        a.runs().size(),
                                        b.runs().size(),
                                        b.name(),
                                        margin * 100))
                .append(
                        "The sets were not measured in turns: what changed on the machine in"
                                + " between counts as a difference too.\n\n")
                .append("| measure | pairs | ratio | 95 % | verdict |\n|---|---:|---:|---|---|\n");
        for (var line : lines())
            text.append(
                    "| %s | %d | %s | %s | %s |\n"
                            .formatted(
                                    line.measure(),
                                    line.pairs().size(),
                                    line.ratio()
                                            .map(r -> Digits.grouped(r.ratio().value(), 3))
                                            .orElse("–"),
                                    line.ratio()
                                            .map(r -> r.ratio().interval().toString())
                                            .orElse("–"),
                                    line.words()));
        return text.toString();
    }

    private Optional<Figure> figure() {
        var rows =
                lines().stream()
                        .flatMap(l ->
                                l
                                        .ratio()
                                        .map(r -> new RatioFigure.Row(l.measure(), l.pairs(), r))
                                        .stream())
                        .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(RatioFigure.of(a.name(), b.name(), rows, margin));
    }

    private List<Line> lines() {
        return MEASURES.entrySet().stream().map(m -> line(m.getKey(), m.getValue())).toList();
    }

    private Line line(String name, ToDoubleFunction<RunResult> measure) {
        var points = new ArrayList<Knee.Point>();
        var values = new ArrayList<PairedRatio.Pair>();
        pairs.forEach((one, other) -> {
            double first = measure.applyAsDouble(one);
            double second = measure.applyAsDouble(other);
            // Of what was not measured, or is zero, there is no ratio.
            if (!(first > 0 && second > 0)) return;
            values.add(new PairedRatio.Pair(first, second));
            points.add(new Knee.Point(one.point().rateMsgPerS(), second / first));
        });
        try {
            var ratio = PairedRatio.of(values);
            return new Line(name, points, Optional.of(ratio), words(ratio.verdict(margin)));
        } catch (Unanswerable few) {
            return new Line(name, points, Optional.empty(), few.getMessage());
        }
    }

    private static String words(PairedRatio.Verdict verdict) {
        return switch (verdict) {
            case SAME -> "the same";
            case HIGHER -> "higher";
            case LOWER -> "lower";
            case INCONCLUSIVE -> "inconclusive";
        };
    }

    private Map<RunResult, RunResult> pairs(Function<RunResult, String> key) {
        var others = b.runs().stream().collect(Collectors.toMap(key, r -> r, (first, _) -> first));
        var pairs = new LinkedHashMap<RunResult, RunResult>();
        for (var run : a.runs()) {
            var other = others.remove(key.apply(run));
            if (other != null) pairs.put(run, other);
        }
        return pairs;
    }

    private static Map<String, ToDoubleFunction<RunResult>> measures() {
        var measures = new LinkedHashMap<String, ToDoubleFunction<RunResult>>();
        measures.put("acknowledged (msg/s)", RunResult::ackedMsgPerS);
        measures.put("dump rate into MariaDB (rows/s)", r -> r.main(s -> s.dumpedRowsPerS()));
        measures.put("end-to-end p50 (ms)", RunResult::e2eP50Ms);
        measures.put("end-to-end p99 (ms)", RunResult::e2eP99Ms);
        measures.put("largest backlog (msg)", RunResult::largestBacklogMsg);
        measures.put("recovery (s)", RunResult::recoveryS);
        measures.put(
                "processor of the machine (%)",
                r -> r.cpuPercent().getOrDefault("machine", Double.NaN));
        return measures;
    }
}
