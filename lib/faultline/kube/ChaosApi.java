package faultline.kube;

import faultline.chaos.Selector;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

import java.net.HttpURLConnection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Chaos Mesh's resources as the API server has them. */
final class ChaosApi {

    /** Until the controller has taken everything back, the resource stays because of this. */
    static final String FINALIZER = "chaos-mesh/records";

    /** On every resource that a kit makes. */
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    static final String KIT = "faultline";

    private static final String GROUP = "chaos-mesh.org";
    private static final String VERSION = "v1alpha1";
    private static final String ATTEMPT = "faultline/attempt";
    private static final String PAUSE = "experiment.chaos-mesh.org/pause";
    private static final String TOUCHED = "faultline/touched";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Patience patience;

    ChaosApi(KubernetesClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    /**
     * Makes it; never replaces one of that name, whose spec cannot change and whose status a
     * replacement would overwrite.
     *
     * @param metadata its name, and labels and annotations where it has some
     */
    void create(String kind, Map<String, Object> metadata, Object spec) {
        var attempt = UUID.randomUUID().toString();
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(GROUP + "/" + VERSION);
        resource.setKind(kind);
        resource.setMetadata(
                new KubernetesSerialization()
                        .convertValue(metadata, ObjectMeta.class)
                        .edit()
                        .withNamespace(Selector.NAMESPACE)
                        .addToLabels(MANAGED_BY, KIT)
                        .addToAnnotations(ATTEMPT, attempt)
                        .build());
        resource.setAdditionalProperty("spec", spec);
        patience.insist(() -> {
            try {
                return resources(kind).resource(resource).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
                // Where the answer was lost, it was made the first time.
                var there = resources(kind).withName(resource.getMetadata().getName()).get();
                if (there == null || !attempt.equals(attempt(there))) throw e;
                return there;
            }
        });
    }

    private static String attempt(GenericKubernetesResource resource) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(ATTEMPT);
    }

    /** Those of a kind that kits have made, this one or one that died. */
    List<GenericKubernetesResource> ours(String kind) {
        return list(kind, () -> resources(kind).withLabel(MANAGED_BY, KIT).list());
    }

    /** All of a kind; none where the cluster does not know the kind. */
    List<GenericKubernetesResource> all(String kind) {
        return list(kind, () -> resources(kind).list());
    }

    private List<GenericKubernetesResource> list(
            String kind, Supplier<GenericKubernetesResourceList> asked) {
        return patience.insist(() -> {
            try {
                var items = asked.get().getItems();
                items.forEach(item -> item.setKind(kind)); // an item of a list need not say it
                return items;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) throw e;
                return List.of();
            }
        });
    }

    Optional<GenericKubernetesResource> get(ChaosRef ref) {
        return Optional.ofNullable(patience.insist(() -> named(ref).get()));
    }

    /** Has the controller take the fault back and keep the resource, and so its records. */
    void pause(ChaosRef ref) {
        annotate(ref, PAUSE, "true");
    }

    /** Makes the controller look at it again. */
    void touch(ChaosRef ref) {
        annotate(ref, TOUCHED, Long.toString(System.currentTimeMillis()));
    }

    void delete(ChaosRef ref) {
        patience.insist(() -> named(ref).delete());
    }

    /**
     * Lets go of a resource whose controller does not; what it did must be gone already. Webhooks
     * of a Chaos Mesh that is no more would refuse that, and go first; installing it again brings
     * them back.
     *
     * @param orphaned whether the controller is gone
     */
    void dropFinalizers(ChaosRef ref, boolean orphaned) {
        var patch = "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]";
        try {
            named(ref).patch(PatchContext.of(PatchType.JSON), patch);
        } catch (KubernetesClientException e) {
            if (!orphaned || !String.valueOf(e.getMessage()).contains("webhook")) throw e;
            dropWebhooks();
            named(ref).patch(PatchContext.of(PatchType.JSON), patch);
        }
    }

    private void dropWebhooks() {
        var configurations = client.admissionRegistration().v1();
        for (var one : configurations.validatingWebhookConfigurations().list().getItems())
            if (one.getWebhooks().stream().allMatch(hook -> isOfChaosMesh(hook.getClientConfig())))
                client.resource(one).delete();
        for (var one : configurations.mutatingWebhookConfigurations().list().getItems())
            if (one.getWebhooks().stream().allMatch(hook -> isOfChaosMesh(hook.getClientConfig())))
                client.resource(one).delete();
    }

    private static boolean isOfChaosMesh(WebhookClientConfig config) {
        return config.getService() != null
                && ChaosPreflight.NAMESPACE.equals(config.getService().getNamespace());
    }

    /** What the controller told about it, oldest first. */
    List<Event> events(String name) {
        return client.v1().events().inNamespace(Selector.NAMESPACE).list().getItems().stream()
                .filter(event -> name.equals(event.getInvolvedObject().getName()))
                .toList();
    }

    private void annotate(ChaosRef ref, String name, String value) {
        patience.insist(() ->
                named(ref)
                        .patch(
                                MERGE,
                                "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                                        .formatted(name, value)));
    }

    private Resource<GenericKubernetesResource> named(ChaosRef ref) {
        return resources(ref.kind()).withName(ref.name());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            resources(String kind) {
        return client.genericKubernetesResources(context(kind)).inNamespace(Selector.NAMESPACE);
    }

    /** How the API server has a kind of Chaos Mesh. */
    static ResourceDefinitionContext context(String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + (kind.endsWith("Chaos") ? "" : "s"))
                .withNamespaced(true)
                .build();
    }
}
