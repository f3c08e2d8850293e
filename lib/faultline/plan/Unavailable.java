package faultline.plan;

/** This machine lacks something: exit 3, what is missing and the command that mends it. */
public final class Unavailable extends RuntimeException {

    private final String missing;
    private final String mend;

    public Unavailable(String missing, String mend) {
        super(missing + "\n  " + mend.replace("\n", "\n  "));
        this.missing = missing;
        this.mend = mend;
    }

    /** What is missing, in a line where it was given as one. */
    public String missing() {
        return missing;
    }

    /** The command that mends it, in a line where it was given as one. */
    public String mend() {
        return mend;
    }
}
