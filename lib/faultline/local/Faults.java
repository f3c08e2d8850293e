package faultline.local;

import faultline.chaos.Fault;
import faultline.chaos.Injector;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The faults of a stack: injects and recovers one target after the other and keeps the status. */
final class Faults implements Injector {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private static final class Active {
        private final Fault fault;

        /** Held while pods are touched: a recovery waits for the injection that it is to undo. */
        private final ReentrantLock touching = new ReentrantLock();

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

        /** False where the fault is no longer wanted. */
        private synchronized boolean beginApplying(String pod) {
            if (status.desiredPhase() == Status.DesiredPhase.STOP) return false;
            status = status.applying(pod);
            return true;
        }

        /** Waits for what goes on: its last moment must not look as if it were still on. */
        private boolean isOver() {
            touching.lock();
            try {
                return fault.oneShot() || status().isUntouched();
            } finally {
                touching.unlock();
            }
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
    @Override
    public void apply(Fault fault) {
        lever.requireReleased();
        Support.require(fault, Support.Platform.LOCAL);
        var mine = new Active(fault);
        mine.touching.lock();
        try {
            enter(mine);
            inject(mine);
        } finally {
            mine.touching.unlock();
        }
        fault.duration().ifPresent(duration -> recoverLater(mine, duration));
    }

    private void enter(Active mine) {
        var name = mine.fault.name();
        Active other;
        synchronized (active) {
            other = active.get(name);
        }
        var isFree = other == null || other.isOver();
        synchronized (active) {
            if (!isFree || active.get(name) != other)
                throw new IllegalStateException("fault " + name + " is injected already");
            active.put(name, mine);
        }
    }

    private void inject(Active mine) {
        var fault = mine.fault;
        switch (fault.injection()) {
            case PodChaos chaos ->
                    together(
                            fault.targets(),
                            target ->
                                    step(
                                            mine,
                                            target,
                                            () -> {
                                                PodChaosOnProcess.apply(
                                                        chaos, processes.apply(target));
                                                return "";
                                            }));
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
    }

    /** A cluster does not wait for one pod to end before it deletes the next. */
    private static void together(List<String> targets, Consumer<String> step) {
        var threads =
                targets.stream()
                        .map(target -> Thread.startVirtualThread(() -> step.accept(target)))
                        .toList();
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Status status(String name) {
        return find(name).status();
    }

    /** Takes a fault back from all that it is on; what is back already stays so. */
    @Override
    public void recover(String name) {
        recover(find(name));
    }

    /** Every target is tried; the first failure is thrown then, and the next call tries again. */
    private void recover(Active mine) {
        if (mine.fault.oneShot()) return;
        mine.change(Status::stopped);
        mine.touching.lock();
        try {
            RuntimeException failure = null;
            if (mine.fault.injection() instanceof NetworkChaos) network.mend(mine.fault.name());
            for (var target : mine.fault.recordedPods()) {
                if (!mine.status().isOn(target)) continue;
                mine.change(status -> status.recovering(target));
                try {
                    takeBack(mine.fault, target);
                    mine.change(status -> status.recovered(target, Instant.now()));
                } catch (RuntimeException e) {
                    mine.change(status ->
                            status.recoverFailed(target, Instant.now(), String.valueOf(e)));
                    if (failure == null) failure = e;
                }
            }
            if (failure != null) throw failure;
        } finally {
            mine.touching.unlock();
        }
    }

    private void takeBack(Fault fault, String target) {
        switch (fault.injection()) {
            case PodChaos _ -> PodChaosOnProcess.recover(processes.apply(target));
            case StressChaos _ -> StressOnProcess.recover(fault.name(), processes.apply(target));
            default -> {} // its links are mended already
        }
    }

    private interface Injecting {
        /** Returns what there is to say about it; mostly nothing. */
        String run() throws InterruptedException;
    }

    private static void step(Active mine, String pod, Injecting inject) {
        if (!mine.beginApplying(pod)) return;
        try {
            var said = inject.run();
            mine.change(status -> status.applied(pod, Instant.now(), said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            mine.change(status -> status.applyFailed(pod, Instant.now(), "interrupted"));
        } catch (RuntimeException e) {
            mine.change(status -> status.applyFailed(pod, Instant.now(), String.valueOf(e)));
            if (e instanceof NotSupported) throw e;
        }
    }

    /** Of this one: another fault may have its name by then. */
    private void recoverLater(Active mine, Duration duration) {
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(duration);
                for (int i = 0; i < TRIES; i++)
                    try {
                        recover(mine);
                        return;
                    } catch (RuntimeException e) {
                        Thread.sleep(TRY_AGAIN); // the status says why
                    }
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
