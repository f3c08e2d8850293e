package faultline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks a URL, first after one interval as Chaos Mesh does, until its thresholds or its time. */
final class CheckNode extends Node {

    private final HttpCheck check;
    private final boolean aborts;
    private final Consumer<String> abort;
    private boolean asking;
    private Instant next;
    private int successes;
    private int failures;

    /**
     * @param abort ends the workflow that the check is in
     */
    CheckNode(FlowRun run, Step.Check step, Consumer<String> abort) {
        super(run, step.name(), "StatusCheck", shorter(step.deadline(), step.check().duration()));
        check = step.check();
        aborts = step.aborts();
        this.abort = abort;
    }

    private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Duration::compareTo);
    }

    @Override
    void start(Instant now) {
        next = now.plus(check.interval());
    }

    @Override
    void work(Instant now) {
        if (successes >= check.successThreshold() && !check.continuous()) {
            run.event(name, "StatusCheckCompleted", "success threshold exceeded");
            end(End.ACCOMPLISHED, now);
        } else if (failures >= check.failureThreshold()) {
            run.event(name, "StatusCheckCompleted", "failure threshold exceeded");
            if (aborts) abort.accept("%s failed at %s".formatted(name, check.url()));
            else end(End.ACCOMPLISHED, now);
        } else if (!asking && !now.isBefore(next)) {
            asking = true;
            next = now.plus(check.interval());
            run.later(this::ask);
        }
    }

    private void ask() {
        var problem = run.asker().problem(check);
        run.locked(() -> {
            asking = false;
            successes = problem.isEmpty() ? successes + 1 : 0;
            failures = problem.isEmpty() ? 0 : failures + 1;
            problem.ifPresent(text -> run.event(name, "StatusCheckExecutionFailed", text));
            return true;
        });
    }

    @Override
    Optional<Instant> due() {
        return isRunning() && !asking ? Optional.of(next) : Optional.empty();
    }
}
