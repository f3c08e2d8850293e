package faultline.local;

import faultline.chaos.Fault;
import faultline.chaos.PodChaos;
import faultline.chaos.Status;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The faults of a stack: injects and recovers one target after the other and keeps the status. */
final class Faults {

    private static final class Active {
        private final Fault fault;
        private Status status;

        private Active(Fault fault) {
            this.fault = fault;
            status = Status.of(fault);
        }

        private synchronized Status status() {
            return status;
        }

        private synchronized void change(UnaryOperator<Status> step) {
            status = step.apply(status);
        }
    }

    private final Map<String, Active> active = new LinkedHashMap<>();
    private final Function<String, PodProcess> pods;

    Faults(Function<String, PodProcess> pods) {
        this.pods = pods;
    }

    /** Injects a fault; one with a duration is recovered when that has passed. */
    void apply(Fault fault) {
        var mine = new Active(fault);
        synchronized (active) {
            var other = active.get(fault.name());
            if (other != null && !other.status().isFinished(other.fault.oneShot()))
                throw new IllegalStateException("fault " + fault.name() + " is injected already");
            active.put(fault.name(), mine);
        }
        for (var target : fault.targets()) {
            mine.change(status -> status.applying(target));
            try {
                inject(fault, pods.apply(target));
                mine.change(status -> status.applied(target, Instant.now()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                mine.change(s -> s.applyFailed(target, Instant.now(), String.valueOf(e)));
            }
        }
        fault.duration().ifPresent(duration -> recoverLater(fault.name(), duration));
    }

    Status status(String name) {
        return find(name).status();
    }

    /** Takes a fault back from all its targets; what is back already stays so. */
    void recover(String name) {
        var mine = find(name);
        synchronized (mine) {
            if (mine.fault.oneShot() || mine.status.desiredPhase() == Status.DesiredPhase.STOP)
                return;
            mine.status = mine.status.stopped();
        }
        for (var target : mine.fault.targets()) {
            mine.change(status -> status.recovering(target));
            PodChaosOnProcess.recover(pods.apply(target));
            mine.change(status -> status.recovered(target, Instant.now()));
        }
    }

    private static void inject(Fault fault, PodProcess target) throws InterruptedException {
        switch (fault.injection()) {
            case PodChaos chaos -> PodChaosOnProcess.apply(chaos, target);
        }
    }

    private void recoverLater(String name, Duration duration) {
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(duration);
                recover(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Active find(String name) {
        synchronized (active) {
            var found = active.get(name);
            if (found == null) throw new IllegalArgumentException("no fault " + name);
            return found;
        }
    }
}
