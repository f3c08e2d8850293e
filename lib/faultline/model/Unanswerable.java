package faultline.model;

import faultline.plan.BadInput;

/** The data cannot carry the answer: a sentence that says why, and one that says what would. */
public final class Unanswerable extends BadInput {

    private final String why;
    private final String wanted;

    /**
     * @param why what is missing or wrong, a whole sentence
     * @param wanted what to measure or to give instead, a whole sentence
     */
    public Unanswerable(String why, String wanted) {
        super(why + " " + wanted);
        this.why = why;
        this.wanted = wanted;
    }

    public String why() {
        return why;
    }

    public String wanted() {
        return wanted;
    }

    /** A finite number above zero, or the sentence that says what it was instead. */
    static double positive(String what, double value) {
        if (value > 0 && Double.isFinite(value)) return value;
        throw new Unanswerable(
                "%s is %s.".formatted(capital(what), Written.number(value)),
                "It must be a number above 0.");
    }

    /** A finite number, zero or more, or the sentence that says what it was instead. */
    static double notNegative(String what, double value) {
        if (value >= 0 && Double.isFinite(value)) return value;
        throw new Unanswerable(
                "%s is %s.".formatted(capital(what), Written.number(value)),
                "It must be 0 or a number above it.");
    }

    /** A share of one, or the sentence that says what it was instead. */
    static double share(String what, double value) {
        if (value > 0 && value <= 1) return value;
        throw new Unanswerable(
                "%s is %s.".formatted(capital(what), Written.number(value)),
                "It must be above 0 and at most 1.");
    }

    /** A count of at least {@code least}, or the sentence that says what it was instead. */
    static int atLeast(String what, int value, int least) {
        if (value >= least) return value;
        throw new Unanswerable(
                "%s is %d.".formatted(capital(what), value),
                "It must be %d or more.".formatted(least));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
