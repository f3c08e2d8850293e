package faultline.report;

import faultline.chart.Figure;
import faultline.chart.RunResult;
import faultline.plan.BadInput;

import tech.tablesaw.api.Table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the runs in a folder say, piece by piece, for a page that tells it in an order of its own.
 */
public final class Reading {

    private final Study study;

    private Reading(Study study) {
        this.study = study;
    }

    /**
     * @throws BadInput where the folder is neither a sweep nor a run
     */
    public static Reading of(Path folder) {
        return new Reading(Study.read(folder));
    }

    /** The control first, then fault by fault, from low to high rates. */
    public List<RunResult> runs() {
        return study.runs();
    }

    /** One row a run, units in the names of the columns; NaN where nothing was measured. */
    public Table table() {
        return RunsTable.of(study.runs());
    }

    /** What all runs show together, in the order of a report. */
    public List<Figure> figures() {
        return Report.ofSweep(study);
    }

    /** One of the {@link #runs}, second by second. */
    public Figure timeline(RunResult run) {
        return Report.timeline(study, run);
    }

    /** The first paragraph of a report: what the runs say, in sentences. */
    public String answer() {
        return new Findings(study)
                .answer().stream().map(Page.Fact::answer).collect(Collectors.joining(" "));
    }

    /** What limits the numbers, a sentence each. */
    public List<String> limits() {
        return new Findings(study).limits();
    }

    /** As in {@code plan.yaml}. */
    public Map<String, Object> plan() {
        return study.plan();
    }

    /** As in {@code environment.json}. */
    public Map<String, Object> environment() {
        return study.environment();
    }
}
