package faultline.load;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a feeder counts and times between two lines. */
final class FeederMeasures {

    private final Schedule schedule;
    private final long messages;
    private final Latency lateness = new Latency("lateness");
    private final Latency service = new Latency("service");
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    FeederMeasures(Schedule schedule, long messages) {
        this.schedule = schedule;
        this.messages = messages;
    }

    /** By the thread that sends. */
    void sent(long latenessNanos) {
        lateness.record(latenessNanos);
        sent.incrementAndGet();
    }

    /** By the Kafka client's thread. */
    void acknowledged(long serviceNanos) {
        service.record(serviceNanos);
        acknowledged.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    void take(Line.Second line) {
        var measures = line.measures();
        measures.put("offered_msg_per_s", (double) offered(line.startNanos()));
        measures.put("sent_msg_per_s", (double) sent.getAndSet(0));
        measures.put("acked_msg_per_s", (double) acknowledged.getAndSet(0));
        measures.put("failed_msg_per_s", (double) failed.getAndSet(0));
        lateness.take(line, Map.of(99.0, "lateness_p99_ms"));
        service.take(line, Map.of(50.0, "service_p50_ms", 99.0, "service_p99_ms"));
    }

    /** What came due in this second, by the schedule alone. */
    private long offered(long startNanos) {
        return dueBefore(startNanos + 1_000_000_000) - dueBefore(startNanos);
    }

    private long dueBefore(long nanos) {
        return Math.min(messages, schedule.dueBy(nanos - 1));
    }
}
