package faultline.note;

/** A block that did not compile, threw, or claimed what the data does not support. */
public final class BlockFailed extends RuntimeException {

    private final int line;
    private final String reason;

    BlockFailed(int line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
        this.reason = reason;
    }

    /** In the file of the notebook, from 1. */
    public int line() {
        return line;
    }

    /** Why, in a line or more. */
    public String reason() {
        return reason;
    }
}
