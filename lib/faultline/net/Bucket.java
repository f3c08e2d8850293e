package faultline.net;

/** A bucket of tokens, one a byte, which fills at a rate and starts full. */
final class Bucket {

    private final double bytesPerNano;
    private final double capacityBytes;
    private double tokens;
    private long atNanos;
    private boolean used;

    Bucket(long bytesPerSecond, long capacityBytes) {
        bytesPerNano = bytesPerSecond / 1e9;
        this.capacityBytes = capacityBytes;
        tokens = capacityBytes;
    }

    /** When, at {@code nanos} or later, the bucket holds {@code bytes}. */
    long whenFilled(long nanos, int bytes) {
        var missing = bytes - tokensAt(nanos);
        return missing <= 0 ? nanos : nanos + (long) Math.ceil(missing / bytesPerNano);
    }

    /** Takes what a packet that leaves at {@code nanos} needs; time never runs backwards. */
    void take(long nanos, int bytes) {
        tokens = tokensAt(nanos) - bytes;
        atNanos = nanos;
        used = true;
    }

    private double tokensAt(long nanos) {
        return used
                ? Math.min(capacityBytes, tokens + (nanos - atNanos) * bytesPerNano)
                : capacityBytes;
    }
}
