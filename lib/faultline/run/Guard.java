package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.measure.Condition;
import faultline.plan.Durations;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is watched while a run goes on.
 *
 * @param hypothesis must hold before, during and after the faults
 * @param abort ends the run where one of them comes true
 * @param gate how long the hypothesis must hold before anything is injected
 */
public record Guard(List<Condition> hypothesis, List<Condition> abort, Duration gate) {

    /** From the end of the gate until what pods and brokers said of it is in. */
    static final Duration ANSWERS = Duration.ofSeconds(2);

    /** When the first fault may come, in a load with this warm-up. */
    Duration methodAfter(Duration warmup) {
        return warmup.plus(gate).plus(ANSWERS);
    }

    Map<String, Object> toMap() {
        return ordered(
                "gate", Durations.format(gate),
                "conditions", hypothesis.stream().map(Condition::toString).toList(),
                "abort", abort.stream().map(Condition::toString).toList());
    }
}
