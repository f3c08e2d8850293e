package faultline.plan;

import java.time.Duration;

/**
 * What the feeders offer together, in open loop: message i is due at t0 + i / rate, whatever
 * happened before.
 *
 * @param rateMsgPerS messages a second, all feeders together
 * @param sizeBytes bytes of one message's value
 * @param warmup offered before anything is measured
 * @param duration offered while measuring
 * @param partitions of the topic
 * @param acks {@code all}, {@code 1} or {@code 0}
 * @param compression {@code none}, {@code lz4}, {@code snappy}, {@code gzip} or {@code zstd}
 */
public record Load(
        double rateMsgPerS,
        int sizeBytes,
        Duration warmup,
        Duration duration,
        int partitions,
        String acks,
        String compression) {

    /** The same load at another rate. */
    public Load at(double rate) {
        return new Load(rate, sizeBytes, warmup, duration, partitions, acks, compression);
    }

    /** How many messages each of {@code feeders} is to send, warm-up included. */
    public long messagesEach(int feeders) {
        return Math.round(rateMsgPerS / feeders * warmup.plus(duration).toNanos() / 1e9);
    }
}
