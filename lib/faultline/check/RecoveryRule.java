package faultline.check;

/**
 * When a second is bad, and when it is over.
 *
 * @param goodShare of the offered rate must be dumped. One second's count moves with where batches
 *     end; a fifth less is more than that.
 * @param backlogSeconds of offered load that the backlog may stand above its highest before the
 *     fault. Rates look good again as soon as consumers catch up; users wait until the backlog is
 *     gone.
 * @param goodSeconds that must follow each other, so that one good second in a flapping system is
 *     not its recovery
 * @param unsteadyShare of bad seconds before the fault above which there was no steady state to
 *     come back to
 * @param toleranceSeconds by which a pod's second may differ from the timeline's
 */
public record RecoveryRule(
        double goodShare,
        double backlogSeconds,
        int goodSeconds,
        double unsteadyShare,
        int toleranceSeconds) {

    public static final RecoveryRule DEFAULT = new RecoveryRule(0.8, 1, 3, 0.2, 1);
}
