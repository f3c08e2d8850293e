package faultline.kube;

import java.util.List;
import java.util.stream.Stream;

/** Every container image that a cluster must be able to pull, each at one version. */
enum Image {
    STRIMZI_OPERATOR("quay.io", "strimzi/operator", Versions.STRIMZI),
    KAFKA("quay.io", "strimzi/kafka", Versions.STRIMZI + "-kafka-" + Versions.KAFKA),
    MARIADB_OPERATOR(
            "docker-registry3.mariadb.com",
            "mariadb-operator/mariadb-operator",
            Versions.MARIADB_OPERATOR),
    MARIADB("docker-registry1.mariadb.com", "library/mariadb", "11.8.5"),
    INFLUXDB("docker.io", "library/influxdb", "2.7.12"),
    KEDA("ghcr.io", "kedacore/keda", Versions.KEDA),
    KEDA_METRICS("ghcr.io", "kedacore/keda-metrics-apiserver", Versions.KEDA),
    KEDA_WEBHOOKS("ghcr.io", "kedacore/keda-admission-webhooks", Versions.KEDA),
    CHAOS_MESH("ghcr.io", "chaos-mesh/chaos-mesh", "v" + Versions.CHAOS_MESH),
    CHAOS_DAEMON("ghcr.io", "chaos-mesh/chaos-daemon", "v" + Versions.CHAOS_MESH),
    /** What a pod-failure puts in place of every image; Chaos Mesh's own default is unpinned. */
    PAUSE("registry.k8s.io", "pause", "3.10");

    private final String host;
    private final String repository;
    private final String tag;

    Image(String host, String repository, String tag) {
        this.host = host;
        this.repository = repository;
        this.tag = tag;
    }

    /**
     * How the cluster pulls it.
     *
     * @param mirror {@code host:port/path} that stands in for every registry; empty for none
     */
    String reference(String mirror) {
        return repositoryAt(mirror) + ":" + tag;
    }

    /** The same without the tag, as charts ask for it. */
    String repositoryAt(String mirror) {
        return (mirror.isEmpty() ? host : mirror) + "/" + repository;
    }

    String tag() {
        return tag;
    }

    /** All of them, then the load's own, one reference each. */
    static List<String> references(String mirror, String load) {
        return Stream.concat(
                        Stream.of(values()).map(image -> image.reference(mirror)), Stream.of(load))
                .toList();
    }
}
