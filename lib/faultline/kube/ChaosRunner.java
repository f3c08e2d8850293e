package faultline.kube;

import faultline.chaos.Fault;
import faultline.chaos.Injector;
import faultline.chaos.Selector;
import faultline.chaos.Status;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Has the real Chaos Mesh inject faults and take them back, and believes only what its records
 * count.
 */
final class ChaosRunner implements Injector {

    /**
     * @param inject until every target is hit
     * @param recover until every target is free, and again until the resource is gone
     */
    record Limits(Duration inject, Duration recover) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    /**
     * A fault on the cluster.
     *
     * @param instances of its targets before it, by their names in the kit
     */
    private record Active(
            Fault fault,
            ChaosRef ref,
            Instant created,
            ClusterNames names,
            Map<String, String> instances) {}

    private final ChaosApi api;
    private final ChaosPreflight preflight;
    private final PodTable pods;
    private final TakingBack takingBack;
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
            ChaosApi api,
            ChaosPreflight preflight,
            PodTable pods,
            TakingBack takingBack,
            Consumer<Evidence> journal,
            Runnable lever,
            Patience patience,
            Limits limits) {
        this.api = api;
        this.preflight = preflight;
        this.pods = pods;
        this.takingBack = takingBack;
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
    @Override
    public void apply(Fault fault) {
        lever.run();
        var now = patience.insist(pods::byName);
        patience.insist(() -> {
            preflight.check(fault, now);
            return now;
        });
        var mine =
                new Active(
                        fault,
                        new ChaosRef(fault.kind(), fault.name()),
                        Instant.now(),
                        ClusterNames.of(now),
                        instances(fault, now));
        var document = mine.names().inManifest(fault.manifest());
        try {
            api.create(fault.kind(), map(document.get("metadata")), document.get("spec"));
        } catch (KubernetesClientException e) {
            throw explained(mine.ref(), e);
        }
        active.put(fault.name(), mine);
        finished.remove(fault.name());
        if (patience.await(limits.inject(), () -> observe(mine).isInjected(fault))) {
            if (fault.oneShot()) victims.put(fault.name(), mine.instances());
            return;
        }
        var story = observe(mine).story(fault) + told(mine.ref());
        recover(fault.name());
        throw new IllegalStateException(
                "fault %s was not injected within %d s: %s"
                        .formatted(fault.name(), limits.inject().toSeconds(), story));
    }

    private static Map<String, String> instances(Fault fault, Map<String, Pod> now) {
        var instances = new HashMap<String, String>();
        fault.targets().forEach(name -> instances.put(name, PodTable.instance(now.get(name))));
        return instances;
    }

    /** The status by the records; of a fault that is gone, the last that was seen. */
    @Override
    public Status status(String name) {
        var mine = active.get(name);
        if (mine != null) return observe(mine).status();
        var last = finished.get(name);
        if (last == null) throw new IllegalArgumentException("no fault " + name);
        return last;
    }

    /** Takes a fault back and removes its resource; does nothing where that has happened. */
    @Override
    public void recover(String name) {
        var mine = active.get(name);
        if (mine == null) {
            if (finished.containsKey(name)) return;
            throw new IllegalArgumentException("no fault " + name);
        }
        var hit = mine.fault().recordedPods().stream().map(mine.names()::onCluster).toList();
        takingBack.away(mine.ref(), mine.fault().oneShot(), hit, resource -> keep(mine, resource));
        // Nobody has seen it go: of what it was the last status tells.
        finished.putIfAbsent(name, Status.of(mine.fault()).stopped());
        active.remove(name);
    }

    /** The same, and nothing where there is no such fault. */
    void forget(String name) {
        if (active.containsKey(name)) recover(name);
    }

    /**
     * Whether every pod that a one-shot fault has hit is another one now, and ready. Its resource
     * never says so: a kill is over when it is injected, and stays so for ever.
     */
    boolean areVictimsBack() {
        var now = pods.byName();
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

    private void keep(Active mine, GenericKubernetesResource resource) {
        var seen = Observed.of(resource, mine.names()::inKit);
        finished.put(mine.fault().name(), seen.status());
        var events = api.events(mine.ref().name());
        journal.accept(Evidence.of(mine.fault().name(), mine.created(), seen, resource, events));
    }

    private Observed observe(Active mine) {
        var resource = api.get(mine.ref());
        var seen = resource.map(r -> Observed.of(r, mine.names()::inKit));
        return seen.orElseGet(() -> new Observed(lastKnown(mine.fault()), Map.of()));
    }

    private Status lastKnown(Fault fault) {
        return Optional.ofNullable(finished.get(fault.name())).orElseGet(() -> Status.of(fault));
    }

    private String told(ChaosRef ref) {
        var failures =
                api.events(ref.name()).stream()
                        .filter(e -> List.of("Failed", "NotSupported").contains(e.getReason()))
                        .map(e -> e.getMessage())
                        .distinct()
                        .toList();
        return failures.isEmpty() ? "" : "; Chaos Mesh says: " + String.join("; ", failures);
    }

    /** What is to be thrown where a resource cannot be made. */
    static RuntimeException explained(ChaosRef ref, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT ->
                    new IllegalStateException(
                            ("a %s named %s is on the cluster already; nothing was changed. If it"
                                            + " is left over: kubectl -n %s delete %s %s")
                                    .formatted(
                                            ref.kind(),
                                            ref.name(),
                                            Selector.NAMESPACE,
                                            ref.kind().toLowerCase(Locale.ROOT),
                                            ref.name()));
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    new Unavailable(
                            "this cluster does not know " + ref.kind(),
                            "install Chaos Mesh " + Versions.CHAOS_MESH);
            default -> Trouble.of(e, "creating %s %s".formatted(ref.kind(), ref.name()));
        };
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
