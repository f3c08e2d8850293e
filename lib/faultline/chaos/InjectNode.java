package faultline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Injects one fault and takes it back when it ends, however that comes. */
final class InjectNode extends Node {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private final Fault fault;
    private final boolean endsWhenInjected;
    private boolean begun;
    private boolean tried;
    private boolean recovering;
    private boolean clear;
    private int failures;
    private Optional<Instant> again = Optional.empty();

    /**
     * @param deadline when the fault is taken back; without one it is over once it is injected
     */
    InjectNode(FlowRun run, String name, Fault fault, Optional<Duration> deadline) {
        super(run, name, fault.kind(), deadline);
        this.fault = fault;
        endsWhenInjected = deadline.isEmpty();
    }

    @Override
    void start(Instant now) {
        run.later(this::inject);
    }

    private void inject() {
        // It may have been ended before its turn came; then nothing has begun.
        if (!run.locked(() -> begun = isRunning())) {
            run.locked(() -> tried = true);
            return;
        }
        try {
            run.watcher().injecting(fault);
            run.injector().apply(fault);
            run.watcher().applied(fault, run.injector().status(fault.name()));
        } catch (RuntimeException e) {
            run.abort("%s was not injected: %s".formatted(fault.name(), e.getMessage()));
        }
        run.locked(() -> tried = true);
    }

    @Override
    void work(Instant now) {
        if (tried && endsWhenInjected) end(End.ACCOMPLISHED, now);
    }

    /** An injection that goes on is waited for: only what is there can be taken back. */
    @Override
    void clear(Instant now) {
        if (!tried || recovering || clear) return;
        if (!begun || fault.oneShot()) {
            clear = true;
            run.changed();
            return;
        }
        if (again.filter(now::isBefore).isPresent()) return;
        recovering = true;
        again = Optional.empty();
        run.later(this::recover);
    }

    private void recover() {
        var failure = "";
        try {
            run.injector().recover(fault.name());
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        }
        var status = status();
        var isGone = status.filter(s -> !s.isUntouched()).isEmpty();
        if (isGone) status.ifPresent(s -> run.watcher().recovered(fault, s));
        var said = failure;
        run.locked(() -> {
            recovering = false;
            if (isGone) return clear = true;
            run.event(name, "Failed", "%s is still on: %s".formatted(fault.name(), said));
            clear = ++failures >= TRIES; // it stays open in the journal
            again = Optional.of(run.now().plus(TRY_AGAIN));
            return clear;
        });
    }

    private Optional<Status> status() {
        try {
            return Optional.of(run.injector().status(fault.name()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it was refused, and is not known
        }
    }

    @Override
    boolean isClear() {
        return clear;
    }

    @Override
    Optional<Instant> due() {
        return again;
    }

    @Override
    void describe(Map<String, Object> status) {
        var resource = new LinkedHashMap<String, Object>();
        resource.put("apiGroup", "chaos-mesh.org");
        resource.put("kind", fault.kind());
        resource.put("name", fault.name());
        status.put("chaosResource", resource);
    }
}
