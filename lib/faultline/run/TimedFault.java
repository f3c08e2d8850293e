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
 * @param whole whether it then waits until the stack is whole
 */
public record TimedFault(Fault fault, Duration at, boolean whole) {

    /** At its time, whatever the stack is like. */
    public TimedFault(Fault fault, Duration at) {
        this(fault, at, false);
    }

    Map<String, Object> toMap() {
        var map =
                ordered(
                        "name", fault.name(),
                        "at", Durations.format(at));
        if (whole) map.put("when", "whole");
        map.put("targets", fault.targets());
        map.put("manifest", fault.manifest());
        return map;
    }
}
