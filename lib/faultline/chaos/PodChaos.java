package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * Pods or containers die, or fail for a while.
 *
 * @param gracePeriodSeconds from asking the process to end until it is killed; only pod-kill uses
 *     it
 * @param containers names of the containers to kill; only container-kill uses them
 */
public record PodChaos(PodAction action, long gracePeriodSeconds, List<String> containers)
        implements Injection {

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
            caveats.add(manifest.at("gracePeriod") + " is ignored: only pod-kill has one.");
        if (action != PodAction.CONTAINER_KILL && !containers.isEmpty())
            caveats.add(
                    manifest.at("containerNames") + " is ignored: only container-kill has them.");
        var longest = Containers.of(matching).stream().mapToInt(String::length).max().orElse(0);
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
        if (action == PodAction.CONTAINER_KILL) Containers.check(manifest, containers, matching);
    }

    @Override
    public List<String> recordIds(String pod) {
        return action == PodAction.CONTAINER_KILL
                ? Containers.recordIds(pod, containers)
                : List.of(Selector.NAMESPACE + "/" + pod);
    }
}
