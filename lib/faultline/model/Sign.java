package faultline.model;

/** A kind of evidence that something was at its limit; all are shares of one. */
public enum Sign {
    FEEDER_LATENESS(
            "feeder",
            0.10,
            "The feeders' own lateness is %2$s of the response time (99th percentile)"),
    FEEDER_SHORTFALL("feeder", 0.01, "The feeders did not send %2$s of what came due"),
    FLOW_CONTROL("database", 0.05, "Galera's flow control paused %s for %s of the time"),
    /** Of {@code queued.max.requests}, 500 by default. */
    REQUEST_QUEUE("broker", 0.10, "The request queue of %s was %s full"),
    /** Kafka's page on monitoring wants them idle for more than 0.3 of the time. */
    REQUEST_HANDLERS("broker", 0.70, "The request handlers of %s were busy %s of the time"),
    MACHINE_CPU("cpu", 0.95, "On %s %s of the processor time was used"),
    POD_CPU("cpu", 0.90, "Pod %s used %s of the processor time that it may use"),
    CPU_PRESSURE("cpu", 0.25, "On %s something waited for a processor %s of the time"),
    STEAL("cpu", 0.05, "On %s other machines took %s of the processor time"),
    MEMORY_PRESSURE("memory", 0.05, "On %s something waited for memory %s of the time"),
    DISK_PRESSURE("disk", 0.25, "On %s something waited for a disk %s of the time"),
    LINK("network", 0.80, "The bandwidth that %s may send with was %s used"),
    /** A connection's rate falls with the root of the share that is lost (Mathis 1997). */
    LINK_QUEUE("network", 0.001, "Full queues dropped %2$s of what %1$s sent");

    private final String part;
    private final double threshold;
    private final String words;

    Sign(String part, double threshold, String words) {
        this.part = part;
        this.threshold = threshold;
        this.words = words;
    }

    /**
     * What breaks first where this crosses: feeder, database, broker, cpu, memory, disk, network.
     */
    public String part() {
        return part;
    }

    /** Declared before any run: at or above it, the part is at its limit. */
    public double threshold() {
        return threshold;
    }

    String sentence(String where, double share) {
        return words.formatted(where, Written.percent(share));
    }
}
