package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which pod of the cluster is which of the stack's. Pods of Deployments have names by chance: each
 * takes the lowest number that is free, and keeps it as long as it lives.
 */
final class PodTable {

    /** The label by which the pods of one Deployment know each other. */
    static final String GROUP = "faultline.pod/group";

    private final KubernetesClient client;
    private final Stack stack;
    private final Map<String, String> heldBy = new HashMap<>(); // kit's name -> uid

    PodTable(KubernetesClient client, Stack stack) {
        this.client = client;
        this.stack = stack;
    }

    /** The pods that exist now by the kit's names, in the order of the stack. */
    synchronized Map<PodSpec, Pod> read() {
        var all = client.pods().inNamespace(Selector.NAMESPACE).list().getItems();
        var byName = new HashMap<String, Pod>();
        all.forEach(pod -> byName.put(pod.getMetadata().getName(), pod));
        var table = new LinkedHashMap<PodSpec, Pod>();
        for (var spec : stack.pods()) {
            if (spec.component().isEngine()) {
                var pod = byName.get(Names.engine(stack, spec));
                if (pod != null) table.put(spec, pod);
                continue;
            }
            var holder =
                    all.stream()
                            .filter(pod -> group(spec).equals(label(pod, GROUP)))
                            .filter(pod -> isFreeOrHolds(pod, spec.name()))
                            .min(
                                    Comparator.comparing((Pod pod) -> !holds(pod, spec.name()))
                                            .thenComparing(
                                                    pod -> pod.getMetadata().getCreationTimestamp())
                                            .thenComparing(pod -> pod.getMetadata().getName()));
            if (holder.isEmpty()) heldBy.remove(spec.name());
            else {
                heldBy.put(spec.name(), holder.get().getMetadata().getUid());
                table.put(spec, holder.get());
            }
        }
        return table;
    }

    /** The pod that is {@code name} to the kit. */
    Optional<Pod> find(String name) {
        return read().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The kit's name of a pod of the cluster; its own where the kit has none. */
    String kitName(String podName) {
        return read().entrySet().stream()
                .filter(entry -> entry.getValue().getMetadata().getName().equals(podName))
                .map(entry -> entry.getKey().name())
                .findFirst()
                .orElse(podName);
    }

    static boolean isReady(Pod pod) {
        // What is being deleted says Ready until the end.
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    /** Names this life of it: another pod of that name, and another start of its container. */
    static String instance(Pod pod) {
        return pod.getMetadata().getUid() + "/" + restarts(pod);
    }

    static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(ContainerStatus::getRestartCount)
                        .sum();
    }

    private boolean holds(Pod pod, String name) {
        return pod.getMetadata().getUid().equals(heldBy.get(name));
    }

    private boolean isFreeOrHolds(Pod pod, String name) {
        return holds(pod, name) || !heldBy.containsValue(pod.getMetadata().getUid());
    }

    /** The Deployment that a feeder or a consumer belongs to. */
    static String group(PodSpec spec) {
        return spec.component() == Component.FEEDER
                ? spec.name()
                : Stack.group(spec.labels().get("sink"));
    }

    private static String label(Pod pod, String name) {
        return pod.getMetadata().getLabels() == null
                ? null
                : pod.getMetadata().getLabels().get(name);
    }
}
