package faultline.note;

import faultline.chart.RunResult;
import faultline.check.ExperimentVerdict;
import faultline.check.Verdict;
import faultline.plan.BadInput;
import faultline.report.Reading;

import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a sweep measured: tables, charts, and what its runs say in sentences. */
public final class Measured {

    private static final List<String> SHOWN =
            List.of(
                    "rate_msg_per_s",
                    "dumped_rows_per_s",
                    "e2e_p50_ms",
                    "e2e_p99_ms",
                    "max_backlog_msg",
                    "recovery_s",
                    "lost",
                    "verdict");

    private static final List<String> MACHINE =
            List.of(
                    "platform",
                    "network",
                    "cores",
                    "memory_mib",
                    "processor",
                    "system",
                    "kernel",
                    "jdk",
                    "kafka",
                    "mariadbd",
                    "influxd",
                    "started",
                    "kit");

    private final Path folder;
    private final Reading reading;

    private Measured(Path folder) {
        this.folder = folder;
        reading = Reading.of(folder);
    }

    static Measured of(Path folder) {
        return new Measured(folder);
    }

    /** Where it is recorded. */
    public Path folder() {
        return folder;
    }

    Map<String, Object> plan() {
        return reading.plan();
    }

    /** One row a run with what matters most; units are in the names of the columns. */
    public Table table() {
        var all = everything();
        var columns = new ArrayList<String>();
        if (all.numberColumn("replicas").countUnique() > 1) columns.add("replicas");
        columns.add("fault");
        if (all.containsColumn("setting")) columns.add("setting");
        columns.addAll(SHOWN);
        return all.selectColumns(columns.toArray(String[]::new));
    }

    /** One row a run, all columns of {@code runs.csv}. */
    public Table everything() {
        return reading.table();
    }

    /** Where it was measured, and with what. */
    public Table environment() {
        return machine(reading.environment());
    }

    /** What of an {@code environment.json} numbers depend on most. */
    static Table machine(Map<String, Object> environment) {
        var known = MACHINE.stream().filter(environment::containsKey).toList();
        return Table.create(
                "environment",
                StringColumn.create("what", known),
                StringColumn.create(
                        "value",
                        // Behind a parenthesis stand a package and a path.
                        known.stream()
                                .map(k ->
                                        String.valueOf(environment.get(k))
                                                .replaceFirst(" \\(.*", ""))
                                .toList()));
    }

    /** How much of the offered load reached the databases; of a single run its timeline. */
    public Chart chart() {
        var charts = charts();
        return charts.isEmpty() ? timelines().getFirst() : charts.getFirst();
    }

    /**
     * The chart of that name: {@code dump-rate}, {@code latency}, {@code recovery}, {@code cpu}, …
     *
     * @throws BadInput where these runs have none of that name, with the names that they have
     */
    public Chart chart(String name) {
        var charts = charts();
        return charts.stream()
                .filter(chart -> chart.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new BadInput(
                                "chart",
                                "",
                                name,
                                charts.stream()
                                        .map(Chart::name)
                                        .collect(Collectors.joining(", "))));
    }

    /** What all runs show together. */
    public List<Chart> charts() {
        return reading.figures().stream().map(Chart::new).toList();
    }

    /** Every run second by second. */
    public List<Chart> timelines() {
        return reading.runs().stream().map(run -> new Chart(reading.timeline(run))).toList();
    }

    /**
     * One run second by second; the first repetition where there are several.
     *
     * @throws BadInput where there was no such run, with those that there were
     */
    public Chart timeline(String fault, double rateMsgPerS) {
        return new Chart(reading.timeline(at(fault, rateMsgPerS)));
    }

    /**
     * The numbers of one run; of the first repetition where there are several.
     *
     * @throws BadInput where there was no such run, with those that there were
     */
    public RunResult at(String fault, double rateMsgPerS) {
        return reading.runs().stream()
                .filter(run ->
                        run.point().faultLabel().equals(fault)
                                && run.point().rateMsgPerS() == rateMsgPerS)
                .findFirst()
                .orElseThrow(() ->
                        new BadInput(
                                "run",
                                "",
                                "%s at %.0f".formatted(fault, rateMsgPerS),
                                reading.runs().stream()
                                        .map(RunResult::id)
                                        .collect(Collectors.joining(", "))));
    }

    /** Every run, with its verdict and its numbers. */
    public List<RunResult> runs() {
        return reading.runs();
    }

    /** Acknowledged messages that some replica lacks after everything was drained, all runs. */
    public long lost() {
        return reading.runs().stream()
                .flatMap(run -> run.replicas().stream())
                .mapToLong(replica -> replica.lost().count())
                .sum();
    }

    /** Whether every run has the verdict PASS. */
    public boolean passed() {
        return reading.runs().stream().allMatch(RunResult::passed);
    }

    /** Of every run that did not pass: its name, its verdict, and what stood in the way. */
    public List<String> reasons() {
        return reading.runs().stream()
                .filter(run -> !run.passed())
                .map(run ->
                        "%s: %s. %s"
                                .formatted(
                                        run.id(),
                                        run.outcome(),
                                        String.join(
                                                " ",
                                                run.verdict()
                                                        .map(Verdict::reasons)
                                                        .orElse(List.of()))))
                .toList();
    }

    /**
     * How an experiment ended, then why, a sentence each: against the control, step by step.
     *
     * @throws BadInput where it is a sweep
     */
    public List<String> verdict() {
        var verdict = ExperimentVerdict.check(folder);
        var said = new ArrayList<>(List.of(verdict.outcome() + ". " + verdict.title() + "."));
        said.addAll(verdict.reasons());
        return said;
    }

    /** What the runs say, in sentences that the data supports. */
    public String answer() {
        return reading.answer();
    }

    /** What limits the numbers, a sentence each. */
    public List<String> limits() {
        return reading.limits();
    }

    @Override
    public String toString() {
        return "%s: %d runs; .table(), .chart(), .charts(), .timelines(), .answer(), .environment()"
                .formatted(folder, reading.runs().size());
    }
}
