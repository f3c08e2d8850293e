package faultline.kube;

import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowStatus;
import faultline.chaos.FlowWatcher;
import faultline.chaos.NotSupported;
import faultline.chaos.Selector;
import faultline.chaos.Status;
import faultline.plan.Unavailable;
import faultline.platform.Beside;
import faultline.platform.Endpoints;
import faultline.platform.LinkProbe;
import faultline.platform.LinkTraffic;
import faultline.platform.Platform;
import faultline.platform.Pod;
import faultline.platform.PodLog;
import faultline.platform.Usage;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stack on a cluster that has its operators and Chaos Mesh. Closing it stops the load and takes
 * faults back; the engines stay until somebody removes them.
 */
public final class KubePlatform implements Platform {

    private static final Duration DEPLOY_LIMIT = Duration.ofMinutes(15);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    /** What a Deployment says itself: addresses and secrets inside the cluster. */
    private static final Set<String> OWN =
            Set.of(
                    "FAULTLINE_BOOTSTRAP_SERVERS",
                    "FAULTLINE_MARIADB",
                    "FAULTLINE_MARIADB_USER",
                    "FAULTLINE_MARIADB_PASSWORD",
                    "FAULTLINE_INFLUXDB",
                    "FAULTLINE_LEDGER");

    private final KubernetesClient client;
    private final Layout layout;
    private final Stack stack;
    private final Patience patience;
    private final PodTable table;
    private final ChaosRunner chaos;
    private final Forwards forwards;
    private Endpoints endpoints;

    /**
     * @param journal is given what is known of a fault before its resource is deleted
     * @param lever throws while nothing may be injected
     */
    public KubePlatform(
            KubernetesClient client, Layout layout, Consumer<Evidence> journal, Runnable lever) {
        this(client, layout, journal, lever, Patience.USUAL);
    }

    KubePlatform(
            KubernetesClient client,
            Layout layout,
            Consumer<Evidence> journal,
            Runnable lever,
            Patience patience) {
        this.client = client;
        this.layout = layout;
        this.patience = patience;
        stack = layout.stack();
        table = new PodTable(client, stack);
        forwards = new Forwards(client, stack);
        chaos =
                new ChaosRunner(
                        client,
                        table,
                        new DaemonLook(client),
                        journal,
                        lever,
                        patience,
                        ChaosRunner.Limits.USUAL);
    }

