package faultline.net;

/**
 * How large packets and queues may be.
 *
 * @param mtu of every pod's device, as on a cluster's {@code eth0}; TCP does not pay for a small
 *     one, because kernels hand over up to 64 KiB at once
 * @param queueBytes of memory that a link may hold for packets that wait
 * @param queuePackets that a link may hold
 * @param devicePackets that a pod's device holds for the switch
 */
public record Limits(int mtu, long queueBytes, int queuePackets, int devicePackets) {

    /**
     * A TCP connection has at most 6 MB under way (the default of {@code tcp_rmem}), so a link
     * holds what ten of them fill however long the delay; packets are counted to bound the work of
     * keeping them in order. The memory is taken only when packets wait. A device that is full
     * drops, so it holds what the same connections send while the switch is not given a processor.
     */
    public static final Limits DEFAULT = new Limits(1500, 64L << 20, 1 << 18, 1 << 14);

    public Limits {
        if (mtu < 576 || mtu > 65_535)
            throw new IllegalArgumentException("the MTU must be 576 to 65535, not " + mtu);
        if (queueBytes < Packets.LARGEST_BYTES || queuePackets < 1 || devicePackets < 1)
            throw new IllegalArgumentException("a queue must hold at least one packet");
    }
}
