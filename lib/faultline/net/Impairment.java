package faultline.net;

/**
 * What a fault does to the packets of a link.
 *
 * <pre>
 *   packet ──► duplicate ──► loss ──► corrupt ──► reorder ──► delay ──► rate ──► (next fault) ──►
 * </pre>
 *
 * The record holds the parameters; each link gets a stage of its own, which holds the state.
 */
public interface Impairment {

    /** Decides about packets, one after the other, in the order in which they come to the link. */
    interface Stage {
        void pass(Crossing packet);

        /** The largest packet that passes whole, in bytes; a larger one is cut to the MTU first. */
        default int largestBytes() {
            return Integer.MAX_VALUE;
        }
    }

    /** The stage for one link: the same seed decides the same for the same packets. */
    Stage on(long seed);

    /**
     * Whether all links of a pod that it acts on share one stage: a rate holds for what a pod sends
     * to all of them together. The others are drawn for each link, so that what happens to packet n
     * of a link hangs on that link alone.
     */
    default boolean isOfSender() {
        return false;
    }

    /** Throws where a probability or correlation is not between 0 and 1. */
    static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1))
            throw new IllegalArgumentException(
                    "%s must be between 0 and 1, not %s".formatted(name, value));
    }
}
