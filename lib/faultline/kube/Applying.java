package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Brings resources to a cluster, as often as one likes: what is as it should be stays. */
final class Applying {

    private static final Duration GONE_LIMIT = Duration.ofMinutes(5);

    private final KubernetesClient client;

    Applying(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Applies them in their order, after the Secret that is drawn once and never again.
     *
     * @throws Unavailable with the resource that the cluster refused, and why
     */
    void apply(List<Resource> resources, Consumer<String> progress) {
        for (var resource : resources) {
            var what = "%s %s".formatted(resource.kind(), resource.name());
            progress.accept(what);
            try {
                apply(resource);
                if (resource.kind().equals("Namespace")) drawSecret();
            } catch (KubernetesClientException e) {
                throw Trouble.of(e, "applying " + what);
            }
        }
    }

    /**
     * Takes them away in the opposite order, the next when the one before is gone: a topic that
     * outlives its operator would stay for ever. What is away already is left out.
     */
    void remove(List<Resource> resources, Patience patience, Consumer<String> progress) {
        for (var resource : resources.reversed()) {
            var what = "%s %s".formatted(resource.kind(), resource.name());
            progress.accept(what);
            try {
                at(resource).delete();
                if (!patience.await(GONE_LIMIT, () -> at(resource).get() == null))
                    throw new Unavailable(
                            what + " is still on the cluster",
                            "kubectl -n %s describe %s %s    names who holds it"
                                    .formatted(
                                            Selector.NAMESPACE, resource.kind(), resource.name()));
            } catch (KubernetesClientException e) {
                // Without its operator's definitions there is nothing of that kind.
                if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND)
                    throw Trouble.of(e, "removing " + what);
            }
        }
    }

    /**
     * @param value as JSON; null removes it
     */
    void annotate(String group, String kind, String name, String annotation, String value) {
        client.genericKubernetesResources(context(group, "v1alpha1", kind))
                .inNamespace(Selector.NAMESPACE)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":%s}}}"
                                .formatted(annotation, value));
    }

    private void apply(Resource resource) {
        var wanted =
                client.getKubernetesSerialization()
                        .convertValue(resource.body(), GenericKubernetesResource.class);
        var context = context(resource);
        var all = client.genericKubernetesResources(context);
        var one =
                context.isNamespaceScoped()
                        ? all.inNamespace(Selector.NAMESPACE).resource(wanted)
                        : all.resource(wanted);
        try {
            one.create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            one.patch(PatchContext.of(PatchType.JSON_MERGE), Yaml.json(resource.body()));
        }
    }

    private void drawSecret() {
        var secrets = client.secrets().inNamespace(Selector.NAMESPACE);
        if (secrets.withName(Names.INFLUXDB_SECRET).get() != null) return;
        var drawn =
                client.getKubernetesSerialization()
                        .convertValue(
                                Secrets.influxdb().body(),
                                io.fabric8.kubernetes.api.model.Secret.class);
        secrets.resource(drawn).create();
    }

    /** Where it is, or would be, on the cluster. */
    io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource> at(Resource resource) {
        var context = context(resource);
        var all = client.genericKubernetesResources(context);
        return context.isNamespaceScoped()
                ? all.inNamespace(Selector.NAMESPACE).withName(resource.name())
                : all.withName(resource.name());
    }

    private static ResourceDefinitionContext context(Resource resource) {
        var slash = resource.apiVersion().indexOf('/');
        return context(
                slash < 0 ? "" : resource.apiVersion().substring(0, slash),
                resource.apiVersion().substring(slash + 1),
                resource.kind());
    }

    private static ResourceDefinitionContext context(String group, String version, String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural((kind.toLowerCase(Locale.ROOT) + "s").replaceFirst("ys$", "ies"))
                .withNamespaced(!kind.equals("Namespace"))
                .build();
    }
}
