package faultline.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs its children one after the other, or all at once. */
final class GroupNode extends Node {

    private final boolean serial;
    private final List<Node> children;

    GroupNode(FlowRun run, Step step, boolean serial, List<Node> children) {
        super(run, step.name(), step.getClass().getSimpleName(), step.deadline());
        this.serial = serial;
        this.children = children;
    }

    /** A workflow that a schedule made. */
    GroupNode(FlowRun run, Workflow workflow, Node entry) {
        super(run, workflow.name(), "Workflow", Optional.empty());
        serial = true;
        children = List.of(entry);
    }

    @Override
    List<Node> children() {
        return children;
    }

    @Override
    void start(Instant now) {
        if (!serial) children.forEach(child -> child.begin(now));
    }

    @Override
    void work(Instant now) {
        if (children.stream().allMatch(Node::isEnded)) end(End.ACCOMPLISHED, now);
        else if (serial)
            // One that takes its fault back still counts as running: the next waits for it.
            children.stream()
                    .filter(child -> !child.isEnded())
                    .findFirst()
                    .filter(Node::isWaiting)
                    .ifPresent(child -> child.begin(now));
    }
}
