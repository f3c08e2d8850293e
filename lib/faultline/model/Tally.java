package faultline.model;

import java.util.List;

/**
 * What the trials of one rate say together: the majority of those that said anything.
 *
 * @param others neither passed nor failed: inconclusive or aborted
 */
record Tally(int passes, int fails, int others) {

    enum State {
        UNTRIED,
        PASS,
        FAIL,
        /** No majority yet, and another trial may bring one. */
        OPEN,
        /** No majority, and no more trials: counts as a rate that is not carried. */
        UNDECIDED
    }

    static Tally of(List<Trial> trials, int level) {
        int[] counts = new int[3];
        for (var trial : trials)
            if (trial.level() == level)
                counts[
                        switch (trial.outcome()) {
                            case PASS -> 0;
                            case FAIL -> 1;
                            case INCONCLUSIVE, ABORTED -> 2;
                        }]++;
        return new Tally(counts[0], counts[1], counts[2]);
    }

    int trials() {
        return passes + fails + others;
    }

    State state(int most) {
        if (trials() == 0) return State.UNTRIED;
        if (passes > fails) return State.PASS;
        if (fails > passes) return State.FAIL;
        return trials() < most ? State.OPEN : State.UNDECIDED;
    }

    /** {@code 2 of 3 runs passed}. */
    String words() {
        return Written.text("%d of %s passed", passes, Written.count(trials(), "run"))
                + (others > 0 ? Written.text(", %d said nothing", others) : "");
    }
}
