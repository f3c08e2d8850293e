package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.util.List;
import java.util.function.Consumer;

/** Brings a whole stack to the cluster of the user's kubeconfig, or takes it away. */
public final class Deployments {

    private Deployments() {}

    /**
     * Operators where they are missing, then the stack; may be repeated, and goes on where it was
     * interrupted.
     *
     * @throws Unavailable with what stands in the way and what mends it
     */
    public static void deploy(Layout layout, Consumer<String> progress) {
        var client = Connection.open();
        try (var platform = new KubePlatform(client, layout, () -> {})) {
            // Strimzi is given rights in the stack's namespace, which must be there before it.
            new Applying(client).apply(List.of(GuardManifests.NAMESPACE), progress);
            platform.hold();
            new Operators(client).install(layout.mirror(), progress);
            platform.deploy(layout.stack(), progress);
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "deploying");
        }
    }

    /**
     * Faults first, while somebody is there to take them back; then the stack, backwards, its
     * volumes and its namespace; then the operators, if they are to go.
     *
     * @param otherwise the layout of a stack that does not say it itself
     */
    public static void undeploy(Layout otherwise, boolean operators, Consumer<String> progress) {
        try (var client = Connection.open()) {
            var layout = LayoutManifest.find(client).orElse(otherwise);
            try (var _ = hold(client)) {
                remove(client, layout, new DaemonLook(client), Patience.USUAL, progress);
            }
            if (operators) new Operators(client).uninstall(progress);
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "removing the stack");
        }
    }

    /**
     * Takes back what kits that are gone have injected.
     *
     * @return a sentence for each fault; empty where there is none
     */
    public static List<String> recover() {
        try (var client = Connection.open();
                var _ = hold(client)) {
            return leftOvers(client, new DaemonLook(client), Patience.USUAL).takeBack(kept -> {});
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "taking faults back");
        }
    }

    static void remove(
            KubernetesClient client,
            Layout layout,
            TakingBack.Physical physical,
            Patience patience,
            Consumer<String> progress) {
        leftOvers(client, physical, patience).takeAllBack(progress);
        new Applying(client).remove(Manifests.of(layout), patience, progress);
    }

    /** Null where there is no stack that anybody could be working on, or it is on its way out. */
    private static ClusterLock hold(KubernetesClient client) {
        var namespace = client.namespaces().withName(Selector.NAMESPACE).get();
        return namespace == null || namespace.getMetadata().getDeletionTimestamp() != null
                ? null
                : ClusterLock.take(client, Patience.USUAL, ClusterLock.Times.USUAL);
    }

    private static LeftOvers leftOvers(
            KubernetesClient client, TakingBack.Physical physical, Patience patience) {
        var api = new ChaosApi(client, patience);
        var preflight = new ChaosPreflight(client);
        var limit = ChaosRunner.Limits.USUAL.recover();
        return new LeftOvers(
                api, new TakingBack(client, api, preflight, physical, patience, limit));
    }
}
