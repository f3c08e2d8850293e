package faultline.kube;

import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowStatus;
import faultline.chaos.FlowWatcher;
import faultline.chaos.NotSupported;
import faultline.chaos.Selector;
import faultline.chaos.Status;
import faultline.chaos.Support;
import faultline.plan.OwnService;
import faultline.plan.Unavailable;
import faultline.platform.Beside;
import faultline.platform.Endpoints;
import faultline.platform.Flows;
import faultline.platform.HttpAsker;
import faultline.platform.LinkProbe;
import faultline.platform.LinkTraffic;
import faultline.platform.Platform;
import faultline.platform.Pod;
import faultline.platform.PodLog;
import faultline.platform.Usage;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A stack on a cluster that has its operators and Chaos Mesh. Closing it stops the load and takes
 * faults back; the engines stay until somebody removes them.
 */
public final class KubePlatform implements Platform {

    /**
     * How long is waited for what.
     *
     * @param ready the engines, after a deploy
     * @param start the load's pods, image and volume included
     * @param stop them
     */
    record Limits(Duration ready, Duration start, Duration stop, ChaosRunner.Limits chaos) {
        static final Limits USUAL =
                new Limits(
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        ChaosRunner.Limits.USUAL);
    }

    private final KubernetesClient client;
    private final Layout layout;
    private final Queue<Evidence> evidence = new ConcurrentLinkedQueue<>();
    private final Map<String, Pod> seen = new HashMap<>();
    private final Map<String, Integer> wanted = new HashMap<>();
    private final Map<String, Flow> begun = new ConcurrentHashMap<>();
    private final Health health;
    private final Patience patience;
    private final Limits limits;
    private final PodCache cache;
    private final PodTable table;
    private final ChaosRunner chaos;
    private final LeftOvers leftOvers;
    private final Ways ways;
    private final LoadPods load;
    private final KubeletUsage kubelets;
    private final HttpAsker asker;
    private final Flows flows;
    private final String clockZero = Long.toString(LoadPods.clockZeroNanos());
    private Stack stack;
    private boolean deployed;
    private ClusterLock lock;
    private String ledger = "";
    private Endpoints endpoints;

    /**
     * @param lever throws while nothing may be injected
     */
    KubePlatform(KubernetesClient client, Layout layout, Runnable lever) {
        this(
                client,
                layout,
                lever,
                new DaemonLook(client),
                new EngineHealth(),
                new Forwards(client, layout.stack()),
                Patience.USUAL,
                Limits.USUAL);
    }

    KubePlatform(
            KubernetesClient client,
            Layout layout,
            Runnable lever,
            TakingBack.Physical physical,
            Health health,
            Ways ways,
            Patience patience,
            Limits limits) {
        this.client = client;
        this.layout = layout;
        this.health = health;
        this.ways = ways;
        this.patience = patience;
        this.limits = limits;
        stack = layout.stack();
        cache = new PodCache(client);
        table = new PodTable(client, cache, stack);
        load = new LoadPods(client, patience);
        kubelets = new KubeletUsage(client);
        var api = new ChaosApi(client, patience);
        var preflight = new ChaosPreflight(client);
        var takingBack =
                new TakingBack(
                        client, api, preflight, physical, patience, limits.chaos().recover());
        leftOvers = new LeftOvers(api, takingBack);
        chaos =
                new ChaosRunner(
                        api,
                        preflight,
                        table,
                        takingBack,
                        evidence::add,
                        () -> {
                            lever.run();
                            if (lock != null) lock.requireHeld();
                        },
                        patience,
                        limits.chaos());
        asker = new HttpAsker(ways::find);
        flows = new Flows(Support.Platform.KUBERNETES, chaos, asker);
    }

