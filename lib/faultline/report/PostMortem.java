package faultline.report;

import static java.util.Comparator.comparing;

import faultline.chart.Digits;
import faultline.chart.RunResult;
import faultline.check.Advice;
import faultline.check.ExperimentVerdict;
import faultline.check.Outcome;
import faultline.check.Verdict;
import faultline.measure.Event;
import faultline.measure.Recording;
import faultline.plan.Yaml;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what an experiment broke to somebody who was not there: the five answers first, then what
 * they rest on. A pure function of the journals.
 */
final class PostMortem {

    private static final String OWNER = "@owner";
    private static final String DATE = "YYYY-MM-DD";

    private final Study study;
    private final ExperimentVerdict experiment;
    private final List<Autopsy> autopsies = new ArrayList<>();
    private final Optional<Verdict> control;

    PostMortem(Study study, ExperimentVerdict experiment) {
        this.study = study;
        this.experiment = experiment;
        for (var run : study.runs())
            if (!run.isControl())
                run.verdict().ifPresent(v -> autopsies.add(Autopsy.of(recording(run.id()), v)));
        control =
                study.runs().stream()
                        .filter(RunResult::isControl)
                        .findFirst()
                        .flatMap(RunResult::verdict);
    }

    /** The worst of the runs with a fault, the widest of these; empty where none was made. */
    private Optional<Autopsy> worst() {
        return autopsies.stream()
                .max(
                        comparing((Autopsy a) -> a.verdict().outcome())
                                .thenComparing(a -> a.impact().targets().size())
                                .thenComparing(a -> a.impact().outsideSeconds()));
    }

    /** The answers, for the head of the page. */
    void summary(Page page) {
        page.add(
                new Page.Facts(
                        experiment.outcome().name(),
                        worst().map(worst ->
                                        List.of(
                                                new Page.Fact("What broke", worst.broke()),
                                                new Page.Fact("For how long", worst.howLong()),
                                                new Page.Fact("What users saw", worst.usersSaw()),
                                                new Page.Fact("Was data lost", worst.lost()),
                                                new Page.Fact("What to change", change(worst))))
                                .orElseGet(() ->
                                        List.of(
                                                new Page.Fact(
                                                        "What broke",
                                                        "Nothing: no run with a fault was made. "
                                                                + String.join(
                                                                        " ",
                                                                        experiment.reasons()))))));
    }

    private String change(Autopsy worst) {
        if (worst.verdict().outcome() == Outcome.PASS)
            return experiment.notEntered().isEmpty()
                    ? "Nothing: every step held."
                    : "Nothing yet: wider steps were not entered.";
        var change = worst.aftermath().change();
        return change.isEmpty()
                ? "No rule of the kit fits what was seen; the timeline is below."
                : "Set %s to %s. %s"
                        .formatted(
                                change.getFirst().key(),
                                change.getFirst().value(),
                                change.getFirst().because());
    }

    /** What the answers rest on. */
    void tell(Page page) {
        if (worst().isEmpty()) return;
        var worst = worst().get();
        page.heading("Post mortem");
        impact(page);
        detection(page);
        page.subheading("Timeline of " + worst.verdict().run());
        page.add(
                Milestones.table(
                        Milestones.of(worst.recording(), worst.impact().injectedSecond())));
        page.subheading("Root cause: what the data shows");
        page.bullets(
                worst.shown(
                        control,
                        Evidence.of(study.folder(), study.journals().get(worst.verdict().run()))));
        page.paragraph(
                "This is what happened together and in which order, as the journal holds it. More"
                        + " it cannot show: what caused what is for people to say.");
        recovery(page);
        page.subheading("What was lost");
        for (var each : autopsies)
            page.paragraph("%s: %s".formatted(each.verdict().run(), each.lost()));
        page.subheading("What went well");
        page.bullets(worst.wentWell());
        actions(page);
        lessons(page, worst);
    }

    private void impact(Page page) {
        page.subheading("Impact: what users saw");
        var rows = new ArrayList<List<String>>();
        for (var each : autopsies) {
            var i = each.impact();
            rows.add(
                    List.of(
                            each.verdict().run(),
                            each.verdict().outcome().name(),
                            measured(i.p99BeforeMs()),
                            measured(i.p99AfterMs()),
                            measured(i.rowsPerSBefore()),
                            measured(i.lowestRowsPerS()),
                            Integer.toString(i.stalledSeconds()),
                            measured(i.largestBacklogMsg()),
                            Integer.toString(i.outsideSeconds())));
        }
        page.add(
                new Page.Table(
                        List.of(
                                "step",
                                "verdict",
                                "p99 before (ms)",
                                "p99 after (ms)",
                                "dumped before (rows/s)",
                                "lowest (rows/s)",
                                "nothing dumped (s)",
                                "largest backlog (msg)",
                                "outside the hypothesis (s)"),
                        List.of(false, false, true, true, true, true, true, true, true),
                        rows));
        page.paragraph(
                "Of MariaDB, which every message must reach. Before: the seconds of the gate."
                    + " After: from the injection to the end of the load; latency and backlog to"
                    + " the end of the drain.");
    }

    private void detection(Page page) {
        page.subheading("Detection");
        var lines = new ArrayList<String>();
        for (var each : autopsies) {
            var i = each.impact();
            if (i.injectedSecond().isEmpty())
                lines.add(each.verdict().run() + ": nothing was injected.");
            else if (i.breaches().isEmpty())
                lines.add(each.verdict().run() + ": no condition of the hypothesis was broken.");
            else {
                var first = i.breaches().getFirst();
                lines.add(
                        ("%s: first seen %s after the injection, at second %s: not %s, bad since"
                                        + " second %d.")
                                .formatted(
                                        each.verdict().run(),
                                        Autopsy.seconds(i.detectedAfterSeconds().orElseThrow()),
                                        Digits.grouped(first.seenSecond(), 1),
                                        first.condition(),
                                        first.from()));
            }
        }
        page.bullets(lines);
    }

