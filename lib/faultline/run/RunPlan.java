package faultline.run;

import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.plan.Durations;
import faultline.plan.Load;
import faultline.plan.Point;
import faultline.stack.Stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run with nothing left open: what {@code plan.yaml} in its journal says.
 *
 * @param number its place in the order of the sweep, from 1; names its topic and its tables
 * @param flow a schedule or a workflow in the place of one fault
 * @param faultAt when the fault is injected or the flow begins, since the load started
 * @param drain how long the consumers may take to catch up after the load
 */
public record RunPlan(
        int number,
        Point point,
        Stack stack,
        Load load,
        Optional<Fault> fault,
        Optional<Flow> flow,
        Duration faultAt,
        Duration drain,
        long seed) {

    /** What every run is checked for. */
    static final List<String> HYPOTHESIS =
            List.of("lost == 0", "phantom == 0", "replicas identical", "drained");

    public String topic() {
        return "run-" + number;
    }

    /** The database's name, in MariaDB and in InfluxDB. */
    public String database() {
        return "run_" + number;
    }

    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("run", point.id());
        map.put("number", number);
        map.put("seed", seed);
        var place =
                ordered(
                        "repetition", point.repetition(),
                        "replicas", point.replicas(),
                        "rate_msg_per_s", point.rateMsgPerS(),
                        "fault", point.fault());
        point.setting().ifPresent(setting -> place.put("setting", setting.toString()));
        map.put("point", place);
        map.put("stack", SweepPlan.map(stack));
        map.put("load", SweepPlan.map(load));
        fault.ifPresent(f ->
                map.put(
                        "fault",
                        ordered(
                                "name", f.name(),
                                "at", Durations.format(faultAt),
                                "targets", f.targets(),
                                "manifest", f.manifest())));
        flow.ifPresent(f -> map.put("fault", map(f)));
        map.put("drain", Durations.format(drain));
        map.put("hypothesis", HYPOTHESIS);
        return map;
    }

    /** With every child that it can have, so that nothing is drawn any more. */
    private Map<String, Object> map(Flow flow) {
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
                "at", Durations.format(faultAt),
                "limit", Durations.format(flow.limit()),
                "targets", flow.targets(),
                "manifest", flow.document().document(),
                "children", children);
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2)
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
