package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Takes a fault back and its resource away, whoever made it, and looks into the pods itself where
 * Chaos Mesh does not say that it is gone.
 */
final class TakingBack {

    /** Looks into a pod whether something of a fault is still in it, whatever its resource says. */
    interface Physical {
        /** What is left, a line each; empty where nothing is. */
        List<String> left(Pod pod);
    }

    private final KubernetesClient client;
    private final ChaosApi api;
    private final ChaosPreflight preflight;
    private final Physical physical;
    private final Patience patience;
    private final Duration limit;

    /**
     * @param limit until every target is free, and again until the resource is gone
     */
    TakingBack(
            KubernetesClient client,
            ChaosApi api,
            ChaosPreflight preflight,
            Physical physical,
            Patience patience,
            Duration limit) {
        this.client = client;
        this.api = api;
        this.preflight = preflight;
        this.physical = physical;
        this.patience = patience;
        this.limit = limit;
    }

    /**
     * A fault that lasts is paused first: its records then say that it is gone, and can still be
     * read, which after a delete they could not.
     *
     * @param pods that it may be on, by their names on the cluster
     * @param keep told what the resource was last, before it is deleted
     * @throws Unavailable where the resource stays whatever is done
     */
    void away(
            ChaosRef ref,
            boolean oneShot,
            Collection<String> pods,
            Consumer<GenericKubernetesResource> keep) {
        // Whoever deleted it by force may have left what it did.
        var byForce = api.get(ref).isEmpty();
        if (!oneShot && !byForce) untilFree(ref);
        api.get(ref).ifPresent(keep);
        if (!byForce && isRemoved(ref)) return;
        if (!oneShot) pods.forEach(this::clean);
        if (!byForce) letGo(ref);
    }

    private void untilFree(ChaosRef ref) {
        // Nothing was hit: there is nothing to count, and a delete is all it needs.
        if (isFree(ref) || isUntouched(ref) || !isControllerThere()) return;
        api.pause(ref);
        if (patience.await(limit, () -> isFree(ref))) return;
        // A stress that could not be cancelled is not tried again until somebody touches it.
        api.touch(ref);
        patience.await(limit, () -> isFree(ref));
    }

    private boolean isFree(ChaosRef ref) {
        return observe(ref).map(Observed::isFree).orElse(true);
    }

    private boolean isUntouched(ChaosRef ref) {
        return observe(ref).stream()
                .flatMap(seen -> seen.status().records().stream())
                .allMatch(record -> record.injectedCount() == 0);
    }

    private Optional<Observed> observe(ChaosRef ref) {
        return api.get(ref).map(resource -> Observed.of(resource, UnaryOperator.identity()));
    }

    private boolean isControllerThere() {
        return patience.insist(preflight::isControllerThere);
    }

    /** Deletes the resource; it is gone when nobody can get it any more, not when that is asked. */
    private boolean isRemoved(ChaosRef ref) {
        api.delete(ref);
        return isControllerThere() ? awaitGone(ref) : api.get(ref).isEmpty();
    }

    /** The controller does not let go of it. What it did is gone; now its mark goes. */
    private void letGo(ChaosRef ref) {
        api.dropFinalizers(ref, !isControllerThere());
        if (!awaitGone(ref))
            throw new Unavailable(
                    "fault %s is still on the cluster".formatted(ref.name()),
                    "kubectl -n %s get %s %s -o yaml"
                            .formatted(Selector.NAMESPACE, ref.kind(), ref.name()));
    }

    private boolean awaitGone(ChaosRef ref) {
        return patience.await(limit, () -> api.get(ref).isEmpty());
    }

    /** A pod in which something is left is deleted: its rules and processes go with it. */
    void clean(String podName) {
        var named = client.pods().inNamespace(Selector.NAMESPACE).withName(podName);
        var pod = patience.insist(named::get);
        if (pod == null || physical.left(pod).isEmpty()) return;
        var uid = pod.getMetadata().getUid();
        patience.insist(named::delete);
        patience.await(
                limit,
                () -> {
                    var now = named.get();
                    return now == null || !now.getMetadata().getUid().equals(uid);
                });
    }
}
