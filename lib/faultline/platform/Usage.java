package faultline.platform;

/**
 * What a pod has used of the machine.
 *
 * @param cpuSeconds since it started
 * @param memoryBytes resident now
 * @param writtenBytes to disk since it started, −1 where it cannot be known
 */
public record Usage(double cpuSeconds, long memoryBytes, long writtenBytes) {}
