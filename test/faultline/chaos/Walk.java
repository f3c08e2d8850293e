package faultline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Walks a flow through time without waiting, and notes in seconds what happens when. */
final class Walk implements Injector, FlowWatcher {

    static final Instant START = Instant.parse("2026-11-21T22:00:00Z");

    /** {@code 5 +kill-00001}, {@code 9 -slow}. */
    final List<String> notes = new ArrayList<>();

    final List<FlowEvent> events = new ArrayList<>();

    /** Faults that are on now. */
    final Set<String> on = new TreeSet<>();

    final FlowRun run;
    private final Map<String, Status> statuses = new HashMap<>();
    private final Flow flow;
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;
    private Instant now = START;
    Predicate<Duration> healthy = time -> true;
    RuntimeException refusal;
    int failingRecoveries;

    private Walk(Flow flow) {
        this.flow = flow;
        run =
                new FlowRun(
                        flow,
                        this,
                        check ->
                                healthy.test(Duration.between(START, now))
                                        ? Optional.empty()
                                        : Optional.of("status 503"),
                        this,
                        () -> now,
                        task -> {
                            if (holding) held.add(task);
                            else task.run();
                        });
    }

    static Walk of(String document, Duration limit) {
        return new Walk(Flow.of(Document.parse("f.yaml", document), Pods.PODS, 1, limit));
    }

    /** Goes on until so long after the start, or the end. */
    Walk to(int seconds) {
        var end = START.plusSeconds(seconds);
        for (var next = run.step(); next.isPresent() && !next.get().isAfter(end); next = run.step())
            now = next.get();
        if (!run.status().finished()) now = end;
        run.step();
        return this;
    }

    /** From now on injections, recoveries and requests take until {@link #release}. */
    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        var tasks = List.copyOf(held);
        held.clear();
        tasks.forEach(Runnable::run);
        run.step();
    }

    /** Reasons of events, without those of nodes that come and go. */
    List<String> reasons(String node) {
        return events.stream()
                .filter(event -> event.node().equals(node))
                .map(FlowEvent::reason)
                .toList();
    }

    private void note(String sign, String fault) {
        notes.add("%d %s%s".formatted(Duration.between(START, now).toSeconds(), sign, fault));
    }

    @Override
    public void apply(Fault fault) {
        if (refusal != null) throw refusal;
        var status = Status.of(fault);
        for (var pod : fault.recordedPods()) status = status.applying(pod).applied(pod, now);
        statuses.put(fault.name(), status);
        note("+", fault.name());
        if (!fault.oneShot()) on.add(fault.name());
    }

    @Override
    public Status status(String fault) {
        if (!statuses.containsKey(fault)) throw new IllegalArgumentException("no " + fault);
        return statuses.get(fault);
    }

    @Override
    public void recover(String fault) {
        if (failingRecoveries-- > 0) throw new IllegalStateException("the disk is full");
        var status = status(fault).stopped();
        for (var pod : new HashSet<>(flow.faults().get(fault).recordedPods()))
            if (status.isOn(pod)) status = status.recovering(pod).recovered(pod, now);
        statuses.put(fault, status);
        on.remove(fault);
        note("-", fault);
    }

    @Override
    public void injecting(Fault fault) {
        notes.add("? " + fault.name());
    }

    @Override
    public void applied(Fault fault, Status status) {}

    @Override
    public void recovered(Fault fault, Status status) {
        notes.add("! " + fault.name());
    }

    @Override
    public void happened(FlowEvent event) {
        events.add(event);
    }

    /** What was injected and taken back when, without what was announced. */
    List<String> doings() {
        return notes.stream().filter(note -> Character.isDigit(note.charAt(0))).toList();
    }
}
