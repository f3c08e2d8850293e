package faultline.kube;

import faultline.chaos.Manifest;
import faultline.chaos.Selector;
import faultline.platform.Endpoints;
import faultline.platform.Platform;
import faultline.stack.PodSpec;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster that is played, on which a whole sweep can be made: the API server is a mock, Chaos
 * Mesh and the owners of pods are scripts, and behind its pods are the processes of a stack on this
 * machine. What a kit does to it is what it does to a cluster; what comes out of it is no
 * cluster's.
 */
public final class PlayedCluster implements ScriptedController.Victims, AutoCloseable {

    private final Platform processes;
    private final PlayedPods pods;
    private final Cluster cluster;
    private final PlayedKubelet kubelet;
    private final ScriptedController chaos;
    private volatile boolean away;

    /**
     * @param processes a stack of the size of {@link Cluster#STACK} that is ready
     * @param volumes the folder in which its pods' volumes are
     */
    public PlayedCluster(Platform processes, Path volumes) {
        this.processes = processes;
        pods = new PlayedPods(processes, volumes);
        cluster = new Cluster(0, this::answer);
        kubelet = new PlayedKubelet(cluster, processes, pods);
        chaos = new ScriptedController(this, cluster.client, "PodChaos");
    }

    private Optional<MockResponse> answer(RecordedRequest request) {
        if (away) return Optional.of(new MockResponse().setResponseCode(503));
        return pods.answer(request);
    }

    /** What a kit opens. */
    public Platform platform() {
        var ways =
                new Ways() {
                    @Override
                    public Endpoints endpoints() {
                        return processes.endpoints();
                    }

                    @Override
                    public Optional<String> find(String pod, int port) {
                        return Optional.empty();
                    }

                    @Override
                    public void close() {}
                };
        return cluster.platform(cluster.connect(), ways, stack -> processes.missing());
    }

    /** From now on no image can be pulled, or every one again. */
    public void refuseImages(boolean refused) {
        kubelet.refuseImages(refused);
    }

    /** When the next fault is sent, the API server answers nobody for so long, from then on. */
    public void goAwayWithNextFault(Duration time) {
        kubelet.onKill(() ->
                Thread.startVirtualThread(() -> {
                    away = true;
                    Cluster.QUICK.await(time, () -> false);
                    away = false;
                }));
    }

    /** What a kit leaves that is killed in the middle: a fault, and programs of its load. */
    public void leaveAsKilled() {
        new ChaosApi(cluster.client, Cluster.QUICK)
                .create(
                        "PodChaos",
                        Map.of("name", "of-a-dead-kit"),
                        Map.of(
                                "action",
                                "pod-failure",
                                "mode",
                                "all",
                                "duration",
                                "1h",
                                "selector",
                                Map.of("pods", Map.of("faultline", List.of("influxdb-1")))));
        var left = new LoadPods(cluster.client, Cluster.QUICK);
        left.set(
                "consumer-mariadb",
                1,
                Map.of("FAULTLINE_TOPIC", "of-a-dead-kit", "FAULTLINE_DATABASE", "gone"),
                "");
        Cluster.QUICK.await(Cluster.AMPLE, () -> cluster.find("consumer-mariadb-0").isPresent());
    }

    /** Faults and pods of the load that are there now. */
    public List<String> left() {
        var faults =
                new ChaosApi(cluster.client, Cluster.QUICK)
                        .all("PodChaos").stream().map(GenericKubernetesResource::getMetadata);
        var load =
                cluster
                        .client
                        .pods()
                        .inNamespace(Selector.NAMESPACE)
                        .withLabel(PodTable.GROUP)
                        .list()
                        .getItems()
                        .stream()
                        .map(Pod::getMetadata);
        return Stream.concat(faults, load).map(meta -> meta.getName()).toList();
    }

    /** Kills the process behind the pod, and has its owner make the pod again. */
    @Override
    public void replace(String pod) {
        hit("pod-kill", "kill", pod);
        processes.recover("played-kill-" + pod);
        cluster.replace(pod);
        kubelet.killed();
    }

    @Override
    public void fail(String pod, boolean down) {
        if (down) hit("pod-failure, duration: 1h", "fail", pod);
        else processes.recover("played-fail-" + pod);
        cluster.fail(pod, down);
    }

    private void hit(String action, String name, String pod) {
        var kits = kitName(pod);
        processes.apply(
                Manifest.parse(
                                "played",
                                """
                                apiVersion: chaos-mesh.org/v1alpha1
                                kind: PodChaos
                                metadata: {name: played-%s-%s}
                                spec: {mode: all, selector: {pods: {faultline: [%s]}}, action: %s}
                                """
                                        .formatted(name, pod, kits, action))
                        .resolve(Cluster.STACK.pods(), 1));
    }

    /** What the kit calls an engine's pod. */
    static String kitName(String pod) {
        return Cluster.STACK.pods().stream()
                .filter(spec -> spec.component().isEngine())
                .filter(spec -> Names.engine(Cluster.STACK, spec).equals(pod))
                .map(PodSpec::name)
                .findFirst()
                .orElse(pod);
    }

    @Override
    public void close() {
        try {
            chaos.close();
            kubelet.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cluster.close();
    }
}
