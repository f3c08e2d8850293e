package faultline.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One message as it lies in the topic: feeder, sequence number and due time in its first bytes,
 * then a payload that does not compress.
 *
 * @param dueNanos on the monotonic clock of the feeder's host
 * @param timestampMillis wall time at which the client took it; the same for each redelivery
 */
public record Message(
        int feeder, long sequence, long dueNanos, long timestampMillis, byte[] payload) {

    /** The smallest value: an int and two longs. */
    static final int HEADER_BYTES = Integer.BYTES + 2 * Long.BYTES;

    /** Reads a record's value; empty where it is none of ours. */
    public static Optional<Message> read(byte[] value, long timestampMillis) {
        if (value == null || value.length < HEADER_BYTES) return Optional.empty();
        var buffer = ByteBuffer.wrap(value);
        return Optional.of(
                new Message(
                        buffer.getInt(),
                        buffer.getLong(),
                        buffer.getLong(),
                        timestampMillis,
                        Arrays.copyOfRange(value, HEADER_BYTES, value.length)));
    }

    /**
     * Values made in advance and used again and again, so that making one costs a feeder next to
     * nothing. The Kafka client copies a value before {@code send} returns.
     */
    static final class Pool {
        private final ByteBuffer[] values;

        /**
         * @param batchBytes a pool of twice as much has no value twice in one batch, so that
         *     compression finds nothing to share
         */
        Pool(int feeder, int sizeBytes, int batchBytes) {
            values = new ByteBuffer[Math.max(2, 2 * batchBytes / sizeBytes + 1)];
            var random = new SplittableRandom(feeder);
            for (int i = 0; i < values.length; i++) {
                var bytes = new byte[sizeBytes];
                random.nextBytes(bytes);
                values[i] = ByteBuffer.wrap(bytes).putInt(0, feeder);
            }
        }

        /** The value of a message; holds until the pool has gone round. */
        byte[] value(long sequence, long dueNanos) {
            return values[(int) (sequence % values.length)]
                    .putLong(Integer.BYTES, sequence)
                    .putLong(Integer.BYTES + Long.BYTES, dueNanos)
                    .array();
        }
    }
}
