package faultline.report;

import faultline.check.ExperimentVerdict;
import faultline.check.Outcome;
import faultline.measure.Event;
import faultline.measure.Recording;
import faultline.plan.Yaml;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An experiment as one document for programs, in the words of the Chaos Toolkit's journal. */
final class ExperimentJson {

    private ExperimentJson() {}

    static String render(Study study, ExperimentVerdict experiment, List<Autopsy> autopsies) {
        var journal = new LinkedHashMap<String, Object>();
        var events =
                study.journals().keySet().stream()
                        .flatMap(id -> recording(study, id).events().stream())
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
        journal.put("status", status(study, experiment));
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

    private static String status(Study study, ExperimentVerdict experiment) {
        if (experiment.outcome() == Outcome.ABORTED) return "aborted";
        return study.journals().keySet().stream()
                        .allMatch(id -> recording(study, id).phase("done").isPresent())
                ? "completed"
                : "interrupted";
    }

    private static Recording recording(Study study, String run) {
        return Recording.read(study.journals().get(run));
    }
}
