package faultline.net;

import java.lang.foreign.MemorySegment;

/** A packet that waits for its time, in memory that is used again. */
final class Parcel implements Comparable<Parcel> {

    final MemorySegment memory;
    Link link;
    int bytes;
    long leavesNanos;

    /** Which of those that leave at the same time came first. */
    long order;

    Parcel(MemorySegment memory) {
        this.memory = memory;
    }

    @Override
    public int compareTo(Parcel other) {
        var earlier = Long.compare(leavesNanos, other.leavesNanos);
        return earlier != 0 ? earlier : Long.compare(order, other.order);
    }
}
