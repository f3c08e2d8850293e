package faultline.report;

import faultline.check.Comparison;
import faultline.check.ExperimentVerdict;
import faultline.measure.Numbers;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells an experiment: what was believed, what came of it, and what the fault changed. */
final class ExperimentStory {

    /** The picture of the plan, drawn before anything happened. */
    static final String PICTURE = "plan";

    private ExperimentStory() {}

    /** What the plan lets happen that no plan should, repeated where nobody can miss it. */
    static void allowed(Page page, ExperimentVerdict verdict) {
        verdict.allowMajority()
                .ifPresent(reason ->
                        page.paragraph(
                                "The plan allows a majority of brokers or databases to be hit: "
                                        + reason,
                                Page.Tone.WARNING));
    }

    /** What was believed, what would have ended it, and the picture from before it began. */
    static void plan(Page page, Study study) {
        var plan = study.plan();
        page.heading("Question and hypothesis");
        page.paragraph(String.valueOf(plan.get("question")));
        if (plan.containsKey("expected")) page.paragraph("Expected: " + plan.get("expected"));
        if (plan.get("steady-state-hypothesis") instanceof Map<?, ?> hypothesis) {
            page.paragraph(
                    "Held for %s before the fault, and watched until the load ended:"
                            .formatted(hypothesis.get("gate")));
            page.bullets(texts(hypothesis.get("conditions")));
        }
        page.paragraph("Would have ended it:");
        page.bullets(texts(plan.get("abort")));
        page.paragraph("If it goes wrong:");
        page.bullets(texts(plan.get("rollbacks")));
        page.paragraph("Told: " + String.join(", ", texts(plan.get("contacts"))));
        if (Files.exists(study.folder().resolve("figures/" + PICTURE + ".svg")))
            page.add(new Page.Picture(PICTURE, "The plan: what is hit, when, over which links."));
    }

    /** How each step ended, and what the fault changed against the control. */
    static void steps(Page page, ExperimentVerdict verdict) {
        page.heading("Steps");
        var rows = new ArrayList<List<String>>();
        verdict.steps().forEach(s -> rows.add(List.of(s.run(), s.outcome().name())));
        verdict.notEntered().forEach(run -> rows.add(List.of(run, "not entered")));
        page.add(new Page.Table(List.of("step", "verdict"), List.of(false, false), rows));
        comparisons(page, verdict.comparisons());
    }

    private static void comparisons(Page page, List<Comparison> comparisons) {
        if (comparisons.isEmpty()) return;
        page.subheading("Control and experiment");
        var rows = new ArrayList<List<String>>();
        for (var c : comparisons)
            rows.add(
                    List.of(
                            c.run(),
                            c.measure(),
                            Numbers.plain(c.control()),
                            Numbers.plain(c.experiment()),
                            Numbers.plain(c.ratio()),
                            Numbers.plain(c.ratioBefore()),
                            c.differs() ? "yes" : "no"));
        page.add(
                new Page.Table(
                        List.of(
                                "step",
                                "measure",
                                "control",
                                "with the fault",
                                "ratio",
                                "ratio before the fault",
                                "a difference"),
                        List.of(false, false, true, true, true, true, false),
                        rows));
        page.paragraph(
                "The same load in the same seconds, without and with the fault. Before the fault"
                        + " both runs are equal: how much they differ there is chance. A difference"
                        + " is one that is larger than that by a quarter.");
    }

    private static List<String> texts(Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }
}
