package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of helm, by a program in its place that writes down what it is told. */
class OperatorsTest {

    private static Cluster cluster;

    @TempDir Path folder;

    @BeforeAll
    static void start() {
        cluster = new Cluster();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void withoutOperators() {
        cluster.client.apps().deployments().inNamespace(ChaosPreflight.NAMESPACE).delete();
    }

    @AfterEach
    void reset() {
        cluster.reset();
    }

    @Test
    void whatIsMissingIsInstalledPinnedAndInItsNamespace() throws IOException {
        new Operators(cluster.client, helm(0)).install("", phase -> {});
        assertThat(told())
                .hasSize(5)
                .allMatch(
                        line -> line.startsWith("upgrade --install ") && line.contains(" --wait "));
        assertThat(told().get(0)).contains("strimzi-kafka-operator", "--version 1.2.0");
        // Where a cluster lets nobody in who may do as much, the daemon would never start.
        assertThat(
                        cluster.client
                                .namespaces()
                                .withName("chaos-mesh")
                                .get()
                                .getMetadata()
                                .getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "privileged");
        assertThat(told().get(1)).contains("mariadb-operator-crds", "--version 26.6.0");
        assertThat(told().get(4))
                .contains("--version 2.8.3", "--namespace chaos-mesh")
                .contains("chaosDaemon.runtime=containerd")
                .contains("socketPath=/run/containerd/containerd.sock")
                .contains("enableFilterNamespace=true", "pauseImage=registry.k8s.io/pause:3.10");
    }

    @Test
    void onK3sTheDaemonIsToldWhereItsRuntimeListens() throws IOException {
        cluster.client
                .resource(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName("node-a")
                                .endMetadata()
                                .withNewStatus()
                                .withNewNodeInfo()
                                .withKubeletVersion("v1.34.1+k3s1")
                                .endNodeInfo()
                                .endStatus()
                                .build())
                .create();
        new Operators(cluster.client, helm(0)).install("mirror.example", phase -> {});
        assertThat(told().getLast())
                .contains("socketPath=/run/k3s/containerd/containerd.sock")
                .contains("images.registry=mirror.example", "pauseImage=mirror.example/pause:3.10");
    }

    @Test
    void whatIsThereInTheRightVersionStays() throws IOException {
        operator("strimzi", "strimzi-cluster-operator", "quay.example/strimzi/operator:1.2.0");
        operator("mariadb-operator", "mariadb-operator", "x.example/mariadb-operator:26.6.0");
        operator("keda", "keda-operator", "x.example/keda:2.20.2");
        operator("chaos-mesh", "chaos-controller-manager", "x.example/chaos-mesh:v2.8.3");
        new Operators(cluster.client, helm(0)).install("", phase -> {});
        assertThat(folder.resolve("told")).doesNotExist();
    }

    @Test
    void anotherVersionIsNotUpgradedAndNothingElseIsInstalled() {
        operator("keda", "keda-operator", "x.example/keda:2.11.0");
        assertThatThrownBy(() -> new Operators(cluster.client, helm(0)).install("", phase -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("keda is on the cluster in version 2.11.0")
                .hasMessageContaining("2.20.2");
        assertThat(folder.resolve("told")).doesNotExist();
    }

    @Test
    void anOperatorThatThePoliciesDoNotLetInIsNamed() {
        operator("databases", "mariadb-operator", "x.example/mariadb-operator:26.6.0");
        assertThatThrownBy(() -> new Operators(cluster.client, helm(0)).install("", phase -> {}))
                .hasMessageContaining("mariadb-operator is in the namespace databases");
    }

    @Test
    void withoutHelmTheCommandIsShown() {
        assertThatThrownBy(() ->
                        new Operators(cluster.client, Optional.empty()).install("", phase -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("helm is not on the PATH")
                .hasMessageContaining("helm upgrade --install strimzi-kafka-operator");
    }

    @Test
    void whatHelmSaysIsToldAndTheNextTimeItGoesOn() {
        assertThatThrownBy(() -> new Operators(cluster.client, helm(1)).install("", phase -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("helm failed: no route to the chart")
                .hasMessageContaining("what is installed stays");
    }

    @Test
    void operatorsGoBackwardsWithTheirDefinitionsAndNamespacesLast() throws IOException {
        var operators = new Operators(cluster.client, helm(0));
        operators.install("", phase -> {});
        Files.delete(folder.resolve("told"));
        definition("Kafka", "kafkas", "kafka.strimzi.io");
        definition("Gateway", "gateways", "of.somebody.else");
        operators.uninstall(phase -> {});
        assertThat(told().stream().map(line -> line.split(" ")[1]))
                .containsExactly(
                        "chaos-mesh",
                        "keda",
                        "mariadb-operator",
                        "mariadb-operator-crds",
                        "strimzi-kafka-operator");
        assertThat(cluster.client.namespaces().list().getItems()).isEmpty();
        assertThat(
                        cluster.client
                                .apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("gateways.of.somebody.else");
    }

    @Test
    void anOperatorWhoseDefinitionsHoldResourcesOfOthersStaysAndThatIsSaid() throws IOException {
        var operators = new Operators(cluster.client, helm(0));
        operators.install("", phase -> {});
        definition("Kafka", "kafkas", "kafka.strimzi.io");
        kafka("shop", "orders");
        var said = new ArrayList<String>();
        operators.uninstall(said::add);
        assertThat(said)
                .contains("strimzi-kafka-operator stays: others use it: Kafka shop/orders")
                .contains("helm: without keda");
        assertThat(told()).noneMatch(line -> line.startsWith("uninstall strimzi"));
        assertThat(cluster.client.namespaces().list().getItems())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("strimzi");
    }

    @Test
    void whatWasThereBeforeTheKitStaysAndSoDoesANamespaceThatItOnlyUsed() throws IOException {
        operator("keda", "keda-operator", "x.example/keda:2.20.2");
        for (var name : List.of("keda", "strimzi"))
            cluster.client
                    .resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(name)
                                    .endMetadata()
                                    .build())
                    .create();
        var operators = new Operators(cluster.client, helm(0));
        operators.install("", phase -> {});
        var said = new ArrayList<String>();
        operators.uninstall(said::add);
        assertThat(said).contains("keda stays: this kit has not installed it");
        assertThat(told()).noneMatch(line -> line.startsWith("uninstall keda"));
        assertThat(told()).anyMatch(line -> line.startsWith("uninstall strimzi"));
        assertThat(cluster.client.namespaces().list().getItems())
                .extracting(each -> each.getMetadata().getName())
                .containsExactlyInAnyOrder("keda", "strimzi");
    }

    @Test
    void whatHelmCouldNotInstallToTheEndIsRemovedToo() throws IOException {
        assertThatThrownBy(() -> new Operators(cluster.client, helm(1)).install("", phase -> {}))
                .isInstanceOf(Unavailable.class);
        Files.delete(folder.resolve("told"));
        new Operators(cluster.client, helm(0)).uninstall(phase -> {});
        assertThat(told()).singleElement().asString().startsWith("uninstall strimzi");
        assertThat(cluster.client.namespaces().list().getItems()).isEmpty();
    }

    @Test
    void faultsGoBeforeTheStackAndNothingOfItIsLeft() {
        new Applying(cluster.client).apply(Manifests.of(Layouts.USUAL), what -> {});
        new ChaosApi(cluster.client, Cluster.QUICK)
                .create("PodChaos", Map.of("name", "left-over"), Map.of("action", "pod-failure"));
        var order = new ArrayList<String>();
        for (int i = 0; i < 2; i++) // a second time there is nothing to do
        Deployments.remove(
                    cluster.client, Layouts.USUAL, pod -> List.of(), Cluster.QUICK, order::add);
        assertThat(order.getFirst()).isEqualTo("taking back PodChaos left-over");
        assertThat(order.indexOf("KafkaTopic messages")).isLessThan(order.indexOf("Kafka kafka"));
        assertThat(cluster.client.apps().statefulSets().inNamespace("faultline").list().getItems())
                .isEmpty();
        assertThat(cluster.client.namespaces().withName(Selector.NAMESPACE).get()).isNull();
    }

    private static void operator(String namespace, String name, String image) {
        cluster.client
                .resource(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(namespace)
                                .endMetadata()
                                .withNewSpec()
                                .withNewTemplate()
                                .withNewSpec()
                                .addNewContainer()
                                .withImage(image)
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build())
                .create();
    }

    private static void definition(String kind, String plural, String group) {
        cluster.client
                .resource(
                        new CustomResourceDefinitionBuilder()
                                .withNewMetadata()
                                .withName(plural + "." + group)
                                .endMetadata()
                                .withNewSpec()
                                .withGroup(group)
                                .withScope("Namespaced")
                                .withNewNames()
                                .withKind(kind)
                                .withPlural(plural)
                                .endNames()
                                .addNewVersion()
                                .withName("v1")
                                .withServed(true)
                                .withStorage(true)
                                .endVersion()
                                .endSpec()
                                .build())
                .create();
    }

    private static void kafka(String namespace, String name) {
        var kafka = new GenericKubernetesResource();
        kafka.setApiVersion("kafka.strimzi.io/v1");
        kafka.setKind("Kafka");
        kafka.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        cluster.client.resource(kafka).create();
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(folder.resolve("told"));
    }

    /** Writes its arguments down and ends with this status. */
    private Optional<Path> helm(int status) throws IOException {
        var script =
                Files.writeString(
                        folder.resolve("helm"),
                        """
                        #!/bin/sh
                        echo "$*" >> '%s/told'
                        echo no route to the chart
                        exit %d
                        """
                                .formatted(folder, status));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return Optional.of(script);
    }
}