    /**
     * The stack that is deployed on the cluster of the user's kubeconfig.
     *
     * @param lever throws while nothing may be injected
     * @throws Unavailable where no cluster answers, or nothing is deployed there
     */
    public static KubePlatform open(Runnable lever) {
        var client = Connection.open();
        try {
            return new KubePlatform(client, LayoutManifest.require(client), lever);
        } catch (KubernetesClientException e) {
            client.close();
            throw Trouble.of(e, "reading what is deployed");
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> describe() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("platform", Support.Platform.KUBERNETES.label());
        var version = client.getKubernetesVersion();
        lines.put("kubernetes", version == null ? "unknown" : version.getGitVersion());
        lines.put("strimzi", Versions.STRIMZI);
        lines.put("mariadb_operator", Versions.MARIADB_OPERATOR);
        lines.put("keda", Versions.KEDA);
        lines.put("chaos_mesh", Versions.CHAOS_MESH);
        lines.putAll(new NodeFacts(client).of(table.read().values()));
        return lines;
    }

    /**
     * {@inheritDoc}
     *
     * @throws Unavailable with the first thing that stands in the way and what mends it
     */
    @Override
    public void deploy(Stack wanted, Consumer<String> progress) {
        layout.require(wanted);
        try {
            hold();
            leftOvers.takeBack(evidence::add).forEach(progress);
            deployed = true;
            new Applying(client).apply(Manifests.of(layout), progress);
            stack = wanted;
            table.of(wanted);
            awaitStopped(Component.FEEDER);
            awaitStopped(Component.CONSUMER);
            awaitEngines(progress);
            health.prove();
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "deploying");
        }
    }

    /**
     * From now on nobody else changes the stack; does nothing where that is so already.
     *
     * @throws Unavailable with who does
     */
    void hold() {
        if (lock == null) lock = ClusterLock.take(client, patience, ClusterLock.Times.USUAL);
    }

    private void awaitEngines(Consumer<String> progress) {
        var told = new String[] {""};
        var since = Instant.now();
        var ready =
                patience.await(
                        limits.ready(),
                        () -> {
                            Trouble.inPods(client, since)
                                    .ifPresent(why -> {
                                        throw new Unavailable(why, "then deploy again");
                                    });
                            var missing = missing();
                            if (!missing.equals(told[0])) progress.accept("waiting: " + missing);
                            told[0] = missing;
                            return missing.isEmpty();
                        });
        if (!ready)
            throw new Unavailable(
                    "the stack is not ready after %d min: %s"
                            .formatted(limits.ready().toMinutes(), told[0]),
                    "kubectl -n %s get pods,events    then deploy again: it goes on from there"
                            .formatted(Selector.NAMESPACE));
    }

    @Override
    public boolean awaitReady(Duration limit) {
        return patience.await(limit, () -> chaos.areVictimsBack() && missing().isEmpty());
    }

    @Override
    public String missing() {
        var now = table.read();
        var notReady =
                stack.pods().stream()
                        .filter(spec -> spec.component().isEngine())
                        .filter(spec -> now.get(spec) == null || !PodTable.isReady(now.get(spec)))
                        .map(spec -> spec.name() + PodTable.obstacle(now.get(spec)))
                        .toList();
        if (!notReady.isEmpty()) return String.join(", ", notReady);
        return health.missing(stack, pods(now, Map.of()), this::endpoints);
    }

    @Override
    public List<Pod> pods(Map<String, String> labels) {
        var now = new HashMap<String, Pod>();
        for (var pod : pods(table.recent(), Map.of())) now.put(pod.name(), pod);
        var all = new ArrayList<Pod>();
        synchronized (seen) {
            seen.putAll(now);
            for (var spec : stack.pods()) {
                if (!spec.labels().entrySet().containsAll(labels.entrySet())) continue;
                if (now.containsKey(spec.name())) all.add(now.get(spec.name()));
                // A pod that was killed is nowhere until its owner has made it again.
                else if (seen.containsKey(spec.name()) && isWanted(spec))
                    all.add(gone(seen.get(spec.name())));
            }
        }
        return all;
    }

