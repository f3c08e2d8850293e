package faultline.chaos;

import faultline.plan.BadInput;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The containers of pods: a pod of the stack has one, which has the component's name. */
final class Containers {

    private Containers() {}

    /** Names of the containers of these pods. */
    static Set<String> of(List<PodSpec> pods) {
        return pods.stream()
                .map(pod -> pod.component().label())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Refuses names that no pod has, and pods that have none of the names. */
    static void check(Manifest manifest, List<String> containers, List<PodSpec> matching) {
        var there = of(matching);
        for (int i = 0; i < containers.size(); i++)
            if (!there.contains(containers.get(i)))
                throw missing(
                        manifest, "[%d]".formatted(i), "\"" + containers.get(i) + "\"", there);
        for (var container : there)
            if (!containers.contains(container))
                throw missing(manifest, "", "no container of the pods of " + container, there);
    }

    /**
     * Ids of the records of a pod's containers.
     *
     * @param containers the chosen ones; none means the first of the pod
     */
    static List<String> recordIds(String pod, List<String> containers) {
        return Stream.of(Component.values())
                .map(Component::label)
                .filter(container -> pod.startsWith(container + "-"))
                .filter(container -> containers.isEmpty() || containers.contains(container))
                .map(container -> "%s/%s/%s".formatted(Selector.NAMESPACE, pod, container))
                .toList();
    }

    private static BadInput missing(
            Manifest manifest, String where, String found, Set<String> there) {
        return new BadInput(
                manifest.source(),
                manifest.at("containerNames") + where,
                found,
                "the containers of the selected pods: " + String.join(", ", there));
    }
}
