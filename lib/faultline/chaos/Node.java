package faultline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One node of a schedule or a workflow while it runs. Time comes from outside; every method is
 * called with the run's lock held.
 */
abstract class Node {

    /** From its creation to where nothing of it is left. */
    enum State {
        WAITING,
        RUNNING,
        ENDING,
        ENDED
    }

    /** Why a node ended. */
    enum End {
        ACCOMPLISHED,
        DEADLINE,
        PARENT_DEADLINE,
        ABORTED
    }

    final FlowRun run;
    final String name;
    final String type;
    private final Optional<Duration> deadline;
    private Optional<Instant> until = Optional.empty();
    private State state = State.WAITING;
    private boolean hasBegun;
    private End why;

    Node(FlowRun run, String name, String type, Optional<Duration> deadline) {
        this.run = run;
        this.name = name;
        this.type = type;
        this.deadline = deadline;
    }

    /** What is below it, begun or not. */
    List<Node> children() {
        return List.of();
    }

    /** Its work begins. */
    abstract void start(Instant now);

    /** Looks what is to be done now. */
    abstract void work(Instant now);

    /** Begins to take back what is left of it, besides its children; again until it is over. */
    void clear(Instant now) {}

    /** Whether nothing of its own is left, besides its children. */
    boolean isClear() {
        return true;
    }

    /** When it wants to be asked again; nothing where something else will wake it. */
    Optional<Instant> due() {
        return Optional.empty();
    }

    final void begin(Instant now) {
        state = State.RUNNING;
        hasBegun = true;
        until = deadline.map(now::plus);
        run.changed();
        start(now);
    }

    /** Does all that is due. */
    final void step(Instant now) {
        if (isRunning() && until.filter(end -> !end.isAfter(now)).isPresent()) {
            run.event(name, "NodeDeadlineExceed", "its deadline has passed");
            end(End.DEADLINE, now);
        }
        for (var child : List.copyOf(children())) child.step(now);
        if (isRunning()) work(now);
        if (state != State.ENDING) return;
        clear(now);
        var left =
                children().stream()
                        .anyMatch(child ->
                                child.state == State.RUNNING || child.state == State.ENDING);
        if (left || !isClear()) return;
        state = State.ENDED;
        run.changed();
        if (why == End.ABORTED) run.event(name, "NodeAborted", "");
        else run.event(name, "NodeAccomplished", "");
    }

    /** Ends it and all below it; the first reason counts. */
    final void end(End reason, Instant now) {
        if (state == State.ENDING || state == State.ENDED) return;
        state = state == State.WAITING ? State.ENDED : State.ENDING;
        why = reason;
        run.changed();
        var below = reason == End.DEADLINE ? End.PARENT_DEADLINE : reason;
        for (var child : List.copyOf(children())) child.end(below, now);
    }

    final boolean isWaiting() {
        return state == State.WAITING;
    }

    final boolean isRunning() {
        return state == State.RUNNING;
    }

    final boolean isEnded() {
        return state == State.ENDED;
    }

    /** When anything here or below is due next. */
    final Optional<Instant> nextDue() {
        if (isWaiting() || isEnded()) return Optional.empty();
        return Stream.concat(
                        Stream.of(isRunning() ? until : Optional.<Instant>empty(), due()),
                        children().stream().map(Node::nextDue))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** This node and all below it that have begun. */
    final Stream<Node> begun() {
        if (!hasBegun) return Stream.of();
        return Stream.concat(Stream.of(this), children().stream().flatMap(Node::begun));
    }

    /** What a node of its type has in its status besides. */
    void describe(Map<String, Object> status) {}

    /** As Chaos Mesh writes the status of a WorkflowNode. */
    final Map<String, Object> toMap() {
        var status = new LinkedHashMap<String, Object>();
        describe(status);
        if (!children().isEmpty()) {
            status.put("activeChildren", names(false));
            status.put("finishedChildren", names(true));
        }
        var conditions = new ArrayList<Map<String, Object>>();
        conditions.add(condition("Accomplished", isEnded() && why != End.ABORTED));
        conditions.add(
                condition("DeadlineExceed", why == End.DEADLINE || why == End.PARENT_DEADLINE));
        conditions.add(condition("Aborted", why == End.ABORTED));
        status.put("conditions", conditions);
        var map = new LinkedHashMap<String, Object>();
        map.put("name", name);
        map.put("templateType", type);
        map.put("status", status);
        return map;
    }

    private List<Map<String, Object>> names(boolean finished) {
        return children().stream()
                .filter(child -> child.hasBegun && child.isEnded() == finished)
                .map(child -> Map.<String, Object>of("name", child.name))
                .toList();
    }

    private Map<String, Object> condition(String condition, boolean holds) {
        var map = new LinkedHashMap<String, Object>();
        map.put("type", condition);
        map.put("status", holds ? "True" : "False");
        map.put("reason", holds && why != null ? reason() : "");
        return map;
    }

    private String reason() {
        return switch (why) {
            case ACCOMPLISHED -> "NodeAccomplished";
            case DEADLINE -> "NodeDeadlineExceed";
            case PARENT_DEADLINE -> "ParentNodeDeadlineExceed";
            case ABORTED -> "WorkflowAborted";
        };
    }
}
