package faultline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A schedule or a workflow while it runs. It asks a clock that is given to it and sleeps only in
 * {@link #go}, so that a test can walk through hours at once.
 */
public final class FlowRun {

    private static final int EVENTS_KEPT = 100;

    /** A clock that was set is noticed within that time. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    private final Flow flow;
    private final Injector injector;
    private final Asker asker;
    private final FlowWatcher watcher;
    private final InstantSource clock;
    private final Executor executor;
    private final Deque<FlowEvent> events = new ArrayDeque<>();
    private final Instant began;
    private final Node root;
    private Optional<Instant> ended = Optional.empty();
    private String aborted = "";
    private boolean changed;
    private boolean left;

    /**
     * Begins nothing yet: {@link #go} or {@link #step} does.
     *
     * @param clock whose time ticks, deadlines and intervals are counted in
     * @param executor for what takes its time: injections, recoveries and requests
     */
    public FlowRun(
            Flow flow,
            Injector injector,
            Asker asker,
            FlowWatcher watcher,
            InstantSource clock,
            Executor executor) {
        this.flow = flow;
        this.injector = injector;
        this.asker = asker;
        this.watcher = watcher;
        this.clock = clock;
        this.executor = executor;
        began = clock.instant();
        root =
                switch (flow.document()) {
                    case Schedule schedule ->
                            new RepeatNode(this, flow.name(), Optional.of(flow.limit()), schedule);
                    case Workflow workflow -> node(workflow.entry(), this::abort);
                    default -> throw new IllegalArgumentException(flow.document().kind());
                };
    }

    /** Runs until it has ended, or is left; sleeps in between. */
    public synchronized void go() throws InterruptedException {
        while (!left) {
            var next = step();
            if (ended.isPresent()) return;
            var sleep =
                    next.map(due -> Duration.between(now(), due))
                            .filter(time -> time.compareTo(LONGEST_SLEEP) < 0)
                            .orElse(LONGEST_SLEEP);
            wait(Math.max(1, sleep.toMillis()));
        }
    }

    /**
     * Does all that is due now.
     *
     * @return when there is something to do next, as far as that is known
     */
    public synchronized Optional<Instant> step() {
        var now = now();
        if (root.isWaiting()) root.begin(now);
        if (!now.isBefore(limit())) root.end(Node.End.DEADLINE, now);
        do {
            changed = false;
            root.step(now);
        } while (changed);
        if (root.isEnded() && ended.isEmpty()) {
            ended = Optional.of(now);
            if (flow.document() instanceof Workflow)
                event(flow.name(), "WorkflowAccomplished", aborted);
            notifyAll();
        }
        if (ended.isPresent()) return Optional.empty();
        return root.nextDue()
                .filter(due -> due.isBefore(limit()))
                .or(() -> Optional.of(limit()).filter(now::isBefore));
    }

    private Instant limit() {
        return began.plus(flow.limit());
    }

    /** Ends everything now and takes back what is injected; the first reason counts. */
    public void abort(String reason) {
        locked(() -> {
            if (aborted.isEmpty() && ended.isEmpty()) aborted = reason;
            root.end(Node.End.ABORTED, now());
            return true;
        });
    }

    /**
     * Waits until nothing of it is left on any target.
     *
     * @return whether that has come within the limit
     */
    public synchronized boolean await(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (ended.isEmpty()) {
            step();
            var millis = (end - System.nanoTime()) / 1_000_000;
            if (ended.isPresent()) break;
            if (millis <= 0) return false;
            wait(Math.min(millis, LONGEST_SLEEP.toMillis()));
        }
        return true;
    }

    /** Does nothing any more: what it hit is gone. */
    public void leave() {
        locked(() -> left = true);
    }

    /** How far it has come. */
    public synchronized FlowStatus status() {
        var chaos = new LinkedHashMap<String, Object>();
        if (root instanceof RepeatNode) root.describe(chaos);
        else {
            chaos.put("entryNode", root.name);
            chaos.put("startTime", began.toString());
            ended.ifPresent(time -> chaos.put("endTime", time.toString()));
            chaos.put(
                    "conditions",
                    List.of(
                            condition("Scheduled", !root.isWaiting(), ""),
                            condition("Accomplished", ended.isPresent(), aborted)));
            chaos.put("nodes", root.begun().map(Node::toMap).toList());
        }
        return new FlowStatus(ended.isPresent(), aborted, chaos, List.copyOf(events));
    }

    private static Map<String, Object> condition(String type, boolean holds, String reason) {
        var condition = new LinkedHashMap<String, Object>();
        condition.put("type", type);
        condition.put("status", holds ? "True" : "False");
        condition.put("reason", reason);
        return condition;
    }

    Injector injector() {
        return injector;
    }

    FlowWatcher watcher() {
        return watcher;
    }

    Asker asker() {
        return asker;
    }

    Instant now() {
        return clock.instant();
    }

    void later(Runnable task) {
        executor.execute(() -> {
            if (!left()) task.run();
        });
    }

    private synchronized boolean left() {
        return left;
    }

    /** Changes something from another thread, after which the run looks again. */
    synchronized boolean locked(BooleanSupplier change) {
        var result = change.getAsBoolean();
        changed();
        notifyAll();
        return result;
    }

    /** Another look is needed at this very moment. */
    void changed() {
        changed = true;
    }

    void event(String node, String reason, String message) {
        var event = new FlowEvent(now(), node, reason, message);
        events.addLast(event);
        if (events.size() > EVENTS_KEPT) events.removeFirst();
        watcher.happened(event);
    }

    /** What a schedule makes; nothing where no more was resolved before. */
    Optional<Node> child(Schedule schedule, int tick) {
        return switch (schedule.child(tick)) {
            case Manifest manifest ->
                    Optional.ofNullable(flow.faults().get(manifest.name()))
                            .map(fault ->
                                    new InjectNode(this, fault.name(), fault, fault.duration()));
            case Workflow workflow -> Optional.of(scheduled(workflow));
            default -> Optional.empty();
        };
    }

    /** A workflow of a schedule: where it is aborted, the schedule goes on. */
    private Node scheduled(Workflow workflow) {
        var self = new ArrayList<Node>();
        var entry =
                node(
                        workflow.entry(),
                        reason -> {
                            event(workflow.name(), "Aborted", reason);
                            self.getFirst().end(Node.End.ABORTED, now());
                        });
        self.add(new GroupNode(this, workflow, entry));
        return self.getFirst();
    }

    private Node node(Step step, Consumer<String> abort) {
        var children = step.children().stream().map(child -> node(child, abort)).toList();
        return switch (step) {
            case Step.Serial _ -> new GroupNode(this, step, true, children);
            case Step.Parallel _ -> new GroupNode(this, step, false, children);
            case Step.Suspend suspend -> new SuspendNode(this, suspend);
            case Step.Inject inject ->
                    new InjectNode(
                            this,
                            inject.name(),
                            flow.faults().get(inject.fault().name()),
                            inject.deadline());
            case Step.Repeat repeat ->
                    new RepeatNode(this, repeat.name(), repeat.deadline(), repeat.schedule());
            case Step.Check check -> new CheckNode(this, check, abort);
            case Step.Task _ -> throw new NotSupported(step.name() + " is a task");
        };
    }
}
