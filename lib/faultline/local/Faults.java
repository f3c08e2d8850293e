package faultline.local;

import faultline.chaos.Fault;
import faultline.chaos.NetworkChaos;
import faultline.chaos.NotSupported;
import faultline.chaos.PodChaos;
import faultline.chaos.Status;
import faultline.chaos.StressChaos;
import faultline.chaos.Support;
import faultline.stack.PodSpec;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final Function<String, PodProcess> processes;
    private final Network network;
    private final List<PodSpec> pods;
    private final Lever lever;

    /**
     * @param pods of the stack
     */
    Faults(Function<String, PodProcess> processes, Network network, List<PodSpec> pods) {
        this(processes, network, pods, Lever.ofThisMachine());
    }

    /**
     * @param lever which stops all injections while it is pulled
     */
    Faults(
            Function<String, PodProcess> processes,
            Network network,
            List<PodSpec> pods,
            Lever lever) {
        this.processes = processes;
        this.network = network;
        this.pods = pods;
        this.lever = lever;
    }

    /**
     * Injects a fault; one with a duration is recovered when that has passed.
     *
     * @throws faultline.plan.Unavailable while the lever is pulled
     */
    void apply(Fault fault) {
        lever.requireReleased();
        Support.require(fault, Support.Platform.LOCAL);
        var mine = new Active(fault);
        synchronized (active) {
            var other = active.get(fault.name());
            if (other != null && !other.status().isFinished(other.fault.oneShot()))
                throw new IllegalStateException("fault " + fault.name() + " is injected already");
            active.put(fault.name(), mine);
        }
        switch (fault.injection()) {
            case PodChaos chaos -> {
                for (var target : fault.targets())
                    step(
                            mine,
                            target,
                            () -> {
                                PodChaosOnProcess.apply(chaos, processes.apply(target));
                                return "";
                            });
            }
            case StressChaos chaos -> {
                for (var target : fault.targets())
                    step(
                            mine,
                            target,
                            () ->
                                    StressOnProcess.apply(
                                            fault.name(), chaos, processes.apply(target)));
            }
            // Both ends of its links are touched at once.
            case NetworkChaos _ -> {
                var rest = fault.recordedPods();
                step(
                        mine,
                        rest.getFirst(),
                        () -> {
                            network.impair(fault, pods);
                            return "";
                        });
                for (var pod : rest.subList(1, rest.size())) step(mine, pod, () -> "");
            }
            default -> throw new IllegalStateException(fault.kind() + " is not let through");
        }
        fault.duration().ifPresent(duration -> recoverLater(fault.name(), duration));
    }

    Status status(String name) {
        return find(name).status();
    }

    /** Takes a fault back from all that it is on; what is back already stays so. */
    void recover(String name) {
        var mine = find(name);
        synchronized (mine) {
            if (mine.fault.oneShot() || mine.status.desiredPhase() == Status.DesiredPhase.STOP)
                return;
            mine.status = mine.status.stopped();
        }
        if (mine.fault.injection() instanceof NetworkChaos) network.mend(name);
        for (var target : mine.fault.recordedPods()) {
            if (!mine.status().isOn(target)) continue;
            mine.change(status -> status.recovering(target));
            switch (mine.fault.injection()) {
                case PodChaos _ -> PodChaosOnProcess.recover(processes.apply(target));
                case StressChaos _ -> StressOnProcess.recover(name, processes.apply(target));
                default -> {} // its links are mended already
            }
            mine.change(status -> status.recovered(target, Instant.now()));
        }
    }

    private interface Injecting {
        /** Returns what there is to say about it; mostly nothing. */
        String run() throws InterruptedException;
    }

    private static void step(Active mine, String pod, Injecting inject) {
        mine.change(status -> status.applying(pod));
        try {
            var said = inject.run();
            mine.change(status -> status.applied(pod, Instant.now(), said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NotSupported e) {
            throw e;
        } catch (RuntimeException e) {
            mine.change(status -> status.applyFailed(pod, Instant.now(), String.valueOf(e)));
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
