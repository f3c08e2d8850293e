package faultline.run;

import faultline.chaos.Manifest;
import faultline.chaos.Preview;
import faultline.plan.Durations;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an experiment would do, step by step, before anything happens. */
public final class PlanPreview {

    private final Experiment plan;
    private final List<RunPlan> runs = new ArrayList<>();

    /**
     * @throws faultline.plan.BadInput where a step would hit nothing, or more than the plan allows
     */
    public PlanPreview(Experiment plan) {
        this.plan = plan;
        var pods = plan.stack().pods();
        for (var step : plan.steps(pods)) runs.add(plan.run(runs.size() + 1, step, pods));
    }

    /** For a terminal. */
    public String text() {
        var text = new StringBuilder(plan.title() + "\n");
        line(text, "asks", plan.question());
        if (!plan.expected().isEmpty()) line(text, "expects", plan.expected());
        plan.guard().hypothesis().forEach(c -> line(text, "holds", "" + c));
        line(text, "gate", Durations.format(plan.guard().gate()) + " of that before any fault");
        plan.guard().abort().forEach(c -> line(text, "stops", "at once where " + c));
        var load = plan.load();
        line(
                text,
                "load",
                "%s of %d bytes for %s after %s of warm-up, %s network"
                        .formatted(
                                load.rates(),
                                load.sizeBytes(),
                                Durations.format(load.duration()),
                                Durations.format(load.warmup()),
                                plan.network().mode().label()));
        plan.autoscale().ifPresent(rule -> line(text, "scales", rule.sentence()));
        for (var run : runs) step(text, run);
        plan.allowMajority().ifPresent(why -> line(text, "allows", "a majority to be hit: " + why));
        plan.caveats().forEach(caveat -> line(text, "note", caveat));
        plan.rollbacks().forEach(way -> line(text, "wrong?", way));
        line(text, "told", String.join(", ", plan.contacts()));
        return text.toString();
    }

    private void step(StringBuilder text, RunPlan run) {
        line(
                text,
                "step " + run.number(),
                run.point().id()
                        + switch (run.number()) {
                            case 1 -> ": the same load without a fault, to compare with";
                            default -> ": only where the step before met the hypothesis";
                        });
        run.flow()
                .ifPresent(timed -> {
                    line(text, "", "at " + Durations.format(timed.at()));
                    var preview =
                            Preview.of(
                                    timed.flow().document(),
                                    plan.stack().pods(),
                                    plan.seed(),
                                    Instant.EPOCH);
                    text.append(preview.text().indent(10));
                });
        for (var timed : run.faults()) {
            line(text, "", "at " + Durations.format(timed.at()));
            var manifest =
                    Manifest.parse(timed.fault().name(), Yaml.print(timed.fault().manifest()));
            var preview =
                    Preview.of(manifest, plan.stack().pods(), plan.seed(), Instant.EPOCH).text();
            text.append(preview.indent(10));
        }
    }

    private static void line(StringBuilder text, String word, String rest) {
        text.append("  %-7s %s\n".formatted(word, rest));
    }

    /**
     * Writes a picture: when what happens, and which pods and links are hit in each step.
     *
     * @param name of the plan or its file
     */
    public Path draw(Path folder, String name) {
        var stem = Path.of(name).getFileName().toString().replaceFirst("\\.ya?ml$", "");
        try {
            Files.createDirectories(folder);
            var picture = new PlanPicture(plan, runs).svg();
            return Files.writeString(folder.resolve(stem + ".svg"), picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
