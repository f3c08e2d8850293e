package faultline.platform;

import faultline.chaos.Asker;
import faultline.chaos.Flow;
import faultline.chaos.FlowRun;
import faultline.chaos.FlowStatus;
import faultline.chaos.FlowWatcher;
import faultline.chaos.Injector;
import faultline.chaos.Support;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The schedules and workflows of a stack, each run by a thread of its own. */
public final class Flows {

    /** A stressor that is being started is waited for, then taken back. */
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);

    private final Map<String, FlowRun> runs = new HashMap<>();
    private final Support.Platform where;
    private final Injector faults;
    private final Asker asker;

    /**
     * @param where what must run there
     * @param faults injects each of their faults
     */
    public Flows(Support.Platform where, Injector faults, Asker asker) {
        this.where = where;
        this.faults = faults;
        this.asker = asker;
    }

    /**
     * Begins to run it.
     *
     * @throws faultline.chaos.NotSupported where a part of it does not run here
     */
    public void apply(Flow flow, FlowWatcher watcher) {
        Support.require(flow, where);
        var began = System.nanoTime();
        var wall = Instant.now();
        // Ticks are those of the wall; that it is set meanwhile must not move a deadline.
        var run =
                new FlowRun(
                        flow,
                        faults,
                        asker,
                        watcher,
                        () -> wall.plusNanos(System.nanoTime() - began),
                        Thread::startVirtualThread);
        synchronized (runs) {
            var other = runs.get(flow.name());
            if (other != null && !other.status().finished())
                throw new IllegalStateException(flow.name() + " runs already");
            runs.put(flow.name(), run);
        }
        Thread.startVirtualThread(() -> {
            try {
                run.go();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public FlowStatus status(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no flow " + name))
                .status();
    }

    /**
     * Ends it and takes back what it has injected; does nothing where that has happened.
     *
     * @return whether there is such a one
     */
    public boolean recover(String name) {
        var run = find(name);
        if (run.isEmpty()) return false;
        run.get().abort("taken back");
        try {
            if (!run.get().await(RECOVERY_LIMIT))
                throw new IllegalStateException(
                        "%s is still on after %d s".formatted(name, RECOVERY_LIMIT.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Lets all go: the pods are gone, or are just being ended. */
    public void leave() {
        synchronized (runs) {
            runs.values().forEach(FlowRun::leave);
        }
    }

    private Optional<FlowRun> find(String name) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(name));
        }
    }
}
