package faultline.run;

import faultline.chaos.Fault;
import faultline.chaos.StressChaos;
import faultline.platform.Platform;
import faultline.platform.Usage;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the targets of a StressChaos use, by the platform's account of their processes and not by
 * what the injector says.
 *
 * @param cpuCores by pod: processor time over time; 1 is a core
 * @param memoryBytes by pod, resident
 */
record StressProbe(Map<String, Double> cpuCores, Map<String, Long> memoryBytes) {

    /** The kernel counts processor time in hundredths of a second, and work comes in bursts. */
    private static final Duration TIME = Duration.ofSeconds(2);

    /** How long a look takes; of a short fault it may not see more than the first half. */
    static Duration time(Fault fault) {
        if (!(fault.injection() instanceof StressChaos)) return Duration.ZERO;
        return fault.duration()
                .map(duration -> duration.dividedBy(2))
                .filter(half -> half.compareTo(TIME) < 0)
                .orElse(TIME);
    }

    /** Looks for that time; empty for other kinds of faults. Pods that do not run are left out. */
    static Optional<StressProbe> look(Platform platform, Fault fault) {
        if (!(fault.injection() instanceof StressChaos)) return Optional.empty();
        var began = System.nanoTime();
        var first = usage(platform, fault);
        try {
            Thread.sleep(time(fault));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        var last = usage(platform, fault);
        var seconds = (System.nanoTime() - began) / 1e9;
        var cores = new TreeMap<String, Double>();
        var memory = new TreeMap<String, Long>();
        last.forEach((pod, used) -> {
            memory.put(pod, used.memoryBytes());
            var spent = used.cpuSeconds();
            // One that was started again meanwhile counts from zero again.
            if (first.containsKey(pod) && spent >= first.get(pod).cpuSeconds())
                cores.put(pod, (spent - first.get(pod).cpuSeconds()) / seconds);
        });
        return Optional.of(new StressProbe(cores, memory));
    }

    private static Map<String, Usage> usage(Platform platform, Fault fault) {
        var usage = new TreeMap<String, Usage>();
        for (var pod : fault.targets()) platform.usage(pod).ifPresent(used -> usage.put(pod, used));
        return usage;
    }
}
