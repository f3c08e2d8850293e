package faultline.plan;

/** This machine lacks something: exit 3, what is missing and the command that mends it. */
public final class Unavailable extends RuntimeException {

    public Unavailable(String missing, String mend) {
        super(missing + "\n  " + mend.replace("\n", "\n  "));
    }
}
