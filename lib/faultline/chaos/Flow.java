package faultline.chaos;

import faultline.plan.BadInput;
import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schedule or a workflow with the targets of every fault that it can make: nothing is drawn any
 * more once it runs.
 *
 * @param document a {@link Schedule} or a {@link Workflow}
 * @param limit after which it ends, whatever it does then
 * @param faults by name, in the order in which they were found; at every tick of a schedule one of
 *     its own
 */
public record Flow(Document document, Duration limit, Map<String, Fault> faults) {

    /** More children than that are no experiment, and a plan that nobody reads. */
    private static final int MOST = 1000;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /**
     * Chooses the targets of all faults: for the same pods and seed always the same.
     *
     * @throws BadInput where a fault would hit nothing, two have one name, or there are too many
     */
    public static Flow of(Document document, List<PodSpec> pods, long seed, Duration limit) {
        if (!(document instanceof Schedule || document instanceof Workflow))
            throw new IllegalArgumentException(document.kind() + " is one fault");
        var faults = new LinkedHashMap<String, Fault>();
        add(document, pods, seed, limit, faults);
        return new Flow(document, limit, Collections.unmodifiableMap(faults));
    }

    /** The first children of a schedule and no more, whenever they come. */
    static Flow first(Schedule schedule, int children, List<PodSpec> pods, long seed) {
        var faults = new LinkedHashMap<String, Fault>();
        for (int tick = 1; tick <= children; tick++)
            add(schedule.child(tick), pods, seed, FOR_EVER, faults);
        return new Flow(schedule, FOR_EVER, Collections.unmodifiableMap(faults));
    }

    private static void add(
            Document document,
            List<PodSpec> pods,
            long seed,
            Duration limit,
            Map<String, Fault> faults) {
        switch (document) {
            case Manifest manifest -> {
                if (faults.put(manifest.name(), manifest.resolve(pods, seed)) != null)
                    throw new BadInput(
                            manifest.source(),
                            manifest.specPath(),
                            "a second fault that is called " + manifest.name(),
                            "another name of the template: the ticks of a schedule are numbered");
            }
            case Schedule schedule -> {
                var ticks = schedule.most(limit);
                if (ticks + faults.size() > MOST)
                    throw new BadInput(
                            schedule.source(),
                            schedule.specPath() + ".schedule",
                            "up to %d children within %d s".formatted(ticks, limit.toSeconds()),
                            "at most %d: a longer period, or a shorter time".formatted(MOST));
                for (int tick = 1; tick <= ticks; tick++)
                    add(schedule.child(tick), pods, seed, limit, faults);
            }
            case Workflow workflow ->
                    workflow.entry().all().forEach(step -> add(step, pods, seed, limit, faults));
            case MachineFault _, StatusCheck _ -> {} // they hit no pod
        }
    }

    private static void add(
            Step step, List<PodSpec> pods, long seed, Duration limit, Map<String, Fault> faults) {
        var mine = step.deadline().filter(d -> d.compareTo(limit) < 0).orElse(limit);
        switch (step) {
            case Step.Inject inject -> add(inject.fault(), pods, seed, mine, faults);
            case Step.Repeat repeat -> add(repeat.schedule(), pods, seed, mine, faults);
            default -> {} // injects nothing itself
        }
    }

    public String name() {
        return document.name();
    }

    /** Every pod that one of its faults may hit, once each. */
    public List<String> targets() {
        return faults.values().stream()
                .flatMap(fault -> fault.targets().stream())
                .distinct()
                .toList();
    }
}
