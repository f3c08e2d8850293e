package faultline.kube;

import faultline.chaos.Fault;
import faultline.chaos.Selector;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chaos Mesh's resources as the API server has them. */
final class ChaosApi {

    /** Until the controller has taken everything back, the resource stays because of this. */
    static final String FINALIZER = "chaos-mesh/records";

    private static final String PAUSE = "experiment.chaos-mesh.org/pause";
    private static final String TOUCHED = "faultline/touched";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    ChaosApi(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Makes it; never replaces one of that name, whose spec cannot change and whose status a
     * replacement would overwrite.
     */
    void create(Map<String, Object> manifest) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion((String) manifest.get("apiVersion"));
        resource.setKind((String) manifest.get("kind"));
        var metadata =
                new KubernetesSerialization()
                        .convertValue(manifest.get("metadata"), ObjectMeta.class);
        metadata.setNamespace(Selector.NAMESPACE);
        resource.setMetadata(
                metadata.edit().addToLabels("app.kubernetes.io/managed-by", "faultline").build());
        resource.setAdditionalProperty("spec", manifest.get("spec"));
        client.genericKubernetesResources(context(resource.getKind()))
                .inNamespace(Selector.NAMESPACE)
                .resource(resource)
                .create();
    }

    Optional<GenericKubernetesResource> get(Fault fault) {
        return Optional.ofNullable(named(fault).get());
    }

    /** Has the controller take the fault back and keep the resource, and so its records. */
    void pause(Fault fault) {
        annotate(fault, PAUSE, "true");
    }

    /** Makes the controller look at it again. */
    void touch(Fault fault) {
        annotate(fault, TOUCHED, Long.toString(System.currentTimeMillis()));
    }

    void delete(Fault fault) {
        named(fault).delete();
    }

    /**
     * Lets go of a resource whose controller does not; what it did must be gone already. Webhooks
     * of a Chaos Mesh that is no more would refuse that, and go first; installing it again brings
     * them back.
     *
     * @param orphaned whether the controller is gone
     */
    void dropFinalizers(Fault fault, boolean orphaned) {
        var patch = "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]";
        try {
            named(fault).patch(PatchContext.of(PatchType.JSON), patch);
        } catch (KubernetesClientException e) {
            if (!orphaned || !String.valueOf(e.getMessage()).contains("webhook")) throw e;
            dropWebhooks();
            named(fault).patch(PatchContext.of(PatchType.JSON), patch);
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
    List<Event> events(Fault fault) {
        return client.v1().events().inNamespace(Selector.NAMESPACE).list().getItems().stream()
                .filter(event -> fault.name().equals(event.getInvolvedObject().getName()))
                .toList();
    }

    private void annotate(Fault fault, String name, String value) {
        named(fault)
                .patch(
                        MERGE,
                        "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(name, value));
    }

    private Resource<GenericKubernetesResource> named(Fault fault) {
        return client.genericKubernetesResources(context(fault.kind()))
                .inNamespace(Selector.NAMESPACE)
                .withName(fault.name());
    }

    /** How the API server has a kind of Chaos Mesh. */
    static ResourceDefinitionContext context(String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("chaos-mesh.org")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT))
                .withNamespaced(true)
                .build();
    }
}
