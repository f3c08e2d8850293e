package faultline.measure;

import org.roaringbitmap.RoaringBitmap;

import java.util.Map;
import java.util.TreeMap;

/** Gathers what a replica holds, message by message, in any order. */
final class Content {

    private final Map<Integer, RoaringBitmap> ids = new TreeMap<>();
    private long redelivered;
    private long count;
    private long sum;
    private long xor;

    /**
     * @param deliveries how often the message was dumped
     * @param hash of all that is stored of it
     */
    void add(int feeder, long sequence, long deliveries, long hash) {
        ids.computeIfAbsent(feeder, _ -> new RoaringBitmap()).add(Math.toIntExact(sequence));
        redelivered += deliveries - 1;
        count++;
        // Both, because two equal messages would undo each other in the one and two wrong ones
        // can make up for each other in the other.
        sum += hash;
        xor ^= hash;
    }

    /** The same checksum for the same content, whatever the order in which it was read. */
    Stored stored(String replica) {
        var checksum = "%d-%016x-%016x".formatted(count, sum, xor);
        return new Stored(replica, ids, redelivered, checksum);
    }
}
