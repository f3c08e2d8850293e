package faultline.chaos;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a document a platform cannot run. */
final class Obstacles {

    private final Support.Platform platform;
    private final Set<String> found = new LinkedHashSet<>();

    private Obstacles(Support.Platform platform) {
        this.platform = platform;
    }

    /** A sentence for each action that does not run there, with the reason; empty where all do. */
    static List<String> of(Document document, Support.Platform platform) {
        var obstacles = new Obstacles(platform);
        obstacles.add(document);
        return List.copyOf(obstacles.found);
    }

    private void add(Document document) {
        switch (document) {
            case Manifest fault -> add(fault.kind(), fault.injection().actionName());
            case MachineFault fault -> add(fault.kind(), fault.action());
            case StatusCheck check -> add(check.kind(), "alone");
            case Schedule schedule -> {
                add(schedule.kind(), "what it repeats runs");
                add(schedule.child());
            }
            case Workflow workflow -> workflow.entry().all().forEach(this::add);
        }
    }

    private void add(Step step) {
        switch (step) {
            case Step.Inject inject -> add(inject.fault());
            case Step.Repeat repeat -> {
                add("Workflow", "Schedule");
                add(repeat.schedule().child());
            }
            case Step.Check _ -> add("Workflow", "StatusCheck");
            case Step.Serial _, Step.Parallel _, Step.Suspend _, Step.Task _ ->
                    add("Workflow", step.getClass().getSimpleName());
        }
    }

    private void add(String kind, String action) {
        var answer = Support.of(kind, action, platform);
        if (!answer.runs())
            found.add(
                    "%s (%s) does not run on %s: %s"
                            .formatted(kind, action, platform.label(), answer.words()));
    }
}
