package faultline.kube;

import faultline.chaos.Fault;
import faultline.chaos.Selector;
import faultline.chaos.Status;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Has the real Chaos Mesh inject faults and take them back, and believes only what its records
 * count.
 */
final class ChaosRunner {

    /** Looks into a pod whether something of a fault is still in it, whatever its resource says. */
    interface Physical {
        /** What is left, a line each; empty where nothing is. */
        List<String> left(Pod pod);
    }

    /**
     * @param inject until every target is hit
     * @param recover until every target is free, and again until the resource is gone
     */
    record Limits(Duration inject, Duration recover) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    private record Active(
            Fault fault,
            Instant created,
            Map<String, String> kitNames,
            Map<String, String> instances) {}

    private final KubernetesClient client;
    private final ChaosApi api;
    private final ChaosPreflight preflight;
    private final PodTable pods;
    private final Physical physical;
    private final Consumer<Evidence> journal;
    private final Runnable lever;
    private final Patience patience;
    private final Limits limits;
    private final Map<String, Active> active = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> victims = new ConcurrentHashMap<>();
    private final Map<String, Status> finished = new ConcurrentHashMap<>();

    /**
     * @param journal is given what is known of a fault before its resource is deleted
     * @param lever throws while nothing may be injected
     */
    ChaosRunner(
            KubernetesClient client,
            PodTable pods,
            Physical physical,
            Consumer<Evidence> journal,
            Runnable lever,
            Patience patience,
            Limits limits) {
        this.client = client;
        api = new ChaosApi(client);
        preflight = new ChaosPreflight(client);
        this.pods = pods;
        this.physical = physical;
        this.journal = journal;
        this.lever = lever;
        this.patience = patience;
        this.limits = limits;
    }

    /**
     * Injects a fault and returns when every target is hit. One that is not injected in time is
     * taken back.
     *
     * @throws IllegalStateException with what it was waiting for
     */
    void apply(Fault fault) {
        lever.run();
        var now = new HashMap<String, Pod>();
        pods.read().forEach((spec, pod) -> now.put(spec.name(), pod));
        preflight.check(fault, now);
        var names = new HashMap<String, String>();
        now.forEach((name, pod) -> names.put(name, pod.getMetadata().getName()));
        var kitNames = new HashMap<String, String>();
        names.forEach((kit, pod) -> kitNames.put(pod, kit));
        var instances = new HashMap<String, String>();
        fault.targets().forEach(name -> instances.put(name, PodTable.instance(now.get(name))));
        var mine = new Active(fault, Instant.now(), kitNames, instances);
        try {
            api.create(renamed(fault.manifest(), names));
        } catch (KubernetesClientException e) {
            throw explained(fault, e);
        }
        active.put(fault.name(), mine);
        finished.remove(fault.name());
        if (patience.await(limits.inject(), () -> observe(mine).isInjected(fault))) {
            if (fault.oneShot()) victims.put(fault.name(), instances);
            return;
        }
        var story = observe(mine).story(fault) + told(fault);
        recover(fault.name());
        throw new IllegalStateException(
                "fault %s was not injected within %d s: %s"
                        .formatted(fault.name(), limits.inject().toSeconds(), story));
    }

    /** The status by the records; of a fault that is gone, the last that was seen. */
    Status status(String name) {
        var mine = active.get(name);
        if (mine != null) return observe(mine).status();
        var last = finished.get(name);
        if (last == null) throw new IllegalArgumentException("no fault " + name);
        return last;
    }

    /**
     * Takes a fault back and removes its resource; does nothing where that has happened.
     *
     * <p>A fault that lasts is paused first: its records then say that it is gone, and can still be
     * read, which after a delete they could not.
     */
    void recover(String name) {
        var mine = active.get(name);
        if (mine == null) {
            if (finished.containsKey(name)) return;
            throw new IllegalArgumentException("no fault " + name);
        }
        var fault = mine.fault();
        // Whoever deleted it by force may have left what it did.
        var byForce = api.get(fault).isEmpty();
        if (!fault.oneShot() && !byForce) takeBack(mine);
        keep(mine);
        if (byForce || !isRemoved(fault)) {
            if (!fault.oneShot()) cleanPhysically(mine);
            if (!byForce) letGo(fault);
        }
        active.remove(name);
    }

    /**
     * Whether every pod that a one-shot fault has hit is another one now, and ready. Its resource
     * never says so: a kill is over when it is injected, and stays so for ever.
     */
    boolean areVictimsBack() {
        var now = new HashMap<String, Pod>();
        pods.read().forEach((spec, pod) -> now.put(spec.name(), pod));
        victims.values()
                .removeIf(instances ->
                        instances.entrySet().stream()
                                .allMatch(entry ->
                                        isBack(now.get(entry.getKey()), entry.getValue())));
        return victims.isEmpty();
    }

    private static boolean isBack(Pod pod, String before) {
        return pod != null && PodTable.isReady(pod) && !PodTable.instance(pod).equals(before);
    }

