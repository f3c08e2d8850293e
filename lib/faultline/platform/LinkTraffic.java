package faultline.platform;

import java.util.Map;

/**
 * What one directed link has carried since it exists.
 *
 * @param to empty for what a pod's device has dropped on the way to whomever
 * @param packets of at most the MTU that were sent
 * @param bytes of IP packets that were sent
 * @param transmissionNanos that the packets take at the rate that faults limit the link to
 * @param drops of packets as the sender's kernel handed them over, by cause
 * @param waitingPackets that are held for a later time now
 * @param waitingBytes of memory that they take
 */
public record LinkTraffic(
        String from,
        String to,
        long packets,
        long bytes,
        long transmissionNanos,
        Map<Drop, Long> drops,
        long corrupted,
        long duplicated,
        long reordered,
        long waitingPackets,
        long waitingBytes) {

    public LinkTraffic {
        drops = Map.copyOf(drops);
    }

    public long dropped() {
        return drops.values().stream().mapToLong(Long::longValue).sum();
    }
}
