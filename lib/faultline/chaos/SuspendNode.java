package faultline.chaos;

import java.time.Instant;

/** Waits until its deadline. */
final class SuspendNode extends Node {

    SuspendNode(FlowRun run, Step.Suspend step) {
        super(run, step.name(), "Suspend", step.deadline());
    }

    @Override
    void start(Instant now) {}

    @Override
    void work(Instant now) {}
}
