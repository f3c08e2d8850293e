package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Flow;
import faultline.plan.Durations;

import java.time.Duration;
import java.util.Map;

/**
 * A schedule or a workflow of a run and its time.
 *
 * @param at when it begins, since the load started
 */
public record TimedFlow(Flow flow, Duration at) {

    /** With every child that it can have, so that nothing is drawn any more. */
    Map<String, Object> toMap() {
        var children =
                flow.faults().values().stream()
                        .map(fault ->
                                ordered(
                                        "name", fault.name(),
                                        "targets", fault.targets(),
                                        "manifest", fault.manifest()))
                        .toList();
        return ordered(
                "name", flow.name(),
                "at", Durations.format(at),
                "limit", Durations.format(flow.limit()),
                "targets", flow.targets(),
                "manifest", flow.document().document(),
                "children", children);
    }
}
