package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowEvent;
import faultline.chaos.FlowWatcher;
import faultline.chaos.Status;
import faultline.measure.Journal;
import faultline.platform.Platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

/**
 * Writes a schedule or a workflow into the journal: each of its faults as one fault alone would be,
 * so that all that reads a journal finds it, and what became of the whole.
 */
final class FlowWatch implements FlowWatcher {

    private final Platform platform;
    private final Flow flow;
    private final Journal journal;
    private boolean begun;
    private boolean closed;

    FlowWatch(Platform platform, Flow flow, Journal journal) {
        this.platform = platform;
        this.flow = flow;
        this.journal = journal;
    }

    /** How long a look at all targets takes before anything is injected. */
    static Duration lead(Flow flow) {
        return flow.faults().values().stream()
                .map(Probes::time)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Looks at everything that may be hit. */
    void before() {
        var looks = new ArrayList<Thread>();
        for (var fault : flow.faults().values())
            if (Probes.time(fault).isZero()) Probes.before(platform, journal, fault);
            else
                looks.add(Thread.startVirtualThread(() -> Probes.before(platform, journal, fault)));
        try {
            for (var look : looks) look.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void begin() {
        begun = true;
        platform.apply(flow, this);
    }

    /** Ends it, where it has not ended by itself, and writes down how far it came. */
    void end() {
        if (!begun) return;
        begun = false;
        platform.recover(flow.name());
        var status = platform.flowStatus(flow.name());
        write(
                "flow",
                ordered(
                        "flow", flow.name(),
                        "reason", "Ended",
                        "message", status.aborted(),
                        "chaos", status.chaos()));
    }

    /** Nothing is written any more, and so nothing may be injected. */
    synchronized void close() {
        closed = true;
    }

    @Override
    public void injecting(Fault fault) {
        if (!tell(fault, "injected", Map.of())) throw new IllegalStateException("the run is over");
    }

    @Override
    public void applied(Fault fault, Status status) {
        tell(fault, "applied", Map.of("chaos", status.toMap()));
        // A link that is cut answers after seconds or never: the flow goes on meanwhile.
        Thread.startVirtualThread(() -> Probes.during(platform, journal, fault));
    }

    @Override
    public void recovered(Fault fault, Status status) {
        tell(fault, "recovered", Map.of("chaos", status.toMap()));
    }

    @Override
    public void happened(FlowEvent event) {
        write(
                "flow",
                ordered(
                        "flow", flow.name(),
                        "node", event.node(),
                        "reason", event.reason(),
                        "message", event.message()));
    }

    private boolean tell(Fault fault, String status, Map<String, ?> more) {
        var event =
                ordered(
                        "fault", fault.name(),
                        "status", status,
                        "targets", fault.targets(),
                        "flow", flow.name());
        if (fault.oneShot()) event.put("one_shot", true);
        event.putAll(more);
        return write("fault", event);
    }

    private synchronized boolean write(String kind, Map<String, ?> detail) {
        if (!closed) journal.event(kind, detail);
        return !closed;
    }
}
