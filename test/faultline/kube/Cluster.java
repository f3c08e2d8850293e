package faultline.kube;

import faultline.chaos.Selector;
import faultline.platform.Endpoints;
import faultline.stack.Component;
import faultline.stack.Stack;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server without a cluster behind it, and in it the pods that a stack would have. */
final class Cluster implements ScriptedController.Victims, AutoCloseable {

    static final Stack STACK = new Stack(3, 3, 2, 1, 1);
    static final String NODE = "node-a";
    static final Duration AMPLE = Duration.ofSeconds(60);
    static final Patience QUICK = new Patience(Duration.ofMillis(25));

    /** Else it names every request; held here because loggers that nobody holds are forgotten. */
    private static final Logger QUIET = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        QUIET.setLevel(Level.OFF);
    }

    final KubernetesMockServer server;
    final KubernetesClient client;

    Cluster() {
        this(0);
    }

    /**
     * @param port that it answers at; 0 for any
     */
    Cluster(int port) {
        this(port, request -> Optional.empty());
    }

    /**
     * @param more answers what is not kept as a resource: logs, commands in pods
     */
    Cluster(int port, Function<RecordedRequest, Optional<MockResponse>> more) {
        var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
        server =
                new KubernetesMockServer(
                        new Context(),
                        new MockWebServer(),
                        responses,
                        new KubernetesMixedDispatcher(responses) {
                            @Override
                            public MockResponse dispatch(RecordedRequest request) {
                                return more.apply(request).orElseGet(() -> super.dispatch(request));
                            }
                        },
                        false);
        server.init(InetAddress.getLoopbackAddress(), port);
        client = connect();
        fill();
    }

    /** A client of its own for somebody who closes it. */
    KubernetesClient connect() {
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(Config.empty())
                                .withMasterUrl(server.url("/"))
                                .withRequestRetryBackoffLimit(0)
                                .withRequestTimeout((int) AMPLE.toMillis())
                                .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /** A platform on this cluster, quick and without engines that could be asked. */
    KubePlatform platform() {
        var client = connect();
        return platform(client, new Forwards(client, STACK), stack -> "");
    }

    /**
     * The same.
     *
     * @param ways to engines that are somewhere
     * @param missing what those miss
     */
    KubePlatform platform(KubernetesClient client, Ways ways, Function<Stack, String> missing) {
        var chaos = new ChaosRunner.Limits(AMPLE, AMPLE);
        return new KubePlatform(
                client,
                Layouts.USUAL,
                () -> {},
                pod -> List.of(),
                new Health() {
                    @Override
                    public String missing(
                            Stack stack,
                            List<faultline.platform.Pod> pods,
                            Supplier<Endpoints> endpoints) {
                        return missing.apply(stack);
                    }

                    @Override
                    public void prove() {}

                    @Override
                    public void close() {}
                },
                ways,
                QUICK,
                new KubePlatform.Limits(AMPLE, AMPLE, AMPLE, chaos));
    }

    /** What the kubelet of node-a says that one pod uses, however often it is asked. */
    void usage(String uid, long cpuNanos, long memoryBytes) {
        var used =
                Map.of(
                        "podRef",
                        Map.of("uid", uid),
                        "cpu",
                        Map.of("usageCoreNanoSeconds", cpuNanos),
                        "memory",
                        Map.of("workingSetBytes", memoryBytes));
        server.expect()
                .get()
                .withPath("/api/v1/nodes/node-a/proxy/stats/summary")
                .andReturn(200, Map.of("pods", List.of(used)))
                .always();
    }

    /** As it was at first. */
    void reset() {
        server.reset();
        fill();
    }

    private void fill() {
        controller(1);
        daemon(true);
        for (var spec : STACK.pods())
            if (spec.component().isEngine())
                add(pod(Names.engine(STACK, spec), spec.component().label()));
    }

    /** Chaos Mesh's controller with so many ready replicas. */
    void controller(int ready) {
        client.apps().deployments().inNamespace(ChaosPreflight.NAMESPACE).delete();
        client.resource(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName("chaos-controller-manager")
                                .withNamespace(ChaosPreflight.NAMESPACE)
                                .endMetadata()
                                .withNewStatus()
                                .withReadyReplicas(ready)
                                .endStatus()
                                .build())
                .create();
    }

    void daemon(boolean there) {
        client.pods().inNamespace(ChaosPreflight.NAMESPACE).delete();
        if (there)
            add(
                    pod("chaos-daemon-x", "none")
                            .edit()
                            .editMetadata()
                            .withNamespace(ChaosPreflight.NAMESPACE)
                            .addToLabels("app.kubernetes.io/component", "chaos-daemon")
                            .endMetadata()
                            .build());
    }

    Pod pod(String name, String app) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(Selector.NAMESPACE)
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .addNewContainer()
                .withName(app)
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/var/lib/data")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withContainerStatuses(
                        new ContainerStatusBuilder().withName(app).withRestartCount(0).build())
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    Pod add(Pod pod) {
        return client.resource(pod).create();
    }

    /** As its owner would make it again after it was killed: the same name, another pod. */
    @Override
    public void replace(String name) {
        var old = client.pods().inNamespace(Selector.NAMESPACE).withName(name).get();
        client.resource(old).delete();
        add(pod(name, old.getMetadata().getLabels().get("app")));
    }

    /** As a pod-failure leaves it: another image, of which the originals are in annotations. */
    @Override
    public void fail(String name, boolean down) {
        var key = "chaos-mesh-down-pod-failure-x-normal-image";
        client.pods()
                .inNamespace(Selector.NAMESPACE)
                .withName(name)
                .edit(pod -> {
                    var meta = pod.edit().editMetadata();
                    meta = down ? meta.addToAnnotations(key, "x") : meta.removeFromAnnotations(key);
                    return meta.endMetadata()
                            .editStatus()
                            .withContainerStatuses(
                                    new ContainerStatusBuilder()
                                            .withName("x")
                                            .withRestartCount(down ? 1 : 2)
                                            .build())
                            .withConditions(
                                    new PodConditionBuilder()
                                            .withType("Ready")
                                            .withStatus(down ? "False" : "True")
                                            .build())
                            .endStatus()
                            .build();
                });
    }

    PodTable pods() {
        return new PodTable(client, new PodCache(client), STACK);
    }

    /** The pod that the kit calls so, as it is now. */
    Optional<Pod> find(String name) {
        return Optional.ofNullable(pods().byName().get(name));
    }

    static List<String> engines() {
        return STACK.pods().stream()
                .filter(spec -> spec.component() != Component.FEEDER)
                .filter(spec -> spec.component() != Component.CONSUMER)
                .map(spec -> spec.name())
                .toList();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
