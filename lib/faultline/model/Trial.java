package faultline.model;

import faultline.check.Outcome;

/**
 * One experiment of a capacity search.
 *
 * @param level which of the rates was offered, from 0
 */
public record Trial(int level, Outcome outcome) {

    public Trial {
        Unanswerable.atLeast("the level of a trial", level, 0);
    }
}
