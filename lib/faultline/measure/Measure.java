package faultline.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A column of {@code samples.csv}. Its name ends in its unit; a plain count has none. */
public enum Measure {
    /** 1 while the pod runs and 0 while it does not. Every pod. */
    UP,
    /** How often the pod has been restarted. Every pod. */
    RESTARTS,
    /** Processor time in this second, 100 for one core. Every pod; the machine's as a whole. */
    CPU_PERCENT,
    /** Resident memory. Every pod. */
    MEMORY_MIB,
    /** Written to disk in this second. Every pod, where the kernel tells. */
    WRITTEN_MIB_PER_S,
    /** Share of this second in which somebody waited for a processor. The machine. */
    CPU_PRESSURE_PERCENT,
    /** Share of this second in which somebody waited for memory. The machine. */
    MEMORY_PRESSURE_PERCENT,
    /** Share of this second in which somebody waited for a disk. The machine. */
    DISK_PRESSURE_PERCENT,
    /** Processor time that the hypervisor took away in this second. The machine. */
    STEAL_PERCENT,
    /** Messages that came due in this second. Feeders. */
    OFFERED_MSG_PER_S,
    /** Messages handed to the Kafka client. Feeders. */
    SENT_MSG_PER_S,
    /** Messages that the brokers acknowledged. Feeders. */
    ACKED_MSG_PER_S,
    /** Messages that were refused or whose outcome the feeder cannot know. Feeders. */
    FAILED_MSG_PER_S,
    /** Due to handed over, 99th percentile. Feeders. */
    LATENESS_P99_MS,
    /** Handed over to acknowledged. Feeders. */
    SERVICE_P50_MS,
    SERVICE_P99_MS,
    /** Messages dumped and committed in this second. Consumers. */
    DUMPED_ROWS_PER_S,
    /** Messages dumped that had been dumped before. Consumers. */
    REDELIVERED_ROWS_PER_S,
    /** Times that a batch was tried again. Consumers. */
    RETRIES_PER_S,
    /** Due to committed in the sink. Consumers. */
    E2E_P50_MS,
    E2E_P99_MS,
    E2E_MAX_MS,
    /**
     * Messages in the topic that a consumer group has not committed. While a broker is dead, what
     * only that one knew is as it said last. Consumer groups.
     */
    BACKLOG_MSG,
    /** Requests that waited for a handler thread, the mean of twenty looks. Local brokers. */
    QUEUED_REQUESTS,
    /** Share of this second in which the threads that handle requests did. Local brokers. */
    HANDLERS_BUSY_PERCENT,
    /** Share of this second in which Galera's flow control held writes back. Galera nodes. */
    FLOW_CONTROL_PAUSED_PERCENT,
    /** How many nodes this one sees in its cluster. Galera nodes. */
    CLUSTER_SIZE,
    /** Partitions whose replicas are not all in sync. The machine's row. */
    UNDER_REPLICATED_PARTITIONS;

    private static final Map<String, Measure> BY_COLUMN =
            Arrays.stream(values()).collect(Collectors.toMap(Measure::column, Function.identity()));

    /** The column's name: {@code e2e_p99_ms}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The measure of a column, or null where there is none of that name. */
    public static Measure of(String column) {
        return BY_COLUMN.get(column);
    }
}
