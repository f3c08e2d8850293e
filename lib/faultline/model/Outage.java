package faultline.model;

import faultline.check.PlannedRun;
import faultline.check.PlannedRun.PlannedFault;
import faultline.measure.Recording;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a fault takes so much of that nothing can be carried meanwhile, whatever the rate: every pod
 * that does the same, or so many database nodes that no majority is left.
 *
 * @param part what broke
 * @param why a whole sentence
 */
public record Outage(String part, String why) {

    /**
     * By the pods that a run's plan names; empty where it has no fault that ends pods, or where
     * enough of them are left.
     */
    public static Optional<Outage> of(Recording recording) {
        var run = PlannedRun.of(recording.plan());
        var alike =
                run.stack().pods().stream()
                        .collect(
                                Collectors.groupingBy(
                                        pod -> noun(run.stack(), pod),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return run.faults().stream()
                .filter(PlannedFault::endsPods)
                .flatMap(fault ->
                        alike.entrySet().stream()
                                .flatMap(e -> of(fault, e.getKey(), e.getValue()).stream()))
                .findFirst();
    }

    /** As {@link Bottleneck#sentence}. */
    public String sentence() {
        return "What broke first: %s. %s".formatted(part, why);
    }

    private static Optional<Outage> of(PlannedFault fault, String noun, List<PodSpec> pods) {
        var component = pods.getFirst().component();
        var taken = pods.stream().filter(pod -> fault.targets().contains(pod.name())).count();
        var left = pods.size() - taken;
        if (taken == 0) return Optional.empty();
        var what =
                left == 0
                        ? (taken == 1 ? "the only " : "every ") + noun
                        : "%d of %d %ss, which leaves no majority"
                                .formatted(taken, pods.size(), noun);
        var stops = left == 0 || component == Component.MARIADB && left * 2 <= pods.size();
        return stops
                ? Optional.of(
                        new Outage(
                                part(component),
                                "%s takes %s, so nothing is carried meanwhile."
                                        .formatted(fault.name(), what)))
                : Optional.empty();
    }

    /** Pods of one name stand in for each other. */
    private static String noun(Stack stack, PodSpec pod) {
        return switch (pod.component()) {
            case KAFKA -> "broker";
            case MARIADB -> "database node";
            case INFLUXDB -> "store of " + Stack.group(stack.sink(pod));
            case FEEDER -> "feeder";
            case CONSUMER -> "consumer of " + pod.labels().get("sink");
        };
    }

    private static String part(Component component) {
        return switch (component) {
            case KAFKA -> "broker";
            case MARIADB -> "database";
            case INFLUXDB -> "series store";
            case FEEDER, CONSUMER -> component.label();
        };
    }
}
