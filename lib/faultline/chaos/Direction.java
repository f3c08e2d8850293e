package faultline.chaos;

/** Which packets are hit, seen from the pods of the selector. */
public enum Direction {
    /** What they send to the target. */
    TO,
    /** What the target sends to them. */
    FROM,
    BOTH;

    /** As the manifest says it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean hasTo() {
        return this != FROM;
    }

    boolean hasFrom() {
        return this != TO;
    }
}
