package faultline.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code verdict.json} of an experiment says: the worst of its runs, what the fault changed
 * against the control, and which steps were not entered.
 *
 * @param reasons whole sentences
 * @param notEntered names of the runs of the plan that were not made
 * @param allowMajority why the plan allows a majority of brokers or databases to be hit
 */
public record ExperimentVerdict(
        String title,
        Outcome outcome,
        List<String> reasons,
        List<Step> steps,
        List<Comparison> comparisons,
        List<String> notEntered,
        Optional<String> allowMajority) {

    /** How one run ended. */
    public record Step(String run, Outcome outcome) {}

    /** The key that makes a plan an experiment. */
    public static boolean isExperiment(Map<String, Object> plan) {
        return plan.containsKey("steady-state-hypothesis");
    }

    /**
     * Reads the journals and verdicts of an experiment's runs, and writes its own {@code
     * verdict.json}.
     *
     * @throws BadInput where the folder holds no experiment
     */
    public static ExperimentVerdict check(Path folder) {
        var plan = plan(folder);
        var steps = new ArrayList<Step>();
        var comparisons = new ArrayList<Comparison>();
        var reasons = new ArrayList<String>();
        var notEntered = new ArrayList<String>();
        Recording control = null;
        for (var run : runs(plan)) {
            var journal = folder.resolve("runs").resolve(run);
            if (!Files.exists(journal.resolve(Journal.PLAN))) {
                notEntered.add(run);
                continue;
            }
            var recording = Recording.read(journal);
            var verdict = Verdict.read(recording);
            var outcome = verdict.map(Verdict::outcome).orElse(Outcome.INCONCLUSIVE);
            steps.add(new Step(run, outcome));
            if (outcome != Outcome.PASS)
                reasons.add(
                        run
                                + ": "
                                + verdict.map(v -> v.reasons().getFirst())
                                        .orElse("it was not checked."));
            if (control == null) control = recording;
            else comparisons.addAll(Comparison.of(control, recording, run));
        }
        comparisons.forEach(c -> reasons.add(c.sentence()));
        if (!notEntered.isEmpty())
            reasons.add("Not entered: %s.".formatted(String.join(", ", notEntered)));
        var worst = Outcome.worst(steps.stream().map(Step::outcome).toList());
        var verdict =
                new ExperimentVerdict(
                        String.valueOf(plan.get("title")),
                        worst == Outcome.PASS && !notEntered.isEmpty()
                                ? Outcome.INCONCLUSIVE
                                : worst,
                        reasons,
                        steps,
                        comparisons,
                        notEntered,
                        Optional.ofNullable(plan.get("allow-majority")).map(String::valueOf));
        Journal.replace(
                folder.resolve(Journal.VERDICT),
                Yaml.prettyJson(VerdictJson.toMap(verdict)).getBytes(UTF_8));
        return verdict;
    }

    private static Map<String, Object> plan(Path folder) {
        var file = folder.resolve(Journal.PLAN);
        try {
            if (Files.isRegularFile(file)) {
                var plan = Yaml.parse(file.toString(), Files.readString(file));
                if (isExperiment(plan)) return plan;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new BadInput(folder.toString(), "", "no experiment", "the folder of a chaos run");
    }

    private static List<String> runs(Map<String, Object> plan) {
        return plan.get("runs") instanceof List<?> runs
                ? runs.stream().map(String::valueOf).toList()
                : List.of();
    }
}
