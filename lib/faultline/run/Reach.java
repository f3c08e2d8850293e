package faultline.run;

import faultline.chaos.Flow;
import faultline.chaos.Manifest;
import faultline.plan.BadInput;
import faultline.plan.Yaml;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/** How many pods an experiment hits, and where it has to stop. */
final class Reach {

    /** A quorum is lost with the majority of these. */
    private static final List<Component> QUORUMS = List.of(Component.KAFKA, Component.MARIADB);

    /** A pod that was killed counts as hit for as long as it may need to come back. */
    private static final Duration COMING_BACK = Duration.ofSeconds(15);

    private Reach() {}

    /** How many pods the selector of a fault matches. */
    static int members(Manifest manifest, List<PodSpec> pods) {
        return set(manifest, "all", 0).resolve(pods, 0).targets().size();
    }

    /** The same fault on as many pods as the rung says. */
    static Manifest widened(Manifest manifest, Rung rung, List<PodSpec> pods) {
        return set(manifest, "fixed", rung.count(members(manifest, pods)));
    }

    /**
     * Refuses a majority of brokers or of databases at one time.
     *
     * @throws BadInput unless the plan allows it with a reason
     */
    static void require(Experiment plan, List<TimedFault> faults) {
        if (plan.allowMajority().isPresent()) return;
        for (var component : QUORUMS)
            for (var fault : faults) {
                var hit = new TreeSet<String>();
                for (var other : faults)
                    if (other == fault || !fault.whole() && overlap(fault, other))
                        other.fault().targets().stream()
                                .filter(pod -> isOne(plan, component, pod))
                                .forEach(hit::add);
                var members = plan.stack().pods(component).size();
                if (hit.size() >= Rung.MAJORITY.count(members))
                    throw new BadInput(
                            plan.source(),
                            "method",
                            "%s, which hits %d of %d %s pods (%s)"
                                    .formatted(
                                            fault.fault().name(),
                                            hit.size(),
                                            members,
                                            component.label(),
                                            String.join(", ", hit)),
                            "a strict minority at one time, or allow-majority: and why");
            }
    }

    /**
     * The same for a schedule or a workflow, whose faults may all be on at one time.
     *
     * @throws BadInput unless the plan allows it with a reason
     */
    static void require(Experiment plan, Flow flow) {
        if (plan.allowMajority().isPresent()) return;
        for (var component : QUORUMS) {
            var hit = flow.targets().stream().filter(pod -> isOne(plan, component, pod)).toList();
            var members = plan.stack().pods(component).size();
            if (hit.size() >= Rung.MAJORITY.count(members))
                throw new BadInput(
                        plan.source(),
                        "method",
                        "%s, which may hit %d of %d %s pods (%s)"
                                .formatted(
                                        flow.name(),
                                        hit.size(),
                                        members,
                                        component.label(),
                                        String.join(", ", hit)),
                        "a strict minority, or allow-majority: and why");
        }
    }

    private static boolean isOne(Experiment plan, Component component, String pod) {
        return plan.stack().pods(component).stream().anyMatch(spec -> spec.name().equals(pod));
    }

    /** Whether the other one is on when this one begins. */
    private static boolean overlap(TimedFault fault, TimedFault other) {
        var end = other.at().plus(other.fault().duration().orElse(COMING_BACK));
        return other.at().compareTo(fault.at()) <= 0 && fault.at().compareTo(end) <= 0;
    }

    private static Manifest set(Manifest manifest, String mode, int value) {
        var document = new LinkedHashMap<>(manifest.document());
        var spec = new LinkedHashMap<String, Object>();
        if (document.get("spec") instanceof java.util.Map<?, ?> map)
            map.forEach((key, field) -> spec.put(String.valueOf(key), field));
        spec.put("mode", mode);
        spec.remove("value");
        if (value > 0) spec.put("value", Integer.toString(value));
        document.put("spec", spec);
        return Manifest.parse(manifest.source(), Yaml.print(document));
    }
}
