package faultline.model;

import faultline.check.Outcome;

import java.util.List;

/**
 * What an objective says of a run.
 *
 * @param reasons whole sentences, of what decided
 * @param p99Ms end to end, of the sink where it was longest; NaN where it is not known
 */
public record Judgement(Outcome outcome, List<String> reasons, double p99Ms) {

    public Judgement {
        reasons = List.copyOf(reasons);
    }
}
