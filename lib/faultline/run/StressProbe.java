package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Fault;
import faultline.chaos.StressChaos;
import faultline.platform.Beside;
import faultline.platform.Platform;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is used beside the targets of a StressChaos and what their machine has left, by the kernel's
 * account of processes and not by what the injector says.
 */
final class StressProbe {

    /** The kernel counts processor time in hundredths of a second, and work comes in bursts. */
    private static final Duration TIME = Duration.ofSeconds(2);

    private StressProbe() {}

    /** How long a look takes; of a short fault it may not see more than the first half. */
    static Duration time(Fault fault) {
        if (!(fault.injection() instanceof StressChaos)) return Duration.ZERO;
        return fault.duration()
                .map(duration -> duration.dividedBy(2))
                .filter(half -> half.compareTo(TIME) < 0)
                .orElse(TIME);
    }

    /**
     * Looks for that time; empty for other kinds of faults.
     *
     * @return by pod what the journal says, with its units; pods that do not run are left out
     */
    static Optional<Map<String, Object>> look(Platform platform, Fault fault)
            throws InterruptedException {
        if (!(fault.injection() instanceof StressChaos)) return Optional.empty();
        var began = System.nanoTime();
        var first = beside(platform, fault);
        Thread.sleep(time(fault));
        var last = beside(platform, fault);
        var seconds = (System.nanoTime() - began) / 1e9;
        var found = new TreeMap<String, Object>();
        last.forEach((pod, used) -> {
            var earlier = first.get(pod);
            // One that was started again meanwhile counts from zero again.
            if (earlier == null || used.cpuSeconds() < earlier.cpuSeconds()) return;
            var idle = used.machineIdleCpuSeconds() - earlier.machineIdleCpuSeconds();
            found.put(
                    pod,
                    ordered(
                            "processes", used.processes(),
                            "cpu_cores", (used.cpuSeconds() - earlier.cpuSeconds()) / seconds,
                            "machine_idle_cores", idle / seconds,
                            "memory_bytes", used.memoryBytes(),
                            "memory_limit_bytes", used.memoryLimitBytes()));
        });
        return Optional.of(found);
    }

    private static Map<String, Beside> beside(Platform platform, Fault fault) {
        var beside = new TreeMap<String, Beside>();
        for (var pod : fault.targets())
            platform.beside(pod).ifPresent(used -> beside.put(pod, used));
        return beside;
    }
}