    private boolean isWanted(PodSpec spec) {
        if (spec.component().isEngine()) return true;
        int replicas = wanted.getOrDefault(PodTable.group(spec), 0);
        return spec.component() == Component.FEEDER ? replicas > 0 : spec.ordinal() < replicas;
    }

    private static Pod gone(Pod last) {
        return new Pod(
                last.spec(),
                last.address(),
                Pod.Phase.PENDING,
                false,
                last.restarts(),
                last.instance(),
                "deleted");
    }

    /** From now on so many pods of a Deployment are to be there. */
    private void want(String deployment, int replicas) {
        synchronized (seen) {
            wanted.put(deployment, replicas);
            seen.values().removeIf(pod -> !isWanted(pod.spec()));
        }
    }

    private static List<Pod> pods(
            Map<PodSpec, io.fabric8.kubernetes.api.model.Pod> table, Map<String, String> labels) {
        var pods = new ArrayList<Pod>();
        table.forEach((spec, pod) -> {
            if (spec.labels().entrySet().containsAll(labels.entrySet()))
                pods.add(PodTable.describe(spec, pod));
        });
        return pods;
    }

    @Override
    public synchronized Endpoints endpoints() {
        if (endpoints == null) endpoints = ways.endpoints();
        return endpoints;
    }

    @Override
    public void scale(Component component, int count, Map<String, String> settings) {
        if (component.isEngine())
            throw new IllegalArgumentException(component + " is not scaled by a run");
        if (settings.containsKey(OwnService.COMMAND))
            throw new NotSupported("own programs run on a cluster as an image: --load-image");
        var all = new HashMap<>(settings);
        if (count > 0) all.put("FAULTLINE_CLOCK_ZERO_NS", clockZero);
        if (component == Component.FEEDER && count > 0)
            // A feeder goes on with the ledger that it finds, also with that of a run that died.
            ledger = "/ledger/" + settings.get("FAULTLINE_TOPIC") + "-" + System.nanoTime();
        var expected = 0;
        for (var name : Names.deployments(layout.stack())) {
            if (!name.startsWith(component.label())) continue;
            if (count == 0 && !load.isThere(name)) continue;
            var isFeeder = component == Component.FEEDER;
            var ordinal = isFeeder ? Integer.parseInt(name.substring(name.indexOf('-') + 1)) : 0;
            var replicas = isFeeder ? (ordinal < count ? 1 : 0) : count;
            want(name, replicas);
            if (!isFeeder) holdScaling(name, replicas);
            load.set(name, replicas, all, ledger);
            expected += replicas;
        }
        if (count == 0) awaitStopped(component);
        else awaitStarted(Map.of("app", component.label()), expected);
    }

    @Override
    public void scaleGroup(String sink, int count, Map<String, String> settings) {
        var name = Stack.group(sink);
        var all = new HashMap<>(settings);
        all.put("FAULTLINE_CLOCK_ZERO_NS", clockZero);
        want(name, count);
        holdScaling(name, count);
        load.set(name, count, all, "");
    }

    /** Started means that their programs run: an image that cannot be had is told at once. */
    private void awaitStarted(Map<String, String> labels, int expected) {
        var since = Instant.now();
        var started =
                patience.await(
                        limits.start(),
                        () -> {
                            Trouble.inPods(client, since)
                                    .ifPresent(why -> {
                                        throw new IllegalStateException(why);
                                    });
                            return pods(table.read(), labels).stream()
                                            .filter(pod -> pod.phase() != Pod.Phase.PENDING)
                                            .count()
                                    >= expected;
                        });
        if (!started)
            throw new IllegalStateException(
                    "%d of %d pods with %s started within %d s; kubectl -n faultline get pods,events"
                            .formatted(
                                    pods(labels).size(),
                                    expected,
                                    labels,
                                    limits.start().toSeconds()));
    }

