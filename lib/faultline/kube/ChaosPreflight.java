package faultline.kube;

import faultline.chaos.Fault;
import faultline.chaos.NotSupported;
import faultline.chaos.PodAction;
import faultline.chaos.PodChaos;
import faultline.chaos.Support;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.Map;

/** What Chaos Mesh would accept and then never inject, or never take back: refused before. */
final class ChaosPreflight {

    static final String NAMESPACE = "chaos-mesh";

    private static final String CONTROLLER = "chaos-controller-manager";
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String DAEMON = "chaos-daemon";

    private final KubernetesClient client;

    ChaosPreflight(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @param targets the pods of the cluster by the kit's names
     * @throws NotSupported where these pods cannot be hit this way
     * @throws Unavailable where Chaos Mesh is not there to do it
     */
    void check(Fault fault, Map<String, Pod> targets) {
        Support.require(fault, Support.Platform.KUBERNETES);
        if (fault.targets().isEmpty())
            throw new IllegalStateException("fault " + fault.name() + " has no target");
        requireController();
        for (var name : fault.recordedPods()) {
            var pod = targets.get(name);
            // Chaos Mesh would leave a missing pod out in silence.
            if (pod == null || !"Running".equals(pod.getStatus().getPhase()))
                throw new IllegalStateException(
                        "fault %s: pod %s does not run".formatted(fault.name(), name));
            if (isThroughTheApi(fault)) continue;
            if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                throw new NotSupported(
                        "%s: %s uses its node's network; Chaos Mesh would never take the fault back"
                                .formatted(fault.name(), name));
            requireDaemon(pod.getSpec().getNodeName());
            requireMount(fault, name, pod);
        }
    }

    /** Whether Chaos Mesh's controller is there to take anything back. */
    boolean isControllerThere() {
        var deployment =
                client.apps().deployments().inNamespace(NAMESPACE).withName(CONTROLLER).get();
        return deployment != null
                && deployment.getStatus() != null
                && deployment.getStatus().getReadyReplicas() != null
                && deployment.getStatus().getReadyReplicas() > 0;
    }

    private void requireController() {
        if (!isControllerThere())
            throw new Unavailable(
                    "Chaos Mesh's controller does not run on this cluster: nothing would be"
                            + " injected, or taken back",
                    "./jbang deploy --platform kubernetes installs Chaos Mesh "
                            + Versions.CHAOS_MESH);
    }

    private void requireDaemon(String node) {
        var daemons =
                client.pods().inNamespace(NAMESPACE).withLabel(COMPONENT, DAEMON).list().getItems();
        if (daemons.stream()
                .noneMatch(
                        pod -> node.equals(pod.getSpec().getNodeName()) && PodTable.isReady(pod)))
            throw new Unavailable(
                    "Chaos Mesh's daemon does not run on node " + node,
                    "kubectl -n %s get pods -l %s=%s -o wide"
                            .formatted(NAMESPACE, COMPONENT, DAEMON));
    }

    private static void requireMount(Fault fault, String name, Pod pod) {
        if (!fault.kind().equals("IOChaos")) return;
        var path = ((Map<?, ?>) fault.manifest().get("spec")).get("volumePath");
        var mounts =
                pod.getSpec().getContainers().stream()
                        .flatMap(container -> container.getVolumeMounts().stream())
                        .map(mount -> mount.getMountPath())
                        .toList();
        if (!mounts.contains(path))
            throw new NotSupported(
                    "%s: spec.volumePath %s is where no volume of %s is mounted; its are at %s"
                            .formatted(fault.name(), path, name, String.join(", ", mounts)));
    }

    /** Pods are killed and failed by the API server, without anybody on their node. */
    private static boolean isThroughTheApi(Fault fault) {
        return fault.injection() instanceof PodChaos chaos
                && chaos.action() != PodAction.CONTAINER_KILL;
    }
}
