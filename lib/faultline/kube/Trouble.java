package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a cluster does not do what it was asked, each a sentence and what mends it. */
final class Trouble {

    private static final int UNPROCESSABLE = 422;
    private static final List<String> NO_IMAGE =
            List.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull");

    private Trouble() {}

    /**
     * @param doing what was asked, as {@code creating KafkaTopic messages}
     */
    static Unavailable of(KubernetesClientException error, String doing) {
        var said = String.valueOf(error.getMessage());
        if (error.getCode() <= 0) // no answer that could have had one
        return new Unavailable(
                    "the cluster does not answer while %s: %s".formatted(doing, root(error)),
                    "kubectl cluster-info    with the same KUBECONFIG");
        return switch (error.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                    new Unavailable(
                            "the cluster does not know who this is while " + doing,
                            "kubectl auth whoami    and renew the login of your kubeconfig");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    said.contains("exceeded quota")
                            ? new Unavailable(
                                    "a quota is used up while %s: %s"
                                            .formatted(
                                                    doing,
                                                    said.replaceFirst(".*exceeded", "exceeded")),
                                    "kubectl -n %s describe resourcequota"
                                            .formatted(Selector.NAMESPACE))
                            : new Unavailable(
                                    "%s is forbidden: %s".formatted(doing, said),
                                    "kubectl auth can-i --list -n %s    shows what this user may do"
                                            .formatted(Selector.NAMESPACE));
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    new Unavailable(
                            "this cluster has no operator for it while " + doing,
                            "./jbang deploy --platform kubernetes    installs what is missing");
            case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
                    new Unavailable(
                            "the cluster refuses %s: %s".formatted(doing, said),
                            ("is the operator the version that this kit is written for? Strimzi %s,"
                                            + " mariadb-operator %s, KEDA %s, Chaos Mesh %s")
                                    .formatted(
                                            Versions.STRIMZI,
                                            Versions.MARIADB_OPERATOR,
                                            Versions.KEDA,
                                            Versions.CHAOS_MESH));
            default ->
                    new Unavailable(
                            "the cluster fails while %s: %s".formatted(doing, said),
                            "kubectl get --raw /readyz?verbose");
        };
    }

    /**
     * What keeps the stack's pods from starting and will not pass by itself.
     *
     * @param since when; what was in the way before may have been mended
     */
    static Optional<String> inPods(KubernetesClient client, Instant since) {
        var pods = client.pods().inNamespace(Selector.NAMESPACE).list().getItems();
        return Stream.of(
                        pods.stream().flatMap(Trouble::images),
                        noStorage(client).stream(),
                        notMade(client, since))
                .flatMap(found -> found)
                .findFirst();
    }

    /** Pods that a quota or a policy keeps from being made at all. */
    private static Stream<String> notMade(KubernetesClient client, Instant since) {
        return client.v1().events().inNamespace(Selector.NAMESPACE).list().getItems().stream()
                .filter(event -> "FailedCreate".equals(event.getReason()))
                .filter(event -> String.valueOf(event.getMessage()).contains("forbidden"))
                .filter(event -> event.getLastTimestamp() != null)
                .filter(event -> Instant.parse(event.getLastTimestamp()).isAfter(since))
                .map(event ->
                        "%s %s gets no pods: %s; kubectl -n %s describe resourcequota"
                                .formatted(
                                        event.getInvolvedObject().getKind(),
                                        event.getInvolvedObject().getName(),
                                        event.getMessage(),
                                        Selector.NAMESPACE));
    }

    private static Stream<String> images(Pod pod) {
        if (pod.getStatus() == null) return Stream.empty();
        return Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .filter(c -> c.getState() != null && c.getState().getWaiting() != null)
                .filter(c -> NO_IMAGE.contains(c.getState().getWaiting().getReason()))
                .map(c ->
                        "pod %s: the image %s cannot be pulled; %s"
                                .formatted(
                                        pod.getMetadata().getName(),
                                        c.getImage(),
                                        String.valueOf(c.getImage()).startsWith("localhost/")
                                                ? "./jbang bootstrap --images brings it to nodes"
                                                : "--registry-mirror names another place, --images"
                                                        + " lists what must be there"));
    }

    private static Optional<String> noStorage(KubernetesClient client) {
        var classes = client.storage().v1().storageClasses().list().getItems();
        return client
                .persistentVolumeClaims()
                .inNamespace(Selector.NAMESPACE)
                .list()
                .getItems()
                .stream()
                .filter(claim -> claim.getStatus() != null)
                .filter(claim -> "Pending".equals(claim.getStatus().getPhase()))
                .map(claim -> Optional.ofNullable(claim.getSpec().getStorageClassName()))
                .filter(name ->
                        classes.stream()
                                .noneMatch(c ->
                                        name.map(n -> n.equals(c.getMetadata().getName()))
                                                .orElseGet(() ->
                                                        isDefault(
                                                                c.getMetadata().getAnnotations()))))
                .map(name ->
                        "%s; --storage-class takes one of: %s"
                                .formatted(
                                        name.map(n -> "there is no storage class " + n)
                                                .orElse("the cluster has no default storage class"),
                                        classes.stream()
                                                .map(c -> c.getMetadata().getName())
                                                .toList()))
                .findFirst();
    }

    private static boolean isDefault(java.util.Map<String, String> annotations) {
        return annotations != null
                && "true".equals(annotations.get("storageclass.kubernetes.io/is-default-class"));
    }

    private static String root(Throwable error) {
        var root = error;
        while (root.getCause() != null) root = root.getCause();
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
