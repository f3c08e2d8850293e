package faultline.platform;

/**
 * What runs beside a pod's own process uses, and what its machine has left: by the kernel's account
 * of the processes, whoever started them.
 *
 * @param processes how many they are
 * @param cpuSeconds that they have used since the pod started
 * @param memoryBytes that they have resident now
 * @param machineIdleCpuSeconds that the cores of the machine have idled since it started, all
 *     together
 * @param memoryLimitBytes that the pod may have
 */
public record Beside(
        int processes,
        double cpuSeconds,
        long memoryBytes,
        double machineIdleCpuSeconds,
        long memoryLimitBytes) {}
