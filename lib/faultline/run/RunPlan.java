package faultline.run;

import faultline.plan.Autoscale;
import faultline.plan.Durations;
import faultline.plan.Factors;
import faultline.plan.Load;
import faultline.plan.OwnService;
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
 * @param faults in the order of their times; none for a control
 * @param flow a schedule or a workflow in the place of faults
 * @param guard what is watched meanwhile; a sweep only measures
 * @param autoscale how consumers scale themselves; empty where all of the stack run all the time
 * @param own programs in the place of the kit's feeders and consumers
 * @param drain how long the consumers may take to catch up after the load
 */
public record RunPlan(
        int number,
        Point point,
        Stack stack,
        Load load,
        List<TimedFault> faults,
        Optional<TimedFlow> flow,
        Optional<Guard> guard,
        Optional<Autoscale> autoscale,
        OwnService own,
        Duration drain,
        long seed) {

    /** What every run is checked for. */
    static final List<String> HYPOTHESIS =
            List.of("lost == 0", "phantom == 0", "replicas identical", "drained");

    /** How many consumers each group begins with. */
    int consumers() {
        return autoscale.map(Autoscale::fewest).orElse(stack.consumers());
    }

    /** The same as the run of another number. */
    RunPlan numbered(int number) {
        return new RunPlan(
                number, point, stack, load, faults, flow, guard, autoscale, own, drain, seed);
    }

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
        if (!point.factors().equals(Factors.NONE)) place.put("factors", point.factors().toMap());
        map.put("point", place);
        map.put("stack", SweepPlan.map(stack));
        map.put("load", load.toMap());
        if (faults.size() == 1) map.put("fault", faults.getFirst().toMap());
        if (faults.size() > 1) map.put("faults", faults.stream().map(TimedFault::toMap).toList());
        flow.ifPresent(timed -> map.put("fault", timed.toMap()));
        guard.ifPresent(g -> map.put("guard", g.toMap()));
        autoscale.ifPresent(rule -> map.put("autoscale", rule.toMap()));
        if (!own.isNone()) map.put("own", own.toMap());
        map.put("drain", Durations.format(drain));
        map.put("hypothesis", HYPOTHESIS);
        return map;
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2)
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
