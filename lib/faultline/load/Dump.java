package faultline.load;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * From the topic into the sink: a batch is stored, then its offsets are committed. A batch that
 * cannot be stored is tried until it can; none is ever skipped.
 */
final class Dump implements ConsumerRebalanceListener {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMMIT = Duration.ofSeconds(2);

    /**
     * Offsets are a replicated write of their own. One for each of many small batches would cost
     * the brokers more than the messages; what is stored again after a death within this time is
     * only counted.
     */
    private static final long COMMIT_EVERY_NANOS = 100_000_000;

    /** A batch is full at this size too: a database has a limit to what it takes at once. */
    private static final long MAX_BYTES = 4 << 20;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final Sink sink;
    private final ConsumerMeasures measures;
    private final Printer printer;
    private final BooleanSupplier stop;

    /** Where to go on in each of our partitions, as far as stored. */
    private final Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();

    private boolean uncommitted;
    private long committedAt;
    private boolean waiting;

    Dump(
            Consumer<byte[], byte[]> consumer,
            Sink sink,
            ConsumerMeasures measures,
            Printer printer,
            BooleanSupplier stop) {
        this.consumer = consumer;
        this.sink = sink;
        this.measures = measures;
        this.printer = printer;
        this.stop = stop;
    }

    /** Dumps until asked to stop. */
    void run(String topic) throws Exception {
        consumer.subscribe(List.of(topic), this);
        try {
            while (!stop.getAsBoolean()) {
                poll();
                commitIfDue();
            }
        } catch (WakeupException e) {
            // asked to stop
        }
        commitNow(stored);
    }

    private void poll() throws Exception {
        var batch = new ArrayList<Message>(sink.maxMessages());
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        var bytes = 0L;
        for (var message : consumer.poll(POLL)) {
            // What is not one of our messages is passed over: it could never be stored.
            Message.read(message.value(), message.timestamp()).ifPresent(batch::add);
            next.put(
                    new TopicPartition(message.topic(), message.partition()),
                    new OffsetAndMetadata(message.offset() + 1, message.leaderEpoch(), ""));
            bytes += message.serializedValueSize();
            if (batch.size() >= sink.maxMessages() || bytes >= MAX_BYTES) {
                if (!store(batch, next)) return;
                commitIfDue();
                bytes = 0;
            }
        }
        if (!next.isEmpty()) store(batch, next);
    }

    /** Stores a batch and empties it; false where somebody asked to stop before that was done. */
    private boolean store(List<Message> batch, Map<TopicPartition, OffsetAndMetadata> next)
            throws Exception {
        var began = System.nanoTime();
        var pause = FIRST_PAUSE;
        var failures = 0;
        while (!batch.isEmpty()) {
            try {
                var before = sink.dump(batch);
                measures.dumped(batch, before, MonotonicClock.SYSTEM.nanos());
                break;
            } catch (Exception e) {
                if (!sink.isPassing(e)) throw e;
                measures.retried();
                if (failures++ == 0)
                    printer.event("retrying", Map.of("reason", String.valueOf(e.getMessage())));
            }
            stayInGroup(pause);
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) pause = LONGEST_PAUSE;
            if (stop.getAsBoolean()) return false;
        }
        if (failures > 0) {
            consumer.resume(consumer.assignment());
            printer.event(
                    "dumping",
                    Map.of(
                            "failures",
                            failures,
                            "after_ms",
                            (System.nanoTime() - began) / 1_000_000));
        }
        stored.putAll(next);
        uncommitted = true;
        // What another consumer got meanwhile is that one's to commit.
        stored.keySet().retainAll(consumer.assignment());
        batch.clear();
        next.clear();
        return true;
    }

    /**
     * Lets some time pass between two tries. Polling on without fetching keeps us in the group and
     * lets it rebalance: a consumer that cannot reach its sink must not hold up one that can.
     */
    private void stayInGroup(Duration pause) {
        waiting = true;
        consumer.pause(consumer.assignment());
        if (!consumer.poll(pause).isEmpty())
            throw new IllegalStateException("messages from a partition that is paused");
        waiting = false;
    }

    /** Commits what is stored without waiting; what fails is tried again after the next poll. */
    private void commitIfDue() {
        var now = System.nanoTime();
        if (!uncommitted || now - committedAt < COMMIT_EVERY_NANOS) return;
        uncommitted = false;
        committedAt = now;
        consumer.commitAsync(
                Map.copyOf(stored),
                (_, error) -> {
                    if (error != null) uncommitted = true;
                });
    }

    private void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) return;
        try {
            try {
                consumer.commitSync(offsets, COMMIT);
            } catch (WakeupException e) {
                consumer.commitSync(offsets, COMMIT); // somebody wants the pod to end, but not so
            }
        } catch (KafkaException e) {
            // Whoever goes on with these partitions stores some messages again, which only counts.
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (waiting) consumer.pause(partitions);
        printer.event("assigned", Map.of("partitions", names(partitions)));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        var ours = new HashMap<>(stored);
        ours.keySet().retainAll(partitions);
        commitNow(ours);
        stored.keySet().removeAll(partitions);
        printer.event("revoked", Map.of("partitions", names(partitions)));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        stored.keySet().removeAll(partitions);
        printer.event("lost", Map.of("partitions", names(partitions)));
    }

    private static List<String> names(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).sorted().toList();
    }
}