    @Override
    public Map<String, String> describe() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("platform", "kubernetes");
        var version = client.getKubernetesVersion();
        lines.put("kubernetes", version == null ? "unknown" : version.getGitVersion());
        lines.put("nodes", Integer.toString(client.nodes().list().getItems().size()));
        lines.put("strimzi", Versions.STRIMZI);
        lines.put("mariadb_operator", Versions.MARIADB_OPERATOR);
        lines.put("keda", Versions.KEDA);
        lines.put("chaos_mesh", Versions.CHAOS_MESH);
        return lines;
    }

    /**
     * {@inheritDoc}
     *
     * @throws Unavailable with the first thing that stands in the way and what mends it
     */
    @Override
    public void deploy(Stack wanted, Consumer<String> progress) {
        if (!wanted.equals(stack))
            throw new IllegalArgumentException("laid out for another stack: " + stack);
        new Applying(client).apply(Manifests.of(layout), progress);
        var told = new String[] {""};
        var ready =
                patience.await(
                        DEPLOY_LIMIT,
                        () -> {
                            Trouble.inPods(client)
                                    .ifPresent(why -> {
                                        throw new Unavailable(why, "then deploy again");
                                    });
                            var missing = missing();
                            if (!missing.equals(told[0])) progress.accept("waiting: " + missing);
                            told[0] = missing;
                            return missing.isEmpty();
                        });
        if (!ready)
            throw new IllegalStateException(
                    "the stack is not ready after %d min: %s"
                            .formatted(DEPLOY_LIMIT.toMinutes(), told[0]));
    }

    @Override
    public boolean awaitReady(Duration limit) {
        return patience.await(limit, () -> chaos.areVictimsBack() && missing().isEmpty());
    }

    @Override
    public List<Pod> pods(Map<String, String> labels) {
        var pods = new ArrayList<Pod>();
        table.read()
                .forEach((spec, pod) -> {
                    if (spec.labels().entrySet().containsAll(labels.entrySet()))
                        pods.add(describe(spec, pod));
                });
        return pods;
    }

    @Override
    public Endpoints endpoints() {
        if (endpoints == null) endpoints = forwards.endpoints();
        return endpoints;
    }

    @Override
    public void scale(Component component, int count, Map<String, String> settings) {
        if (component.isEngine())
            throw new IllegalArgumentException(component + " is not scaled by a run");
        for (var name : Names.deployments(stack)) {
            if (!name.startsWith(component.label())) continue;
            var isFeeder = component == Component.FEEDER;
            var ordinal = isFeeder ? Integer.parseInt(name.substring(name.indexOf('-') + 1)) : 0;
            var replicas = isFeeder ? (ordinal < count ? 1 : 0) : count;
            if (!isFeeder) pauseScaling(name, replicas);
            run(name, replicas, settings);
        }
        if (count > 0) return;
        var app = Map.of("app", component.label());
        if (!patience.await(STOP_LIMIT, () -> pods(app).isEmpty()))
            throw new IllegalStateException("pods of %s do not end".formatted(component.label()));
    }

    @Override
    public void scaleGroup(String sink, int count, Map<String, String> settings) {
        var name = Stack.group(sink);
        pauseScaling(name, count);
        run(name, count, settings);
    }

    private void run(String name, int replicas, Map<String, String> settings) {
        client.apps()
                .deployments()
                .inNamespace(Selector.NAMESPACE)
                .withName(name)
                .edit(deployment ->
                        deployment
                                .edit()
                                .editSpec()
                                .withReplicas(replicas)
                                .editTemplate()
                                .editSpec()
                                .editFirstContainer()
                                .withEnv(
                                        environment(
                                                deployment
                                                        .getSpec()
                                                        .getTemplate()
                                                        .getSpec()
                                                        .getContainers()
                                                        .getFirst()
                                                        .getEnv(),
                                                settings))
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build());
    }

    @Override
    public void apply(Fault fault) {
        chaos.apply(fault);
    }

    /**
     * {@inheritDoc}
     *
     * @throws NotSupported always: the cluster runs them, but the kit cannot follow them there
     */
    @Override
    public void apply(Flow flow, FlowWatcher watcher) {
        throw new NotSupported(
                "schedules and workflows are not followed on a cluster in this version; sweep their"
                        + " faults one by one, or kubectl apply them without the kit");
    }

    @Override
    public FlowStatus flowStatus(String flowName) {
        throw new IllegalArgumentException("no schedule or workflow " + flowName);
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
        chaos.recover(faultName);
    }

    @Override
    public PodLog log(String pod) {
        return new KubeLog(client, table, pod);
    }

    @Override
    public Optional<Usage> usage(String pod) {
        return table.find(pod).flatMap(new KubeletUsage(client)::of);
    }

    /** Nothing: what Chaos Mesh starts counts as the pod's own here, and is in its usage. */
    @Override
    public Optional<Beside> beside(String pod) {
        return Optional.empty();
    }

    /** None: nobody on a cluster counts what goes from pod to pod. */
    @Override
    public List<LinkTraffic> links() {
        return List.of();
    }

    @Override
    public void close() {
        try {
            chaos.recoverAll();
            for (var component : List.of(Component.FEEDER, Component.CONSUMER))
                scale(component, 0, Map.of());
        } catch (KubernetesClientException e) {
            throw Trouble.of(e, "stopping the load");
        } finally {
            forwards.close();
        }
    }

    @Override
    public String missing() {
        var now = table.read();
        var notReady =
                stack.pods().stream()
                        .filter(spec -> spec.component().isEngine())
                        .filter(spec -> now.get(spec) == null || !PodTable.isReady(now.get(spec)))
                        .map(PodSpec::name)
                        .toList();
        return notReady.isEmpty() ? "" : String.join(", ", notReady);
    }

    /** Else KEDA would have its own number of consumers in a run that asks for another. */
    private void pauseScaling(String group, int replicas) {
        if (layout.autoscale()) return;
        new Applying(client)
                .annotate(
                        "keda.sh",
                        "ScaledObject",
                        group,
                        "autoscaling.keda.sh/paused-replicas",
                        Integer.toString(replicas));
    }

    private static List<EnvVar> environment(List<EnvVar> before, Map<String, String> settings) {
        var all = new LinkedHashMap<String, EnvVar>();
        before.forEach(variable -> all.put(variable.getName(), variable));
        settings.forEach((name, value) -> {
            if (!OWN.contains(name))
                all.put(name, new EnvVarBuilder().withName(name).withValue(value).build());
        });
        // A feeder goes on with the ledger that it finds: each run has a folder of its own.
        var topic = settings.get("FAULTLINE_TOPIC");
        if (topic != null && all.containsKey("FAULTLINE_LEDGER"))
            all.put(
                    "FAULTLINE_LEDGER",
                    new EnvVarBuilder()
                            .withName("FAULTLINE_LEDGER")
                            .withValue("/ledger/" + topic)
                            .build());
        return List.copyOf(all.values());
    }

    private static Pod describe(PodSpec spec, io.fabric8.kubernetes.api.model.Pod pod) {
        var status = pod.getStatus();
        return new Pod(
                spec,
                status == null || status.getPodIP() == null ? "" : status.getPodIP(),
                phase(status == null ? null : status.getPhase()),
                PodTable.isReady(pod),
                PodTable.restarts(pod),
                PodTable.instance(pod),
                status == null || status.getReason() == null ? "" : status.getReason());
    }

    private static Pod.Phase phase(String phase) {
        // "Unknown" is said of a pod whose node does not answer.
        return phase == null || phase.equals("Unknown")
                ? Pod.Phase.PENDING
                : Pod.Phase.valueOf(phase.toUpperCase(Locale.ROOT));
    }
}
