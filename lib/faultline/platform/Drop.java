package faultline.platform;

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
    NO_ROUTE,
    /** The sender's device was full, before the switch knew where to; of a pod, not of a link. */
    DEVICE;

    /** As it is called in files: {@code no_route}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether no fault can be meant to cause it: some queue of the kit was too small. */
    public boolean isUnasked() {
        return this == QUEUE || this == DEVICE;
    }
}
