package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.Component;
import faultline.stack.Stack;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
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

import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server without a cluster behind it, and in it the pods that a stack would have. */
final class Cluster implements AutoCloseable {

    static final Stack STACK = new Stack(3, 3, 2, 1, 1);
    static final String NODE = "node-a";

    /** Else it names every request; held here because loggers that nobody holds are forgotten. */
    private static final Logger QUIET = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        QUIET.setLevel(Level.OFF);
    }

    final KubernetesMockServer server;
    final KubernetesClient client;

    Cluster() {
        var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
        server =
                new KubernetesMockServer(
                        new Context(),
                        new MockWebServer(),
                        responses,
                        new KubernetesMixedDispatcher(responses),
                        false);
        server.init();
        client =
                new KubernetesClientBuilder()
                        .withConfig(
                                new ConfigBuilder(Config.empty())
                                        .withMasterUrl(server.url("/"))
                                        .withRequestRetryBackoffLimit(0)
                                        .build())
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .build();
        fill();
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
    void replace(String name) {
        var old = client.pods().inNamespace(Selector.NAMESPACE).withName(name).get();
        client.resource(old).delete();
        add(pod(name, old.getMetadata().getLabels().get("app")));
    }

    PodTable pods() {
        return new PodTable(client, STACK);
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
