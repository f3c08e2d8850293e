package faultline.chaos;

import faultline.plan.BadInput;
import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Pods or containers die, or fail for a while.
 *
 * @param gracePeriodSeconds from asking the process to end until it is killed; only pod-kill uses
 *     it
 * @param containers names of the containers to kill; only container-kill uses them
 */
public record PodChaos(PodAction action, long gracePeriodSeconds, List<String> containers)
        implements Injection {

    static final List<String> FIELDS = List.of("action", "gracePeriod", "containerNames");

    /**
     * Chaos Mesh keeps the image of a failed container in an annotation {@code
     * chaos-mesh-NAME-pod-failure-CONTAINER-normal-image}, whose key may have 63 characters. Above
     * that it leaves the fault's name out, and two faults overwrite each other's.
     */
    private static final int NAME_AND_CONTAINER_LIMIT =
            63 - "chaos-mesh--pod-failure--normal-image".length();

    static PodChaos read(Fields spec) {
        var action = spec.choice("action", PodAction.values(), PodAction::label);
        var containers = spec.texts("containerNames");
        if (action == PodAction.CONTAINER_KILL && containers.isEmpty())
            throw spec.wrong(
                    "containerNames",
                    spec.has("containerNames") ? "an empty list" : "nothing",
                    "the containers to kill; " + action.label() + " does not guess");
        return new PodChaos(action, spec.wholeNumber("gracePeriod", 0, 0), containers);
    }

    @Override
    public String actionName() {
        return action.label();
    }

    @Override
    public boolean oneShot() {
        return action.oneShot();
    }

    @Override
    public List<String> caveats(Manifest manifest, List<PodSpec> matching) {
        var caveats = new ArrayList<String>();
        if (action != PodAction.POD_KILL && gracePeriodSeconds > 0)
            caveats.add("spec.gracePeriod is ignored: only pod-kill has one.");
        if (action != PodAction.CONTAINER_KILL && !containers.isEmpty())
            caveats.add("spec.containerNames is ignored: only container-kill has them.");
        var longest = containersOf(matching).stream().mapToInt(String::length).max().orElse(0);
        if (action == PodAction.POD_FAILURE
                && manifest.name().length() + longest > NAME_AND_CONTAINER_LIMIT)
            caveats.add(
                    ("metadata.name is longer than %d characters: on Kubernetes two such"
                                    + " pod-failures of one pod overwrite what the other needs to"
                                    + " recover.")
                            .formatted(NAME_AND_CONTAINER_LIMIT - longest));
        return caveats;
    }

    @Override
    public void check(Manifest manifest, List<PodSpec> matching) {
        if (action != PodAction.CONTAINER_KILL) return;
        var there = containersOf(matching);
        for (int i = 0; i < containers.size(); i++)
            if (!there.contains(containers.get(i)))
                throw missing(
                        manifest, "[%d]".formatted(i), "\"" + containers.get(i) + "\"", there);
        for (var container : there)
            if (!containers.contains(container))
                throw missing(manifest, "", "no container of the pods of " + container, there);
    }

    @Override
    public List<String> recordIds(String pod) {
        var id = Selector.NAMESPACE + "/" + pod;
        if (action != PodAction.CONTAINER_KILL) return List.of(id);
        return containers.stream()
                .distinct()
                .filter(container -> pod.startsWith(container + "-"))
                .map(container -> id + "/" + container)
                .toList();
    }

    /** A pod has one container, which has the component's name. */
    private static Set<String> containersOf(List<PodSpec> pods) {
        return pods.stream()
                .map(pod -> pod.component().label())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static BadInput missing(
            Manifest manifest, String where, String found, Set<String> there) {
        return new BadInput(
                manifest.source(),
                "spec.containerNames" + where,
                found,
                "the containers of the selected pods: " + String.join(", ", there));
    }
}
