package faultline.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a schedule would make and when, by the same code that runs it, where every injection and
 * every check succeeds at once.
 */
final class Rehearsal implements Injector, FlowWatcher {

    private final Map<String, Status> statuses = new HashMap<>();
    private final Map<String, Fault> faults;
    private final String schedule;
    private final List<Instant> begins = new ArrayList<>();
    private Instant now;

    Rehearsal(Flow flow, Instant from) {
        faults = flow.faults();
        schedule = flow.name();
        now = from;
    }

    /** When each of the first {@code count} children begins; fewer where there are no more. */
    static List<Instant> begins(Flow flow, Instant from, int count) {
        var rehearsal = new Rehearsal(flow, from);
        var run =
                new FlowRun(
                        flow,
                        rehearsal,
                        check -> Optional.empty(),
                        rehearsal,
                        () -> rehearsal.now,
                        Runnable::run);
        for (var next = run.step();
                next.isPresent() && rehearsal.begins.size() < count;
                next = run.step()) rehearsal.now = next.get();
        return rehearsal.begins;
    }

    @Override
    public void apply(Fault fault) {
        var status = Status.of(fault);
        for (var pod : fault.recordedPods()) status = status.applying(pod).applied(pod, now);
        statuses.put(fault.name(), status);
    }

    @Override
    public Status status(String fault) {
        return statuses.get(fault);
    }

    @Override
    public void recover(String fault) {
        var status = statuses.get(fault).stopped();
        for (var pod : faults.get(fault).recordedPods())
            if (status.isOn(pod)) status = status.recovering(pod).recovered(pod, now);
        statuses.put(fault, status);
    }

    @Override
    public void injecting(Fault fault) {}

    @Override
    public void applied(Fault fault, Status status) {}

    @Override
    public void recovered(Fault fault, Status status) {}

    @Override
    public void happened(FlowEvent event) {
        if (event.reason().equals("Spawned") && event.node().equals(schedule))
            begins.add(event.timestamp());
    }
}
