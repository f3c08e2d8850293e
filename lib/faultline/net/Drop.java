package faultline.net;

/** Why a packet did not arrive. */
public enum Drop {
    /** A loss fault took it. */
    LOSS,
    /** A partition lies between the two pods. */
    PARTITION,
    /** The queue of a bandwidth fault was full, or the packet larger than its bucket. */
    BANDWIDTH,
    /** The switch held as much for this link as it may. */
    QUEUE,
    /** Nobody has the address, or the receiver's device is gone. */
    NO_ROUTE
}
