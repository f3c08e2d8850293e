package faultline.check;

import faultline.measure.Recording;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What to change next, and the evidence that says so.
 *
 * @param key of a plan, or of the component's own configuration
 * @param because a whole sentence, of things that the journal holds
 */
public record Advice(String key, String value, String because) {

    /**
     * The rules whose evidence is in a run's journal, data before speed. None for a run that
     * passed, and none where no rule fits: then nothing is guessed.
     *
     * @throws faultline.plan.BadInput where the journal's plan cannot be read
     */
    public static List<Advice> of(Recording recording, Verdict verdict) {
        if (verdict.outcome() == Outcome.PASS) return List.of();
        var rules = new Rules(recording, verdict);
        return Stream.of(
                        rules.acks(),
                        rules.minInsync(),
                        rules.galeraRecovery(),
                        rules.seriesWrite(),
                        rules.tooFewLeft(),
                        rules.noEffect(),
                        rules.feeders(),
                        rules.controlFailed(),
                        rules.galeraTimeouts(),
                        rules.secondConsumer(),
                        rules.slowDrain(),
                        rules.cores(),
                        rules.narrower())
                .filter(Objects::nonNull)
                .toList();
    }
}
