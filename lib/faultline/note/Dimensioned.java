package faultline.note;

import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.model.Answer;
import faultline.model.Demand;
import faultline.model.Dimension;
import faultline.model.Hardware;
import faultline.model.MeasuredRuns;
import faultline.model.Objective;
import faultline.model.Outlook;
import faultline.plan.BadInput;
import faultline.report.DimensionReport;
import faultline.run.DemandOptions;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How big a platform must be: the parts, how each number came about, and how far to trust it. */
public final class Dimensioned {

    private static final long SEED = 1;

    private final Path folder;
    private final MeasuredRuns runs;
    private final DimensionReport report;

    private Dimensioned(Path folder, MeasuredRuns runs, DimensionReport report) {
        this.folder = folder;
        this.runs = runs;
        this.report = report;
    }

    /**
     * @param folders of capacity searches and sweeps at several sizes; each is a block
     * @throws BadInput where a folder has no runs, or they do not say which size is meant
     */
    public static Dimensioned of(List<Path> folders, DemandOptions asked) {
        var objective = new Objective(asked.p99Ms(), asked.lagSlope(), 0, 5);
        var runs = MeasuredRuns.read(folders, objective, SEED);
        if (runs.isEmpty())
            throw new BadInput(
                    folders.stream().map(Path::toString).collect(Collectors.joining(", ")),
                    "runs",
                    "no run without a fault",
                    "runs that ./jbang capacity or sweep made with --faults none, or none among"
                            + " others");
        var studies = folders.stream().flatMap(f -> MeasuredRuns.studies(f).stream()).toList();
        var there = asked.hardware().map(f -> Hardware.read(f, studies)).orElse(Hardware.SAME);
        var demand = demand(asked, runs.messageBytes());
        var measured =
                runs.measured(
                        demand.p99Ms(),
                        demand,
                        there.scaling(),
                        there.diskBytesPerS(),
                        there.linkBytesPerS());
        var dimension = Dimension.of(demand, measured, SEED);
        var sizes = Map.of("consumers", runs.consumers(), "brokers", runs.brokers());
        var checks = new ArrayList<>(Outlook.leftOut(runs, SEED));
        asked.growth()
                .ifPresent(g -> checks.add(Outlook.growth(dimension, runs.consumers(), g, SEED)));
        asked.sites().ifPresent(n -> checks.addAll(Outlook.siteDown(dimension, sizes, n, SEED)));
        return new Dimensioned(
                folders.getFirst(),
                runs,
                new DimensionReport(dimension, checks, runs.notes(), sizes, SEED));
    }

    private static Demand demand(DemandOptions asked, List<Integer> messageBytes) {
        if (asked.sizeBytes().isEmpty() && messageBytes.size() != 1)
            throw new BadInput(
                    "--size", "", "runs of " + messageBytes + " bytes", "which of them is meant");
        return new Demand(
                asked.rate(),
                asked.p99Ms(),
                asked.survive(),
                asked.sizeBytes().orElseGet(messageBytes::getFirst),
                asked.replication(),
                asked.groups(),
                asked.retention(),
                asked.compression(),
                asked.outage(),
                asked.recovery());
    }

    /** The same as files: Markdown, HTML, CSV, JSON, and lines for a terminal. */
    public DimensionReport report() {
        return report;
    }

    /** What was asked, and on which machines the numbers hold. */
    public List<String> question() {
        return List.of(
                report.dimension().lines().getFirst().replaceFirst(":$", "."),
                report.dimension().assumption());
    }

    /** Where the runs of the first folder were measured, and with what. */
    public Table environment() {
        var file = MeasuredRuns.studies(folder).getFirst().resolve(Journal.ENVIRONMENT);
        try {
            return Measured.machine(Recording.json(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parts: what to provide of each, and the need that it covers. */
    public Table table() {
        var bill = report.bill();
        return Table.create(
                "parts",
                IntStream.range(0, bill.columns().size())
                        .mapToObj(column ->
                                StringColumn.create(
                                        bill.columns().get(column),
                                        bill.rows().stream().map(row -> row.get(column)).toList()))
                        .toArray(StringColumn[]::new));
    }

    /** The sizes that were measured, and the highest rate that each carried. */
    public Table measured() {
        var sizes = runs.capacities();
        return Table.create(
                "measured",
                IntColumn.create("brokers", sizes.stream().mapToInt(s -> s.brokers()).toArray()),
                IntColumn.create(
                        "consumers_a_group", sizes.stream().mapToInt(s -> s.consumers()).toArray()),
                IntColumn.create(
                        "partitions", sizes.stream().mapToInt(s -> s.partitions()).toArray()),
                DoubleColumn.create(
                        "carried_msg_per_s",
                        sizes.stream().mapToDouble(s -> s.msgPerS()).toArray()),
                StringColumn.create(
                        "a_higher_rate",
                        sizes.stream().map(s -> s.bounded() ? "failed" : "was not tried")));
    }

    /** How the number of every part came about, a formula a line. */
    public String chain() {
        return report.dimension().answers().stream()
                .map(Dimensioned::chain)
                .collect(Collectors.joining("\n\n"));
    }

    /**
     * How one number came about, a formula a line.
     *
     * @param part {@code consumers}, as in {@link #table}
     * @throws BadInput where there is no such part, with those that there are
     */
    public String chain(String part) {
        return chain(answer(part));
    }

    /**
     * What to provide of a part, in the unit of {@link #table}; empty where that cannot be said.
     *
     * @throws BadInput where there is no such part, with those that there are
     */
    public Optional<Double> provide(String part) {
        return answer(part) instanceof Answer.Sized sized
                ? Optional.of(sized.number())
                : Optional.empty();
    }

    /** What so many carry, with and without loss, as far as curves could be fitted. */
    public List<Chart> charts() {
        return report.figures().stream().map(Chart::new).toList();
    }

    /** How well the curves predict what they know, and what a reader must know of the runs. */
    public List<String> limits() {
        var limits = new ArrayList<>(report.checks());
        limits.addAll(report.notes());
        return limits;
    }

    @Override
    public String toString() {
        return question().getFirst()
                + " .table(), .chain(), .chain(\"consumers\"), .charts(), .measured(), .limits()";
    }

    private Answer answer(String part) {
        var answers = report.dimension().answers();
        return answers.stream()
                .filter(answer -> answer.what().equals(part))
                .findFirst()
                .orElseThrow(() ->
                        new BadInput(
                                "part",
                                "",
                                part,
                                answers.stream()
                                        .map(Answer::what)
                                        .collect(Collectors.joining(", "))));
    }

    private static String chain(Answer answer) {
        return String.join("\n", answer.lines());
    }
}
