package faultline.model;

/**
 * One measurement that may explain a limit.
 *
 * @param where the pod, link or machine
 * @param share 0 to 1 of what is possible
 */
public record Evidence(Sign sign, String where, double share) {

    public Evidence {
        if (!(share >= 0 && share <= 1))
            throw new Unanswerable(
                    "%s of %s is %s.".formatted(sign, where, Written.number(share)),
                    "It must be a share, 0 to 1.");
    }

    boolean crosses() {
        return share >= sign.threshold();
    }

    /** How far past the threshold, of the way that is left to the very end: 0 to 1. */
    double excess() {
        return (share - sign.threshold()) / (1 - sign.threshold());
    }

    String sentence() {
        return "%s; the limit is %s."
                .formatted(sign.sentence(where, share), Written.percent(sign.threshold()));
    }
}
