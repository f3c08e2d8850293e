package faultline.net;

import java.util.Arrays;

/** The packets of a queue that have not left yet: a ring of times and lengths, first in first. */
final class Waiting {

    private long[] leavesNanos = new long[64];
    private int[] lengths = new int[64];
    private int first;
    private int count;
    private long bytes;

    /** The bytes that still wait at {@code nanos}; those that have left are forgotten. */
    long bytesAt(long nanos) {
        while (count > 0 && leavesNanos[first] <= nanos) {
            bytes -= lengths[first];
            first = (first + 1) % lengths.length;
            count--;
        }
        return bytes;
    }

    void add(long leaves, int length) {
        if (count == lengths.length) grow();
        var end = (first + count) % lengths.length;
        leavesNanos[end] = leaves;
        lengths[end] = length;
        count++;
        bytes += length;
    }

    private void grow() {
        var size = lengths.length;
        leavesNanos = Arrays.copyOf(leavesNanos, 2 * size);
        lengths = Arrays.copyOf(lengths, 2 * size);
        // What had wrapped around continues behind the old end.
        System.arraycopy(leavesNanos, 0, leavesNanos, size, first);
        System.arraycopy(lengths, 0, lengths, size, first);
    }
}