    /** Takes back everything that was injected here. */
    void recoverAll() {
        for (var name : List.copyOf(active.keySet())) recover(name);
    }

    private void takeBack(Active mine) {
        var fault = mine.fault();
        var was = observe(mine);
        if (was.isFree() || !preflight.isControllerThere()) return;
        // Nothing was hit: there is nothing to count, and a delete is all it needs.
        if (was.status().records().stream().allMatch(r -> r.injectedCount() == 0)) return;
        api.pause(fault);
        if (patience.await(limits.recover(), () -> observe(mine).isFree())) return;
        // A stress that could not be cancelled is not tried again until somebody touches it.
        api.touch(fault);
        patience.await(limits.recover(), () -> observe(mine).isFree());
    }

    private void keep(Active mine) {
        api.get(mine.fault())
                .ifPresent(resource -> {
                    var seen = Observed.of(resource, kit -> kitName(mine, kit));
                    finished.put(mine.fault().name(), seen.status());
                    journal.accept(
                            Evidence.of(
                                    mine.fault(),
                                    mine.created(),
                                    seen,
                                    resource,
                                    api.events(mine.fault())));
                });
        finished.putIfAbsent(mine.fault().name(), Status.of(mine.fault()).stopped());
    }

    /** Deletes the resource; it is gone when nobody can get it any more, not when that is asked. */
    private boolean isRemoved(Fault fault) {
        api.delete(fault);
        return preflight.isControllerThere() ? awaitGone(fault) : api.get(fault).isEmpty();
    }

    /** The controller does not let go of it. What it did is gone; now its mark goes. */
    private void letGo(Fault fault) {
        api.dropFinalizers(fault, !preflight.isControllerThere());
        if (!awaitGone(fault))
            throw new Unavailable(
                    "fault %s is still on the cluster".formatted(fault.name()),
                    "kubectl -n %s get %s %s -o yaml"
                            .formatted(Selector.NAMESPACE, fault.kind(), fault.name()));
    }

    private boolean awaitGone(Fault fault) {
        return patience.await(limits.recover(), () -> api.get(fault).isEmpty());
    }

    /** A pod in which something is left is deleted: its rules and processes go with it. */
    private void cleanPhysically(Active mine) {
        for (var name : mine.fault().recordedPods()) {
            var pod = pods.find(name);
            if (pod.isEmpty() || physical.left(pod.get()).isEmpty()) continue;
            var uid = pod.get().getMetadata().getUid();
            client.resource(pod.get()).delete();
            patience.await(
                    limits.recover(),
                    () ->
                            pods.find(name)
                                    .map(now -> !now.getMetadata().getUid().equals(uid))
                                    .orElse(true));
        }
    }

    private Observed observe(Active mine) {
        return api.get(mine.fault())
                .map(resource -> Observed.of(resource, pod -> kitName(mine, pod)))
                .orElseGet(() -> new Observed(lastKnown(mine.fault()), Map.of()));
    }

    private Status lastKnown(Fault fault) {
        return finished.getOrDefault(fault.name(), Status.of(fault));
    }

    private static String kitName(Active mine, String pod) {
        return mine.kitNames().getOrDefault(pod, pod);
    }

    private String told(Fault fault) {
        var failures =
                api.events(fault).stream()
                        .filter(e -> List.of("Failed", "NotSupported").contains(e.getReason()))
                        .map(e -> e.getMessage())
                        .distinct()
                        .toList();
        return failures.isEmpty() ? "" : "; Chaos Mesh says: " + String.join("; ", failures);
    }

    private static RuntimeException explained(Fault fault, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT ->
                    new IllegalStateException(
                            ("a %s named %s is on the cluster already; nothing was changed. If it"
                                            + " is left over: kubectl -n %s delete %s %s")
                                    .formatted(
                                            fault.kind(),
                                            fault.name(),
                                            Selector.NAMESPACE,
                                            fault.kind().toLowerCase(java.util.Locale.ROOT),
                                            fault.name()));
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    new Unavailable(
                            "this cluster does not know " + fault.kind(),
                            "install Chaos Mesh " + Versions.CHAOS_MESH);
            default -> e;
        };
    }

    /** The manifest with the names that the pods have on the cluster. */
    private static Map<String, Object> renamed(
            Map<String, Object> manifest, Map<String, String> names) {
        var spec = new LinkedHashMap<>(map(manifest.get("spec")));
        rename(spec, names);
        if (spec.get("target") != null) {
            var target = new LinkedHashMap<>(map(spec.get("target")));
            rename(target, names);
            spec.put("target", target);
        }
        var document = new LinkedHashMap<>(manifest);
        document.put("spec", spec);
        return document;
    }

    private static void rename(Map<String, Object> where, Map<String, String> names) {
        var pods = new ArrayList<String>();
        for (var pod :
                (List<?>) map(map(where.get("selector")).get("pods")).get(Selector.NAMESPACE))
            pods.add(names.getOrDefault(pod, pod.toString()));
        where.put("selector", Map.of("pods", Map.of(Selector.NAMESPACE, pods)));
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
