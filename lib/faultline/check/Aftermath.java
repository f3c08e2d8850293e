package faultline.check;

import faultline.measure.Recording;

import java.util.List;
import java.util.Map;

/** What a run with a fault came to: what users saw of it, and what to change next. */
public record Aftermath(String run, Outcome outcome, Impact impact, List<Advice> change) {

    public static Aftermath of(Recording recording, Verdict verdict) {
        return new Aftermath(
                verdict.run(),
                verdict.outcome(),
                Impact.of(recording),
                Advice.of(recording, verdict));
    }

    /** As in a file: units in the names, three decimals at most. */
    public Map<String, Object> toMap() {
        return VerdictJson.toMap(this);
    }
}
