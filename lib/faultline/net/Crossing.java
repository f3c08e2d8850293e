package faultline.net;

import faultline.platform.Drop;

/** One packet on its way over a link, and what the impairments have decided about it. */
public final class Crossing {

    /** Its length as an IP packet. */
    public int bytes;

    /** When it came to the fault at hand, in the nanoseconds of {@link System#nanoTime}. */
    public long arrivesNanos;

    /** When it leaves, as far as decided. */
    public long leavesNanos;

    /** How long it takes at the lowest rate that a fault limits its link to; 0 without a limit. */
    public long transmissionNanos;

    /** Why it does not arrive at all, or null. */
    public Drop drop;

    /** Whether another one like it arrives too. */
    public boolean duplicate;

    /** Whether one of its bits is wrong, and which: a number from 0 to 1 along the packet. */
    public boolean corrupt;

    public double corruptAt;

    /** Whether it overtakes those that wait in the fault at hand. */
    public boolean overtakes;

    /** A packet of {@code bytes} that comes now and has met no impairment yet. */
    public void begin(int bytes, long nowNanos) {
        this.bytes = bytes;
        arrivesNanos = nowNanos;
        leavesNanos = nowNanos;
        transmissionNanos = 0;
        drop = null;
        duplicate = false;
        corrupt = false;
        overtakes = false;
    }

    /** Takes its time on a link of this rate; a bucket spends as much of what it holds. */
    void transmit(long bytesPerSecond) {
        transmissionNanos = Math.max(transmissionNanos, transmission(bytesPerSecond));
    }

    /** Nanoseconds that it takes at this rate. */
    long transmission(long bytesPerSecond) {
        return (long) (bytes * 1e9 / bytesPerSecond);
    }

    /** Makes this a copy of another. */
    void copy(Crossing other) {
        begin(other.bytes, other.arrivesNanos);
        leavesNanos = other.leavesNanos;
        transmissionNanos = other.transmissionNanos;
        corrupt = other.corrupt;
        corruptAt = other.corruptAt;
        overtakes = other.overtakes;
    }
}
