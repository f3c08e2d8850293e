package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Fault;
import faultline.plan.Durations;

import java.time.Duration;
import java.util.Map;

/**
 * A fault of a run and its time.
 *
 * @param at when it is injected, since the load started
 */
public record TimedFault(Fault fault, Duration at) {

    Map<String, Object> toMap() {
        return ordered(
                "name", fault.name(),
                "at", Durations.format(at),
                "targets", fault.targets(),
                "manifest", fault.manifest());
    }
}
