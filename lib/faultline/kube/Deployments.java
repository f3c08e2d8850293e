package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Brings a whole stack to the cluster of the user's kubeconfig, or takes it away. */
public final class Deployments {

    private static final Duration GONE_LIMIT = Duration.ofMinutes(5);

    /** Everything of Chaos Mesh that may still have to take something back. */
    private static final List<String> CHAOS =
            List.of(
                    "PodChaos",
                    "NetworkChaos",
                    "StressChaos",
                    "IOChaos",
                    "TimeChaos",
                    "DNSChaos",
                    "HTTPChaos",
                    "JVMChaos",
                    "KernelChaos",
                    "BlockChaos");

    private Deployments() {}

    /**
     * Operators where they are missing, then the stack; may be repeated, and goes on where it was
     * interrupted.
     *
     * @throws Unavailable with what stands in the way and what mends it
     */
    public static void deploy(Layout layout, Consumer<String> progress) {
        try (var client = connect()) {
            // Strimzi is given rights in the stack's namespace, which must be there before it.
            new Applying(client).apply(List.of(GuardManifests.NAMESPACE), progress);
            new Operators(client).install(layout.mirror(), progress);
            new KubePlatform(client, layout, kept -> {}, () -> {}).deploy(layout.stack(), progress);
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "deploying");
        }
    }

    /**
     * Faults first, while somebody is there to take them back; then the stack, backwards, its
     * volumes and its namespace; then the operators, if they are to go.
     */
    public static void undeploy(Layout layout, boolean operators, Consumer<String> progress) {
        try (var client = connect()) {
            remove(client, layout, Patience.USUAL, progress);
            if (operators) new Operators(client).uninstall(progress);
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "removing the stack");
        }
    }

    static void remove(
            KubernetesClient client, Layout layout, Patience patience, Consumer<String> progress) {
        for (var kind : CHAOS) {
            var all =
                    client.genericKubernetesResources(ChaosApi.context(kind))
                            .inNamespace(Selector.NAMESPACE);
            try {
                if (all.list().getItems().isEmpty()) continue;
                progress.accept("taking back " + kind);
                all.delete();
                if (!patience.await(GONE_LIMIT, () -> all.list().getItems().isEmpty()))
                    throw new Unavailable(
                            kind + " is still on the cluster, so Chaos Mesh and the stack stay",
                            "kubectl -n %s describe %s".formatted(Selector.NAMESPACE, kind));
            } catch (KubernetesClientException e) {
                // A cluster without Chaos Mesh does not know the kind.
                if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) throw e;
            }
        }
        new Applying(client).remove(Manifests.of(layout), patience, progress);
    }

    private static KubernetesClient connect() {
        return new KubernetesClientBuilder()
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }
}
