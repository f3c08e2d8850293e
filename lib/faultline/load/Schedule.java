package faultline.load;

/**
 * When each message is due: message i of a feeder at t0 + i / rate, whatever happened before. Exact
 * in integers, so that it has not drifted after any number of messages.
 *
 * @param before what held until {@code firstSequence}, null for the first rate
 * @param firstSequence the first message that is due at this rate
 * @param firstDueNanos when that message is due, on the monotonic clock
 * @param messagesPerMegasecond the rate, in messages in 10⁶ seconds
 */
public record Schedule(
        Schedule before, long firstSequence, long firstDueNanos, long messagesPerMegasecond) {

    /** Above this a product of the exact arithmetic would no longer fit into a long. */
    public static final double MAX_RATE_MSG_PER_S = 9_000_000;

    private static final long MILLION = 1_000_000;

    /** Message 0 is due at {@code startNanos}; {@code rateMsgPerS} is taken to the millionth. */
    public static Schedule starting(long startNanos, double rateMsgPerS) {
        return new Schedule(null, 0, startNanos, perMegasecond(rateMsgPerS));
    }

    /** When message {@code sequence} is due, rounded down to the nanosecond. */
    public long dueNanos(long sequence) {
        if (before != null && sequence < firstSequence) return before.dueNanos(sequence);
        // i · 10⁶ / rate in seconds, then the rest in microseconds, then the rest in nanoseconds.
        var scaled = (sequence - firstSequence) * MILLION;
        var seconds = scaled / messagesPerMegasecond;
        var rest = scaled % messagesPerMegasecond * MILLION;
        var micros = rest / messagesPerMegasecond;
        var nanos = rest % messagesPerMegasecond * 1000 / messagesPerMegasecond;
        return firstDueNanos + seconds * 1_000_000_000 + micros * 1000 + nanos;
    }

    /** How many messages are due at {@code nanos} or before. */
    public long dueBy(long nanos) {
        if (nanos < firstDueNanos)
            return before == null ? 0 : Math.min(firstSequence, before.dueBy(nanos));
        var guess =
                firstSequence + (long) ((nanos - firstDueNanos) * 1e-15 * messagesPerMegasecond);
        while (guess > firstSequence && dueNanos(guess) > nanos) guess--;
        while (dueNanos(guess) <= nanos) guess++;
        return guess;
    }

    /**
     * The same schedule at another rate from {@code nowNanos} on. What came due before stays due
     * when it was: a feeder that is behind does not win time.
     */
    public Schedule atRate(double rateMsgPerS, long nowNanos) {
        var next = dueBy(nowNanos);
        var rate = perMegasecond(rateMsgPerS);
        // The part of a message that has yet to pass takes its time at the new rate.
        var wait = (dueNanos(next) - nowNanos) * messagesPerMegasecond / rate;
        return new Schedule(this, next, nowNanos + wait, rate);
    }

    private static long perMegasecond(double rateMsgPerS) {
        var rate = Math.round(rateMsgPerS * MILLION);
        if (rate < 1 || !(rateMsgPerS <= MAX_RATE_MSG_PER_S))
            throw new IllegalArgumentException(
                    rateMsgPerS + " msg/s; allowed: above 0 and up to " + MAX_RATE_MSG_PER_S);
        return rate;
    }
}
