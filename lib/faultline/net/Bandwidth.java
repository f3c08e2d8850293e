package faultline.net;

import faultline.platform.Drop;

/**
 * A token bucket: packets leave at the rate, after a burst as large as the bucket; what has to wait
 * and does not fit into the queue is dropped. The law of tc-tbf(8).
 *
 * @param rateBytesPerSecond in the long run
 * @param limitBytes that may wait; the next packet is dropped
 * @param bufferBytes the bucket: a larger packet is cut to the MTU, and dropped if still larger
 * @param peakBytesPerSecond how fast a burst may leave, 0 for as fast as it can
 * @param minburstBytes the bucket of the peak rate
 */
public record Bandwidth(
        long rateBytesPerSecond,
        long limitBytes,
        long bufferBytes,
        long peakBytesPerSecond,
        long minburstBytes)
        implements Impairment {

    public Bandwidth {
        if (rateBytesPerSecond < 1 || limitBytes < 1 || bufferBytes < 1)
            throw new IllegalArgumentException("rate, limit and buffer must be positive");
        if (peakBytesPerSecond != 0 && (peakBytesPerSecond < rateBytesPerSecond))
            throw new IllegalArgumentException("the peak rate must not be below the rate");
        if (peakBytesPerSecond > 0 && minburstBytes < 1)
            throw new IllegalArgumentException("a peak rate needs a minburst");
    }

    /** A bucket without a limit on how fast a burst leaves. */
    public static Bandwidth of(long rateBytesPerSecond, long limitBytes, long bufferBytes) {
        return new Bandwidth(rateBytesPerSecond, limitBytes, bufferBytes, 0, 0);
    }

    @Override
    public boolean isOfSender() {
        return true;
    }

    @Override
    public Stage on(long seed) {
        var largest = peakBytesPerSecond == 0 ? bufferBytes : Math.min(bufferBytes, minburstBytes);
        return new Stage() {
            private final Bucket bucket = new Bucket(rateBytesPerSecond, bufferBytes);
            private final Bucket peak =
                    peakBytesPerSecond == 0 ? null : new Bucket(peakBytesPerSecond, minburstBytes);
            private final Waiting waiting = new Waiting();
            private long lastLeftNanos = Long.MIN_VALUE;

            @Override
            public void pass(Crossing packet) {
                var now = packet.leavesNanos;
                if (packet.bytes > largest || waiting.bytesAt(now) + packet.bytes > limitBytes) {
                    packet.drop = Drop.BANDWIDTH;
                    return;
                }
                var first = Math.max(now, lastLeftNanos);
                var leaves = bucket.whenFilled(first, packet.bytes);
                if (peak != null) leaves = Math.max(leaves, peak.whenFilled(first, packet.bytes));
                bucket.take(leaves, packet.bytes);
                if (peak != null) peak.take(leaves, packet.bytes);
                if (leaves > now) waiting.add(leaves, packet.bytes);
                lastLeftNanos = leaves;
                packet.leavesNanos = leaves;
                packet.transmit(rateBytesPerSecond);
            }

            @Override
            public int largestBytes() {
                return (int) Math.min(largest, Integer.MAX_VALUE);
            }
        };
    }
}
