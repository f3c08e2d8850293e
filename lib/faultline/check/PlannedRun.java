package faultline.check;

import faultline.chaos.Fault;
import faultline.chaos.Injection;
import faultline.chaos.NetworkChaos;
import faultline.chaos.StressChaos;
import faultline.measure.Condition;
import faultline.measure.Journal;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.plan.Load;
import faultline.plan.Section;
import faultline.stack.Component;
import faultline.stack.Protection;
import faultline.stack.Stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a run was meant to be, as its {@code plan.yaml} says.
 *
 * @param faults what was to be injected; none in a control run
 * @param hypothesis what was to hold while the load lasted; none in a sweep
 */
public record PlannedRun(
        String run, Stack stack, Load load, List<PlannedFault> faults, List<Condition> hypothesis) {

    /** The components that hold messages in the end. */
    static final List<Component> STORES = List.of(Component.MARIADB, Component.INFLUXDB);

    /**
     * @param at since the load started
     * @param targets names of pods
     * @param manifest as it was applied; empty where the plan has none
     * @param children every fault that a schedule or a workflow could make; of one fault none
     */
    public record PlannedFault(
            String name,
            Duration at,
            List<String> targets,
            Map<?, ?> manifest,
            List<PlannedFault> children) {

        /** What it asks for, where it is a NetworkChaos. */
        Optional<NetworkChaos> network() {
            return injection("NetworkChaos").map(NetworkChaos.class::cast);
        }

        /** What it asks for, where it is a StressChaos. */
        Optional<StressChaos> stress() {
            return injection("StressChaos").map(StressChaos.class::cast);
        }

        /** As in the manifest; empty where the plan has none. */
        String kind() {
            return manifest.get("kind") instanceof String kind ? kind : "";
        }

        /** Whether its targets die of it, and so whether their deaths say that it took effect. */
        public boolean endsPods() {
            return kind().isEmpty() || kind().equals("PodChaos");
        }

        private Optional<Injection> injection(String kind) {
            if (!kind.equals(kind())) return Optional.empty();
            var document = new LinkedHashMap<String, Object>();
            manifest.forEach((key, value) -> document.put(String.valueOf(key), value));
            var fault = new Fault(name, kind, "", targets, Optional.empty(), false, document);
            return Optional.of(fault.injection());
        }
    }

    /** Reads {@code plan.yaml}; {@link BadInput} names the place of what is missing or wrong. */
    public static PlannedRun of(Map<String, Object> plan) {
        var load = map(plan, "load");
        var stack = map(plan, "stack");
        return new PlannedRun(
                value(plan, "", "run", String.class),
                new Stack(
                        count(stack, "stack", "brokers"),
                        count(stack, "stack", "databases"),
                        count(stack, "stack", "series"),
                        count(stack, "stack", "feeders"),
                        count(stack, "stack", "consumers"),
                        Protection.of(Journal.PLAN, "stack.", stack)),
                new Load(
                        value(load, "load", "rate_msg_per_s", Number.class).doubleValue(),
                        count(load, "load", "size_bytes"),
                        duration(load, "load", "warmup"),
                        duration(load, "load", "duration"),
                        count(load, "load", "partitions"),
                        String.valueOf(load.get("acks")),
                        value(load, "load", "compression", String.class),
                        Load.batch(new Section(Journal.PLAN, "load.", load)),
                        Load.steps(new Section(Journal.PLAN, "load.", load))),
                faults(plan),
                hypothesis(plan));
    }

    /** One alone stands under its own key. */
    private static List<PlannedFault> faults(Map<String, Object> plan) {
        if (plan.get("fault") != null) return List.of(fault(map(plan, "fault")));
        if (plan.get("faults") == null) return List.of();
        List<?> list = value(plan, "", "faults", List.class);
        return IntStream.range(0, list.size())
                .mapToObj(i -> fault(map(Map.of("fault", list.get(i)), "fault")))
                .toList();
    }

    private static List<Condition> hypothesis(Map<String, Object> plan) {
        if (plan.get("guard") == null) return List.of();
        List<?> list = value(map(plan, "guard"), "guard", "conditions", List.class);
        return list.stream().map(text -> Condition.parse(String.valueOf(text))).toList();
    }

    private static PlannedFault fault(Map<String, Object> fault) {
        var at = duration(fault, "fault", "at");
        var children = new ArrayList<PlannedFault>();
        if (fault.get("children") != null)
            for (var child : value(fault, "fault", "children", List.class))
                children.add(fault(map(Map.of("children", child), "children"), at, List.of()));
        return fault(fault, at, children);
    }

    private static PlannedFault fault(
            Map<String, Object> fault, Duration at, List<PlannedFault> children) {
        List<?> targets = value(fault, "fault", "targets", List.class);
        return new PlannedFault(
                value(fault, "fault", "name", String.class),
                at,
                targets.stream().map(String::valueOf).toList(),
                fault.get("manifest") instanceof Map<?, ?> manifest ? manifest : Map.of(),
                children);
    }

    private static int count(Map<String, Object> map, String path, String key) {
        return value(map, path, key, Number.class).intValue();
    }

    private static Duration duration(Map<String, Object> map, String path, String key) {
        var text = value(map, path, key, String.class);
        return Durations.parse(text).orElseThrow(() -> bad(path, key, text, "a duration, 300ms"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> plan, String key) {
        return value(plan, "", key, Map.class);
    }

    private static <T> T value(Map<String, Object> map, String path, String key, Class<T> type) {
        if (type.isInstance(map.get(key))) return type.cast(map.get(key));
        throw bad(path, key, map.get(key), "a " + type.getSimpleName().toLowerCase());
    }

    private static BadInput bad(String path, String key, Object found, String allowed) {
        return new BadInput(
                Journal.PLAN,
                path.isEmpty() ? key : path + "." + key,
                found == null ? "nothing" : found.toString(),
                allowed);
    }
}
