package faultline.check;

import faultline.measure.Damaged;
import faultline.measure.Journal;
import faultline.measure.Recording;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code verdict.json} says of a run.
 *
 * @param reasons whole sentences: of a run that passed why it did, of any other what stood in the
 *     way, worst first
 * @param findings everything that was looked at
 * @param accounting empty where it could not be made, as are the others
 */
public record Verdict(
        String run,
        Outcome outcome,
        List<String> reasons,
        List<Finding> findings,
        Optional<Accounting> accounting,
        List<Recovery> recoveries,
        List<PodRecovery> podRecoveries,
        List<Effect> effects,
        Optional<LoadSummary> load) {

    /** The worst of all findings is the outcome. */
    static Verdict of(
            String run,
            List<Finding> findings,
            Optional<Accounting> accounting,
            List<Recovery> recoveries,
            List<PodRecovery> podRecoveries,
            List<Effect> effects,
            Optional<LoadSummary> load) {
        var outcome = Outcome.worst(findings.stream().map(Finding::outcome).toList());
        var reasons =
                findings.stream()
                        .filter(f -> outcome == Outcome.PASS || f.outcome() != Outcome.PASS)
                        .sorted(Comparator.comparing(Finding::outcome).reversed())
                        .map(Finding::reason)
                        .distinct()
                        .toList();
        return new Verdict(
                run,
                outcome,
                reasons,
                findings,
                accounting,
                recoveries,
                podRecoveries,
                effects,
                load);
    }

    /**
     * As in {@code verdict.json}: units in the names, at most three decimals, always in one order.
     */
    public Map<String, Object> toMap() {
        return VerdictJson.toMap(this);
    }

    /**
     * What the checking of a run found; empty where it was not checked.
     *
     * @throws Damaged where its {@code verdict.json} is no verdict
     */
    public static Optional<Verdict> read(Recording recording) {
        var file = recording.folder().resolve(Journal.VERDICT);
        return recording.verdict().map(map -> VerdictJson.read(file, map));
    }

    /** The verdict that {@link #toMap} gave. */
    public static Verdict fromMap(Map<String, Object> map) {
        return VerdictJson.fromMap(map);
    }
}