    private void awaitStopped(Component component) {
        var app = Map.of("app", component.label());
        if (!patience.await(limits.stop(), () -> pods(table.read(), app).isEmpty()))
            throw new IllegalStateException("pods of %s do not end".formatted(component.label()));
    }

    @Override
    public void apply(Fault fault) {
        chaos.apply(fault);
    }

    @Override
    public void apply(Flow flow, FlowWatcher watcher) {
        begun.put(flow.name(), flow);
        flows.apply(flow, watcher);
    }

    @Override
    public FlowStatus flowStatus(String flowName) {
        return flows.status(flowName);
    }

    @Override
    public Status status(String faultName) {
        return chaos.status(faultName);
    }

    /** None: no pod of the stack holds a program that could ask for one. */
    @Override
    public Map<String, OptionalDouble> roundTrips(Fault fault) {
        return Map.of();
    }

    /** None, for the same reason. */
    @Override
    public Map<String, LinkProbe.Found> probeLinks(Fault fault) {
        return Map.of();
    }

    @Override
    public void recover(String faultName) {
        if (!flows.recover(faultName)) chaos.recover(faultName);
        // A kill that one of them made is over, yet its resource is still there.
        else begun.get(faultName).faults().keySet().forEach(chaos::forget);
    }

    @Override
    public void bringLedgers(Path folder) throws IOException {
        new Ledgers(client).bring(table.read(), ledger, folder);
    }

    @Override
    public PodLog log(String pod) {
        return new KubeLog(client, table, pod, patience.look());
    }

    @Override
    public Optional<Usage> usage(String pod) {
        return table.find(pod).flatMap(kubelets::of);
    }

    /** Nothing: what Chaos Mesh starts counts as the pod's own here, and is in its usage. */
    @Override
    public Optional<Beside> beside(String pod) {
        return Optional.empty();
    }

    @Override
    public List<Map<String, Object>> evidence() {
        var kept = new ArrayList<Map<String, Object>>();
        for (var one = evidence.poll(); one != null; one = evidence.poll()) kept.add(one.toMap());
        return kept;
    }

    @Override
    public List<String> caveats() {
        var caveats = new ArrayList<String>();
        if (client.nodes().list().getItems().isEmpty())
            caveats.add(
                    "this API server has no nodes: it is a mock, and every figure here is made up;"
                            + " nothing of this has happened on a cluster");
        caveats.add(
                "latencies from one node to another are by the clocks of both, whose offsets are in"
                    + " environment.json; faults on links and stress are not proved on a cluster"
                    + " and leave a run INCONCLUSIVE");
        return caveats;
    }

    @Override
    public boolean isOnThisMachine() {
        return false;
    }

    /** None: nobody on a cluster counts what goes from pod to pod. */
    @Override
    public List<LinkTraffic> links() {
        return List.of();
    }

    /** Faults first, then the load, whatever happens on the way. */
    @Override
    public void close() {
        try {
            flows.leave();
            chaos.recoverAll();
            if (!deployed) return;
            for (var component : List.of(Component.FEEDER, Component.CONSUMER))
                scale(component, 0, Map.of());
            if (layout.autoscale())
                for (var sink : stack.sinks()) annotateScaling(Stack.group(sink), "null");
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "stopping the load");
        } finally {
            if (lock != null) lock.close();
            health.close();
            asker.close();
            ways.close();
            cache.close();
            client.close();
        }
    }

    /** Else KEDA would have its own number of consumers in a run that asks for another. */
    private void holdScaling(String group, int replicas) {
        annotateScaling(group, "\"%d\"".formatted(replicas));
    }

    private void annotateScaling(String group, String value) {
        patience.insist(() -> {
            new Applying(client)
                    .annotate(
                            "keda.sh",
                            "ScaledObject",
                            group,
                            "autoscaling.keda.sh/paused-replicas",
                            value);
            return group;
        });
    }
}
