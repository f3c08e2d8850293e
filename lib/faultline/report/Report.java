package faultline.report;

import faultline.chart.Figure;
import faultline.chart.RunResult;
import faultline.chart.SweepFigures;
import faultline.chart.Timeline;
import faultline.chart.TrafficFigure;
import faultline.check.ExperimentVerdict;
import faultline.check.Outcome;
import faultline.measure.Recording;
import faultline.model.CapacityStudy;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what people read of a sweep or of one run, from its folder alone. */
public final class Report {

    private Report() {}

    /**
     * Writes {@code index.html} for a folder of reports; for one of them {@code report.md}, {@code
     * report.html}, {@code junit.xml}, {@code runs.csv} and {@code figures/} into {@code folder},
     * and of an experiment {@code journal.json}. The same journals give the same bytes on the same
     * machine.
     *
     * @return a short table for the terminal and which file to open
     * @throws BadInput where the folder is neither a sweep nor a run
     * @throws Unavailable where figures cannot be drawn because there is no font
     */
    public static String write(Path folder) {
        if (Index.isOf(folder)) return Index.write(folder);
        var summary = write(Study.read(folder));
        Index.refresh(folder);
        return summary;
    }

    private static String write(Study study) {
        var folder = study.folder();
        if (CapacityStudy.isCapacity(study.plan())) return CapacityReport.write(study);
        var verdict =
                ExperimentVerdict.isExperiment(study.plan())
                        ? Optional.of(ExperimentVerdict.check(folder))
                        : Optional.<ExperimentVerdict>empty();
        var figures = folder.resolve("figures");
        var ofSweep = ofSweep(study);
        // Reading and drawing are most of the work, and every figure is one of its own.
        var timelines = study.runs().parallelStream().map(run -> timeline(study, run)).toList();
        Stream.of(ofSweep, timelines).flatMap(List::stream).toList().parallelStream()
                .forEach(f -> f.write(figures));
        var runs = RunsTable.of(study.runs());
        var page = Story.of(study, verdict, runs, ofSweep, timelines);
        try {
            RunsTable.write(runs, folder.resolve("runs.csv"));
            Files.writeString(folder.resolve("junit.xml"), JUnitXml.render(study));
            Files.writeString(folder.resolve("report.md"), Markdown.render(page));
            if (verdict.isPresent())
                Files.writeString(
                        folder.resolve("journal.json"),
                        ExperimentJson.render(
                                study,
                                verdict.get(),
                                new PostMortem(study, verdict.get()).autopsies()));
            Files.writeString(
                    folder.resolve("report.html"),
                    Html.render(page, name -> Html.svg(figures.resolve(name + ".svg"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verdict.map(v -> v.outcome() + " " + v.title() + "\n").orElse("")
                + Summary.of(runs, folder);
    }

    /**
     * Writes a copy of a sweep, an experiment or a search that is small enough to be committed and
     * gives the same report.
     *
     * @throws BadInput where the folder is none of them, or the copy is there already
     */
    public static void copySmall(Path folder, Path copy) {
        SmallCopy.write(folder, copy);
    }

    /** How an experiment ended, as its {@code verdict.json} says. */
    public static Outcome outcome(Path folder) {
        return ExperimentVerdict.check(folder).outcome();
    }

    /** What all runs show together, and what the busiest does to the network. */
    static List<Figure> ofSweep(Study study) {
        var figures = new ArrayList<Figure>();
        if (study.isSweep()) figures.addAll(SweepFigures.all(study.runs(), study.cores()));
        for (var run : busiest(study))
            TrafficFigure.of(Recording.read(study.journals().get(run.id())), run.id())
                    .ifPresent(figures::add);
        return figures;
    }

    static Figure timeline(Study study, RunResult run) {
        return Timeline.of(Recording.read(study.journals().get(run.id())), run.id());
    }

    /** Of each replica count the run with the highest rate, without a fault where there is one. */
    private static Collection<RunResult> busiest(Study study) {
        return study.runs().stream()
                .collect(
                        Collectors.toMap(
                                run -> run.point().replicas(),
                                run -> run,
                                BinaryOperator.maxBy(
                                        Comparator.comparing(RunResult::isControl)
                                                .thenComparing(run -> run.point().rateMsgPerS())),
                                TreeMap::new))
                .values();
    }

    /** How one run was, in a line for the terminal. */
    public static String line(Path journal) {
        return Summary.line(RunResult.of(Recording.read(journal)));
    }
}
