package faultline.load;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** What a consumer counts and times between two lines. */
final class ConsumerMeasures {

    private static final Map<Double, String> E2E =
            Map.of(50.0, "e2e_p50_ms", 99.0, "e2e_p99_ms", 100.0, "e2e_max_ms");

    private final Latency e2e = new Latency("e2e");
    private final AtomicLong dumped = new AtomicLong();
    private final AtomicLong redelivered = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private volatile boolean countsRedelivered;

    /** By the thread that dumps, when the store has committed. */
    void dumped(List<Message> messages, OptionalLong before, long committedNanos) {
        for (var message : messages) e2e.record(committedNanos - message.dueNanos());
        dumped.addAndGet(messages.size());
        before.ifPresent(redelivered::addAndGet);
        countsRedelivered |= before.isPresent();
    }

    void retried() {
        retries.incrementAndGet();
    }

    void take(Line.Second line) {
        var measures = line.measures();
        measures.put("dumped_rows_per_s", (double) dumped.getAndSet(0));
        // A store that cannot know this has no such measure: missing is not zero.
        if (countsRedelivered)
            measures.put("redelivered_rows_per_s", (double) redelivered.getAndSet(0));
        measures.put("retries_per_s", (double) retries.getAndSet(0));
        e2e.take(line, E2E);
    }
}
