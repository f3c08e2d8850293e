package faultline.chaos;

/** What a NetworkChaos does to its links. */
public enum NetworkAction {
    NETEM,
    DELAY,
    LOSS,
    DUPLICATE,
    CORRUPT,
    PARTITION,
    BANDWIDTH;

    /** As the manifest says it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether netem does it, with all of its blocks that the spec has. */
    public boolean isNetem() {
        return this != PARTITION && this != BANDWIDTH;
    }
}
