package faultline.kube;

import java.util.ArrayList;
import java.util.List;

/** A program that the stack needs on the cluster, and the chart that brings it. */
enum Operator {
    STRIMZI(
            "strimzi",
            "strimzi-cluster-operator",
            "strimzi-kafka-operator",
            "https://strimzi.io/charts/",
            Versions.STRIMZI,
            "kafka.strimzi.io",
            "core.strimzi.io"),
    MARIADB(
            "mariadb-operator",
            "mariadb-operator",
            "mariadb-operator",
            "https://helm.mariadb.com/mariadb-operator",
            Versions.MARIADB_OPERATOR,
            "k8s.mariadb.com"),
    KEDA(
            "keda",
            "keda-operator",
            "keda",
            "https://kedacore.github.io/charts",
            Versions.KEDA,
            "keda.sh",
            "eventing.keda.sh"),
    CHAOS_MESH(
            ChaosPreflight.NAMESPACE,
            "chaos-controller-manager",
            "chaos-mesh",
            "https://charts.chaos-mesh.org",
            Versions.CHAOS_MESH,
            "chaos-mesh.org");

    final String namespace;
    final String deployment;
    final String chart;
    final String version;

    /** Of its resources, whose definitions a chart need not take away again. */
    final List<String> groups;

    private final String repository;

    Operator(
            String namespace,
            String deployment,
            String chart,
            String repository,
            String version,
            String... groups) {
        this.namespace = namespace;
        this.deployment = deployment;
        this.chart = chart;
        this.repository = repository;
        this.version = version;
        this.groups = List.of(groups);
    }

    /**
     * What helm must be told, each command as its arguments; doing it twice is the same as once.
     *
     * @param mirror that images come from; empty for none
     * @param socket of the container runtime on the nodes
     */
    List<List<String>> install(String mirror, String socket) {
        var commands = new ArrayList<List<String>>();
        if (this == MARIADB) commands.add(upgrade("mariadb-operator-crds", List.of()));
        commands.add(upgrade(chart, values(mirror, socket)));
        return commands;
    }

    /** What its pods may do: Chaos Mesh's daemon enters those of others on its node. */
    String podSecurity() {
        return this == CHAOS_MESH ? "privileged" : "baseline";
    }

    /** The same backwards. */
    List<List<String>> uninstall() {
        var commands = new ArrayList<List<String>>();
        commands.add(remove(chart));
        if (this == MARIADB) commands.add(remove("mariadb-operator-crds"));
        return commands;
    }

    private List<String> upgrade(String release, List<String> values) {
        var command = new ArrayList<String>();
        command.addAll(List.of("helm", "upgrade", "--install", release, release));
        command.addAll(List.of("--repo", repository, "--version", version));
        command.addAll(List.of("--namespace", namespace, "--create-namespace"));
        command.addAll(List.of("--wait", "--timeout", "10m"));
        for (var value : values) command.addAll(List.of("--set-string", value));
        return command;
    }

    private List<String> remove(String release) {
        return List.of(
                "helm",
                "uninstall",
                release,
                "--namespace",
                namespace,
                "--ignore-not-found",
                "--wait");
    }

    private List<String> values(String mirror, String socket) {
        var values = new ArrayList<String>();
        switch (this) {
            case STRIMZI -> {
                values.add("watchNamespaces={%s}".formatted(faultline.chaos.Selector.NAMESPACE));
                if (!mirror.isEmpty()) values.add("defaultImageRegistry=" + mirror);
            }
            case MARIADB -> {
                if (mirror.isEmpty()) break;
                values.add("image.repository=" + Image.MARIADB_OPERATOR.repositoryAt(mirror));
                values.add("config.mariadbImage=" + Image.MARIADB.reference(mirror));
            }
            case KEDA -> {
                if (!mirror.isEmpty()) values.add("global.image.registry=" + mirror);
            }
            case CHAOS_MESH -> {
                values.add("images.tag=" + Image.CHAOS_MESH.tag());
                if (!mirror.isEmpty()) values.add("images.registry=" + mirror);
                values.add("chaosDaemon.runtime=containerd");
                values.add("chaosDaemon.socketPath=" + socket);
                // It injects only into namespaces that are marked for it.
                values.add("controllerManager.enableFilterNamespace=true");
                values.add(
                        "controllerManager.podChaos.podFailure.pauseImage="
                                + Image.PAUSE.reference(mirror));
                values.add("dashboard.create=false");
            }
        }
        return values;
    }
}
