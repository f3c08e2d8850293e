package faultline.kube;

import faultline.chaos.Selector;
import faultline.platform.Pod.Phase;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which pod of the cluster is which of the stack's. Pods of Deployments have names by chance: each
 * takes the lowest number that is free, and keeps it as long as it lives.
 */
final class PodTable {

    /** The label by which the pods of one Deployment know each other. */
    static final String GROUP = "faultline.pod/group";

    private final KubernetesClient client;
    private final PodCache cache;
    private Stack stack;
    private final Map<String, String> heldBy = new HashMap<>(); // kit's name -> uid

    PodTable(KubernetesClient client, PodCache cache, Stack stack) {
        this.client = client;
        this.cache = cache;
        this.stack = stack;
    }

    /** From now on of another size. */
    synchronized void of(Stack other) {
        stack = other;
    }

    /** The pods that exist now by the kit's names, in the order of the stack. */
    Map<PodSpec, Pod> read() {
        return table(client.pods().inNamespace(Selector.NAMESPACE).list().getItems());
    }

    /** The same as it was lately: costs no request, and while the API server is away, stays. */
    Map<PodSpec, Pod> recent() {
        return table(cache.pods());
    }

    /** The pods that exist now by their names in the kit alone. */
    Map<String, Pod> byName() {
        var named = new HashMap<String, Pod>();
        read().forEach((spec, pod) -> named.put(spec.name(), pod));
        return named;
    }

    private synchronized Map<PodSpec, Pod> table(List<Pod> all) {
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

    /** The pod that is {@code name} to the kit, as it was lately. */
    Optional<Pod> find(String name) {
        return recent().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A pod of the cluster as every platform describes one. */
    static faultline.platform.Pod describe(PodSpec spec, Pod pod) {
        var status = pod.getStatus();
        return new faultline.platform.Pod(
                spec,
                status == null || status.getPodIP() == null ? "" : status.getPodIP(),
                phase(spec, pod),
                isReady(pod),
                restarts(pod),
                instance(pod),
                status == null || status.getReason() == null ? "" : status.getReason());
    }

    /**
     * What its program does, which a pod's own phase does not say: it is Running while its
     * container crashes in a loop, or holds the image that a pod-failure has put there.
     */
    private static Phase phase(PodSpec spec, Pod pod) {
        var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        // "Unknown" is said of a pod whose node does not answer.
        if (phase == null || phase.equals("Unknown") || isFailed(pod)) return Phase.PENDING;
        if (!phase.equals("Running")) return Phase.valueOf(phase.toUpperCase(Locale.ROOT));
        var program =
                pod.getStatus().getContainerStatuses().stream()
                        .filter(c -> c.getName().equals(spec.component().label()))
                        .findFirst();
        var state = program.map(ContainerStatus::getState);
        if (state.isEmpty() || state.get().getRunning() != null) return Phase.RUNNING;
        var end =
                Stream.of(state.get(), program.get().getLastState())
                        .filter(s -> s != null && s.getTerminated() != null)
                        .findFirst();
        // A feeder that has sent all is started again and again, to no effect.
        return !spec.component().isEngine()
                        && end.filter(s -> s.getTerminated().getExitCode() == 0).isPresent()
                ? Phase.SUCCEEDED
                : Phase.PENDING;
    }

    /** Why no node takes it, in brackets; empty where one does, or there is no such pod. */
    static String obstacle(Pod pod) {
        if (pod == null || pod.getStatus() == null) return "";
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
                .map(c -> " (" + c.getMessage() + ")")
                .findFirst()
                .orElse("");
    }

    /** Chaos Mesh keeps the images that it has replaced in annotations of this form. */
    private static boolean isFailed(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().keySet().stream()
                        .anyMatch(name ->
                                name.startsWith("chaos-mesh-")
                                        && name.contains("-pod-failure-")
                                        && name.endsWith("-normal-image"));
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
