package faultline.check;

import java.util.Collection;

/** How a run ended, from good to bad: what is worse counts. */
public enum Outcome {
    /** Everything that the hypothesis says was seen to hold. */
    PASS,
    /** It cannot be said: something was not seen, not finished or not read. */
    INCONCLUSIVE,
    /** Something that the hypothesis says was seen not to hold. */
    FAIL,
    /** The run was stopped before its end. */
    ABORTED;

    /** The worst; inconclusive where there is none, because nothing was looked at. */
    public static Outcome worst(Collection<Outcome> outcomes) {
        return outcomes.stream().max(Outcome::compareTo).orElse(INCONCLUSIVE);
    }
}
