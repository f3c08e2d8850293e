package faultline.local;

/**
 * One thing that the kit looked for on this machine.
 *
 * @param what it looked for
 * @param found what it found, in a few words
 * @param cost what that means for a sweep; empty where all is well
 * @param mend the commands that mend it, one a line; empty where there is nothing to mend
 */
public record Finding(String what, String found, String cost, String mend, Grade grade) {

    /** How much it matters. */
    public enum Grade {
        GOOD,
        /** The kit can do without, or helps itself. */
        NOTE,
        /** No sweep runs before this is mended. */
        FATAL
    }

    static Finding good(String what, String found) {
        return new Finding(what, found, "", "", Grade.GOOD);
    }

    static Finding note(String what, String found, String cost, String mend) {
        return new Finding(what, found, cost, mend, Grade.NOTE);
    }

    static Finding fatal(String what, String found, String cost, String mend) {
        return new Finding(what, found, cost, mend, Grade.FATAL);
    }
}
