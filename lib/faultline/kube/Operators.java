package faultline.kube;

import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The operators on a cluster: what is there in the right version stays, what is missing comes
 * through the helm program, and nothing is ever upgraded over somebody's head.
 */
final class Operators {

    private static final Duration LIMIT = Duration.ofMinutes(12);
    private static final String CONTAINERD = "/run/containerd/containerd.sock";
    private static final String K3S = "/run/k3s/containerd/containerd.sock";
    private static final int LINES_KEPT = 5;
    private static final Duration GONE_LIMIT = Duration.ofMinutes(5);

    /** On the namespace of an operator that this kit has installed. */
    static final String INSTALLED = "faultline/installed";

    private final KubernetesClient client;
    private final Optional<Path> helm;

    Operators(KubernetesClient client) {
        this(client, onPath());
    }

    /**
     * @param helm the program; empty where there is none
     */
    Operators(KubernetesClient client, Optional<Path> helm) {
        this.client = client;
        this.helm = helm;
    }

    /**
     * Installs what is missing, one after the other; what was installed before stays.
     *
     * @throws Unavailable where another version is there, or one cannot be installed
     */
    void install(String mirror, Consumer<String> progress) {
        var all = client.apps().deployments().inAnyNamespace().list().getItems();
        var missing = new ArrayList<Operator>();
        for (var operator : Operator.values()) {
            var found =
                    all.stream()
                            .filter(d -> operator.deployment.equals(d.getMetadata().getName()))
                            .findFirst();
            // Every version is checked before the first one is installed.
            if (found.isPresent()) requireUsable(operator, found.get());
            else missing.add(operator);
        }
        for (var operator : missing) {
            mark(operator);
            for (var command : operator.install(mirror, socket())) {
                progress.accept("helm: %s %s".formatted(command.get(3), operator.version));
                run(command);
            }
        }
    }

    /** Before helm begins, so that what it leaves half done is known as ours too. */
    private void mark(Operator operator) {
        var named = client.namespaces().withName(operator.namespace);
        if (named.get() == null)
            client.resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(operator.namespace)
                                    .addToLabels(ChaosApi.MANAGED_BY, ChaosApi.KIT)
                                    .addToLabels(INSTALLED, operator.chart)
                                    .addToLabels(
                                            "pod-security.kubernetes.io/enforce",
                                            operator.podSecurity())
                                    .endMetadata()
                                    .build())
                    .create();
        else
            named.edit(namespace ->
                    namespace
                            .edit()
                            .editMetadata()
                            .addToLabels(INSTALLED, operator.chart)
                            .endMetadata()
                            .build());
    }

    /**
     * Removes those that a kit has installed, Chaos Mesh first, with their definitions and
     * namespaces; nothing of the stack may need them any more. One that was there before, or whose
     * definitions hold resources of others, stays, and that is said: with a definition go all
     * resources of its kind, whoever made them.
     */
    void uninstall(Consumer<String> progress) {
        for (var operator : List.of(Operator.values()).reversed()) {
            var namespace = client.namespaces().withName(operator.namespace).get();
            if (namespace == null) continue;
            if (label(namespace, INSTALLED).isEmpty()) {
                progress.accept(operator.chart + " stays: this kit has not installed it");
                continue;
            }
            var others = resources(operator);
            if (!others.isEmpty()) {
                progress.accept(
                        "%s stays: others use it: %s"
                                .formatted(operator.chart, String.join(", ", others)));
                continue;
            }
            for (var command : operator.uninstall()) {
                progress.accept("helm: without " + command.get(2));
                run(command);
            }
            definitions(operator).forEach(definition -> client.resource(definition).delete());
            remove(namespace, progress);
        }
    }

    private void remove(Namespace namespace, Consumer<String> progress) {
        var name = namespace.getMetadata().getName();
        var named = client.namespaces().withName(name);
        if (!label(namespace, ChaosApi.MANAGED_BY).equals(ChaosApi.KIT)) {
            named.edit(
                    n -> n.edit().editMetadata().removeFromLabels(INSTALLED).endMetadata().build());
            return;
        }
        progress.accept("Namespace " + name);
        named.delete();
        if (!Patience.USUAL.await(GONE_LIMIT, () -> named.get() == null))
            throw new Unavailable(
                    "the namespace %s is still on the cluster".formatted(name),
                    "kubectl get namespace %s -o yaml    says what holds it".formatted(name));
    }

    private static String label(Namespace namespace, String name) {
        var labels = namespace.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }

    private List<CustomResourceDefinition> definitions(Operator operator) {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(definition -> operator.groups.contains(definition.getSpec().getGroup()))
                .toList();
    }

    /** What there is of its kinds, each as {@code Kafka shop/orders}. */
    private List<String> resources(Operator operator) {
        return definitions(operator).stream()
                .flatMap(definition -> {
                    var all =
                            client.genericKubernetesResources(
                                    CustomResourceDefinitionContext.fromCrd(definition));
                    return all.inAnyNamespace().list().getItems().stream();
                })
                .map(one ->
                        "%s %s/%s"
                                .formatted(
                                        one.getKind(),
                                        one.getMetadata().getNamespace(),
                                        one.getMetadata().getName()))
                .toList();
    }

    private static void requireUsable(Operator operator, Deployment found) {
        var where = found.getMetadata().getNamespace();
        var image = found.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
        var tag = image.substring(image.lastIndexOf(':') + 1).replaceFirst("^v", "");
        if (!tag.equals(operator.version))
            throw new Unavailable(
                    "%s is on the cluster in version %s; this kit is written for %s"
                            .formatted(operator.chart, tag, operator.version),
                    "helm upgrade %s %s --version %s -n %s    if nobody else needs the other"
                            .formatted(operator.chart, operator.chart, operator.version, where));
        if (!where.equals(operator.namespace))
            throw new Unavailable(
                    "%s is in the namespace %s; the stack's network policies let it in from %s only"
                            .formatted(operator.chart, where, operator.namespace),
                    "helm uninstall %s -n %s    if nobody else needs it there"
                            .formatted(operator.chart, where));
    }

    /** Where the nodes' container runtime listens, which Chaos Mesh's daemon must know. */
    private String socket() {
        var isK3s =
                client.nodes().list().getItems().stream()
                        .filter(node -> node.getStatus() != null)
                        .filter(node -> node.getStatus().getNodeInfo() != null)
                        .anyMatch(node ->
                                node.getStatus().getNodeInfo().getKubeletVersion().contains("k3s"));
        return isK3s ? K3S : CONTAINERD;
    }

    private void run(List<String> command) {
        var typed = String.join(" ", command);
        if (helm.isEmpty())
            throw new Unavailable(
                    "the program helm is not on the PATH", "install helm 3, or: " + typed);
        var whole = new ArrayList<>(command);
        whole.set(0, helm.get().toString());
        try {
            var said = Files.createTempFile("faultline-helm", ".txt");
            var process =
                    new ProcessBuilder(whole)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            var ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            var lines = Files.readAllLines(said);
            Files.delete(said);
            if (ended && process.exitValue() == 0) return;
            throw new Unavailable(
                    "helm %s: %s"
                            .formatted(
                                    ended
                                            ? "failed"
                                            : "did not end in " + LIMIT.toMinutes() + " min",
                                    String.join(
                                            " ",
                                            lines.subList(
                                                    Math.max(0, lines.size() - LINES_KEPT),
                                                    lines.size()))),
                    typed + "\nthen the same command again: what is installed stays");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "helm"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