    private void recovery(Page page) {
        page.subheading("Recovery");
        var rows = new ArrayList<List<String>>();
        for (var each : autopsies)
            for (var r : each.verdict().recoveries())
                rows.add(
                        List.of(
                                each.verdict().run(),
                                r.sink(),
                                r.onsetSecond().map(String::valueOf).orElse("–"),
                                r.seconds()
                                        .map(String::valueOf)
                                        .or(() -> r.atLeastSeconds().map(s -> "> " + s))
                                        .orElse("–"),
                                Integer.toString(r.stalledSeconds()),
                                measured(r.worstE2eMs()),
                                r.reason()));
        page.add(
                new Page.Table(
                        List.of(
                                "step",
                                "sink",
                                "first bad second",
                                "back after (s)",
                                "standstill (s)",
                                "worst latency (ms)",
                                "in words"),
                        List.of(false, false, true, true, true, true, false),
                        rows));
    }

    private void actions(Page page) {
        page.subheading("Actions");
        var rows = new ArrayList<List<String>>();
        for (var each : autopsies)
            for (Advice advice : each.aftermath().change()) {
                var row =
                        List.of(
                                "Set %s to %s".formatted(advice.key(), advice.value()),
                                advice.because(),
                                OWNER,
                                DATE);
                if (!rows.contains(row)) rows.add(row);
            }
        if (rows.isEmpty()) {
            page.paragraph(
                    experiment.outcome() == Outcome.PASS
                            ? "None: every step held. Make it again after the next change."
                            : "No rule of the kit fits what was seen, and nothing is guessed.");
            return;
        }
        rows.add(
                List.of(
                        "Make this experiment again",
                        "Only the same plan shows whether a change has helped.",
                        OWNER,
                        DATE));
        page.add(
                new Page.Table(
                        List.of("action", "because", "owner", "until"),
                        List.of(false, false, false, false),
                        rows));
        page.paragraph("Owners and dates are for the people who read this to fill in.");
    }

    private void lessons(Page page, Autopsy worst) {
        page.subheading("Lessons");
        var lessons = new ArrayList<String>();
        if (study.plan().get("expected") instanceof String expected && !expected.isBlank())
            lessons.add(
                    "Expected: %s Seen: %s %s"
                            .formatted(expected.strip(), worst.usersSaw(), worst.lost()));
        worst.impact()
                .detectedAfterSeconds()
                .filter(_ -> !worst.impact().breaches().isEmpty())
                .ifPresent(after -> {
                    var first = worst.impact().breaches().getFirst();
                    lessons.add(
                            ("Of the %s to detection, %s passed before the first bad second and the"
                                            + " rest until the condition was broken for long"
                                            + " enough.")
                                    .formatted(
                                            Autopsy.seconds(after),
                                            Autopsy.seconds(
                                                    Math.max(
                                                            0,
                                                            first.from()
                                                                    - worst.impact()
                                                                            .injectedSecond()
                                                                            .orElse(0.0)))));
                });
        experiment.comparisons().stream()
                .filter(c -> c.run().equals(worst.verdict().run()))
                .forEach(c -> lessons.add(c.sentence()));
        if (!experiment.notEntered().isEmpty())
            lessons.add("Not known yet: " + Text.and(experiment.notEntered()) + ".");
        lessons.add("For those who were there to add: what surprised us?");
        page.bullets(lessons);
    }

    /** The journal as one document, in the words of the Chaos Toolkit's journal. */
    String json() {
        var journal = new LinkedHashMap<String, Object>();
        var events =
                study.journals().keySet().stream()
                        .flatMap(id -> recording(id).events().stream())
                        .toList();
        journal.put("experiment", study.plan());
        journal.put("platform", study.environment().getOrDefault("platform", ""));
        var start = events.stream().map(Event::wall).min(Instant::compareTo);
        var end = events.stream().map(Event::wall).max(Instant::compareTo);
        start.ifPresent(s -> journal.put("start", s.toString()));
        end.ifPresent(e -> {
            journal.put("end", e.toString());
            journal.put("duration_s", Duration.between(start.orElseThrow(), e).toMillis() / 1e3);
        });
        journal.put("status", status());
        journal.put(
                "deviated", experiment.steps().stream().anyMatch(s -> s.outcome() == Outcome.FAIL));
        journal.put("outcome", experiment.outcome().name());
        journal.put("reasons", experiment.reasons());
        journal.put("not_entered", experiment.notEntered());
        var runs = new ArrayList<Map<String, Object>>();
        for (var each : autopsies) {
            var run = new LinkedHashMap<>(each.aftermath().toMap());
            each.impact()
                    .detectedAfterSeconds()
                    .ifPresent(s -> run.put("detected_after_s", Math.round(s * 1e3) / 1e3));
            run.put("lost", each.lost());
            run.put(
                    "timeline",
                    Milestones.of(each.recording(), each.impact().injectedSecond()).stream()
                            .map(Milestones.Milestone::toMap)
                            .toList());
            runs.add(run);
        }
        journal.put("run", runs);
        return Yaml.prettyJson(journal);
    }

    private String status() {
        if (experiment.outcome() == Outcome.ABORTED) return "aborted";
        return study.journals().keySet().stream()
                        .allMatch(id -> recording(id).phase("done").isPresent())
                ? "completed"
                : "interrupted";
    }

    private Recording recording(String run) {
        return Recording.read(study.journals().get(run));
    }

    private static String measured(Optional<Double> value) {
        return value.map(Autopsy::number).orElse("–");
    }
}
