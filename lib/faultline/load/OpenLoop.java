package faultline.load;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Offers each message when it is due, and at once when that is past. How long an offer takes never
 * moves the due time of another message.
 */
final class OpenLoop {

    /** Hands one message over. */
    interface Offer {
        void send(long sequence, long dueNanos) throws IOException;
    }

    /**
     * The shortest wait. Waking for every single message of a high rate would cost more processor
     * time than sending it; the Kafka client gathers batches for longer than this anyway.
     */
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;

    /** How late the last messages may be: a wake-up must not cost a feeder that keeps up any. */
    private static final long GRACE_NANOS = 100_000_000;

    private OpenLoop() {}

    /**
     * Offers messages {@code first} to {@code messages} − 1 and stops when the time for the last is
     * over: what was due and could not be offered by then is left.
     *
     * @return the first message that was not offered
     */
    static long run(
            Schedule schedule,
            long first,
            long messages,
            MonotonicClock clock,
            BooleanSupplier stop,
            Offer offer)
            throws IOException {
        var end = schedule.dueNanos(messages) + GRACE_NANOS;
        var next = first;
        while (next < messages && !stop.getAsBoolean()) {
            var now = clock.nanos();
            if (now >= end) break;
            var due = schedule.dueNanos(next);
            if (due > now) clock.waitNanos(Math.max(due - now, SHORTEST_WAIT_NANOS));
            else offer.send(next++, due);
        }
        return next;
    }
}
