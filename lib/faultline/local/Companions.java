package faultline.local;

import faultline.platform.Beside;
import faultline.platform.Usage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Processes that run beside a pod's own as a part of it, such as stressors. They are killed when
 * the pod's process ends, as the kernel kills what is in the PID namespace of a container.
 */
final class Companions {

    private static final class Companion {
        private final String owner;
        private final Process process;
        private Usage usage = new Usage(0, 0, 0);

        private Companion(String owner, Process process) {
            this.owner = owner;
            this.process = process;
        }

        /** What it uses; of one that has ended only the processor time remains. */
        private Usage look() {
            usage =
                    ProcessUsage.of(process.pid())
                            .orElseGet(() -> new Usage(usage.cpuSeconds(), 0, 0));
            return usage;
        }

        private void end() {
            Signals.group(process.pid(), Signals.KILL);
            process.destroyForcibly(); // one that is so young that it has no group yet
            process.onExit().join();
        }
    }

    private final List<Companion> companions = new ArrayList<>();
    private double endedCpuSeconds;

    /**
     * @param owner what it runs for
     */
    synchronized Process start(String owner, ProcessBuilder builder) throws IOException {
        var process = builder.start();
        companions.add(new Companion(owner, process));
        return process;
    }

    /** Kills those of an owner; what they used remains the pod's. */
    synchronized void end(String owner) {
        var ending = ending(companion -> companion.owner.equals(owner));
        for (var companion : ending) endedCpuSeconds += companion.look().cpuSeconds();
        ending.forEach(Companion::end);
    }

    /** Kills all and forgets what they used: the pod's own process has ended too. */
    synchronized void endAll() {
        ending(companion -> true).forEach(Companion::end);
        endedCpuSeconds = 0;
    }

    private List<Companion> ending(Predicate<Companion> which) {
        var ending = companions.stream().filter(which).toList();
        companions.removeAll(ending);
        return ending;
    }

    /** What the pod's own process uses and what these do besides. */
    synchronized Usage with(Usage own) {
        var these = sum();
        return new Usage(
                own.cpuSeconds() + these.cpuSeconds(),
                own.memoryBytes() + these.memoryBytes(),
                own.writtenBytes());
    }

    /**
     * What these use, and what the machine has left.
     *
     * @param memoryLimitBytes of the pod
     */
    synchronized Beside beside(long memoryLimitBytes) {
        var these = sum();
        return new Beside(
                companions.size(),
                these.cpuSeconds(),
                these.memoryBytes(),
                ProcessUsage.machineIdleCpuSeconds(),
                memoryLimitBytes);
    }

    private Usage sum() {
        var cpuSeconds = endedCpuSeconds;
        var memoryBytes = 0L;
        for (var companion : companions) {
            var usage = companion.look();
            cpuSeconds += usage.cpuSeconds();
            memoryBytes += usage.memoryBytes();
        }
        return new Usage(cpuSeconds, memoryBytes, 0);
    }
}
