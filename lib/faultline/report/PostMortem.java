package faultline.report;

import static java.util.Comparator.comparing;

import faultline.chart.RunResult;
import faultline.check.Advice;
import faultline.check.ExperimentVerdict;
import faultline.check.Outcome;
import faultline.check.Verdict;
import faultline.measure.Recording;

import java.util.ArrayList;
import java.util.List;
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

    /** The runs with a fault, in the order of the plan. */
    List<Autopsy> autopsies() {
        return List.copyOf(autopsies);
    }

    /** What the answers rest on. */
    void tell(Page page) {
        if (worst().isEmpty()) return;
        var worst = worst().get();
        page.heading("Post mortem");
        Damage.impact(page, autopsies);
        Damage.detection(page, autopsies);
        page.subheading("Timeline of " + worst.verdict().run());
        page.add(
                Milestones.table(
                        Milestones.of(worst.recording(), worst.impact().injectedSecond())));
        page.subheading("Root cause: what the data shows");
        page.bullets(
                new Course(worst)
                        .shown(
                                control,
                                Evidence.of(
                                        study.folder(),
                                        study.journals().get(worst.verdict().run()))));
        page.paragraph(
                "This is what happened together and in which order, as the journal holds it. More"
                        + " it cannot show: what caused what is for people to say.");
        Damage.recovery(page, autopsies);
        page.subheading("What was lost");
        for (var each : autopsies)
            page.paragraph("%s: %s".formatted(each.verdict().run(), each.lost()));
        page.subheading("What went well");
        page.bullets(new Course(worst).wentWell());
        actions(page);
        lessons(page, worst);
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

    private Recording recording(String run) {
        return Recording.read(study.journals().get(run));
    }
}
