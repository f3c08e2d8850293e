package faultline.local;

import faultline.chaos.Fault;
import faultline.chaos.Flow;
import faultline.chaos.FlowStatus;
import faultline.chaos.FlowWatcher;
import faultline.chaos.Status;
import faultline.chaos.Support;
import faultline.platform.Beside;
import faultline.platform.Endpoints;
import faultline.platform.Flows;
import faultline.platform.HttpAsker;
import faultline.platform.LinkProbe;
import faultline.platform.LinkTraffic;
import faultline.platform.Platform;
import faultline.platform.Pod;
import faultline.platform.PodLog;
import faultline.platform.Readiness;
import faultline.platform.Usage;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Ports;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A stack on this machine: each pod a process with a loopback address of its own. */
public final class LocalPlatform implements Platform {

    private static final Duration DEPLOY_LIMIT = Duration.ofSeconds(120);
    private static final int PROBES_AT_ONCE = 8;

    /** Longer than any delay that a plan is likely to ask for; a partition answers never. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    private static final int ROUND_TRIPS = 3;

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path logsOnFailure;
    private final Map<String, PodProcess> processes = new LinkedHashMap<>();
    private final Supplier<Network> networks;
    private volatile Network network;
    private Janitor janitor;
    private Cgroups cgroups;
    private Path folder;
    private Programs programs;
    private Stack stack;
    private Engines engines;
    private Faults faults;
    private HttpAsker asker;
    private Flows flows;
    private Readiness readiness;
    private boolean closed;

    /**
     * @param networks makes the network that the pods will be in
     * @param logsOnFailure where the pods' logs go when the stack does not start
     */
    public LocalPlatform(Supplier<Network> networks, Path logsOnFailure) {
        this.networks = networks;
        this.logsOnFailure = logsOnFailure;
    }

    /** Kills what kits that are gone left on this machine, and says what that was. */
    public static List<String> cleanUp() {
        return Janitor.cleanUp(stacks());
    }

    /** Gets what the stack's programs need, which may want the host's network. */
    public static void fetchPrograms(Consumer<String> progress) {
        Programs.find(List.of(Component.MARIADB, Component.INFLUXDB), progress);
    }

    @Override
    public Map<String, String> describe() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("platform", "local");
        lines.putAll(network.describe());
        lines.put("cgroups", cgroups.describe());
        lines.put("pod_jvm_compiler", JavaProgram.compiler());
        lines.putAll(programs.describe());
        return lines;
    }

    @Override
    public void deploy(Stack wanted, Consumer<String> progress) {
        stack = wanted;
        programs = Programs.find(List.of(Component.MARIADB, Component.INFLUXDB), progress);
        network = networks.get();
        try {
            requirePorts();
            progress.accept("starting the engines");
            janitor = Janitor.watch(stacks());
            cgroups = janitor.cgroups();
            folder = janitor.folder(stacks());
            engines = new Engines(stack, programs, network, folder, janitor.environment());
            faults = new Faults(this::process, network, stack.pods());
            asker = new HttpAsker(this::address);
            flows = new Flows(Support.Platform.LOCAL, faults, asker);
            for (var pod : stack.pods(Component.KAFKA)) start(pod, engines.kafka(pod));
            if (stack.databases() > 0) engines.seed();
            for (var pod : stack.pods(Component.MARIADB)) start(pod, engines.mariadb(pod));
            for (var pod : stack.pods(Component.INFLUXDB)) start(pod, engines.influxdb(pod));
            readiness = new Readiness(stack, engines.endpoints());
            var missing = await(DEPLOY_LIMIT, progress);
            if (!missing.isEmpty())
                throw new IllegalStateException(
                        "the stack is not ready after %d s: %s; the logs of its pods are in %s"
                                .formatted(DEPLOY_LIMIT.toSeconds(), missing, keepLogs()));
            readiness.proveWrites();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean awaitReady(Duration limit) {
        try {
            return await(limit, phase -> {}).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String missing() {
        try {
            return readiness.missing(pods(Map.of()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public List<Pod> pods(Map<String, String> labels) {
        synchronized (processes) {
            return processes.values().stream()
                    .map(PodProcess::pod)
                    .filter(pod -> pod.spec().labels().entrySet().containsAll(labels.entrySet()))
                    .toList();
        }
    }

    @Override
    public Endpoints endpoints() {
        return engines.endpoints();
    }

    @Override
    public void scale(Component component, int count, Map<String, String> settings) {
        for (var pod : stack.pods(component)) {
            PodProcess old;
            synchronized (processes) {
                old = processes.remove(pod.name());
            }
            if (old != null) stop(old);
            if (count == 0) continue;
            try {
                // Of those too that may be added later: what they said in another run is over.
                Files.deleteIfExists(logFile(pod.name()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (pod.ordinal() < count) start(pod, engines.load(pod, settings));
        }
    }

    @Override
    public void scaleGroup(String sink, int count, Map<String, String> settings) {
        for (var pod : stack.pods(Component.CONSUMER)) {
            if (!sink.equals(pod.labels().get("sink"))) continue;
            var runs = running(pod.name()).isPresent();
            // Its log goes on where it ended: it is the same run.
            if (pod.ordinal() < count && !runs) start(pod, engines.load(pod, settings));
            if (pod.ordinal() >= count && runs) {
                PodProcess old;
                synchronized (processes) {
                    old = processes.remove(pod.name());
                }
                if (old != null) stop(old);
            }
        }
    }

    @Override
    public void apply(Fault fault) {
        faults.apply(fault);
    }

    @Override
    public void apply(Flow flow, FlowWatcher watcher) {
        flows.apply(flow, watcher);
    }

    @Override
    public FlowStatus flowStatus(String flowName) {
        return flows.status(flowName);
    }

    private Optional<String> address(String pod, int port) {
        return stack.pods().stream()
                .filter(spec -> spec.name().equals(pod))
                .map(spec -> network.address(pod) + ":" + port)
                .findFirst();
    }

    @Override
    public Map<String, OptionalDouble> roundTrips(Fault fault) {
        var asked = new TreeMap<String, Future<OptionalDouble>>();
        try (var executor = Executors.newFixedThreadPool(PROBES_AT_ONCE)) {
            for (var link : network.links(fault, stack.pods())) {
                // A round trip crosses the link and its way back, whoever opens the connection.
                var listener = listens(link.to()) ? link.to() : link.from();
                var caller = listener.equals(link.to()) ? link.from() : link.to();
                if (!listens(listener)) continue;
                var port = port(listener);
                asked.put(
                        link.from() + " -> " + link.to(),
                        executor.submit(() -> roundTrip(caller, listener, port)));
            }
        }
        var times = new TreeMap<String, OptionalDouble>();
        asked.forEach((link, answer) -> times.put(link, answer.resultNow()));
        return times;
    }

    /** The shortest of a few: a busy machine adds to some, and a lost packet to one a second. */
    private OptionalDouble roundTrip(String caller, String listener, int port) {
        var shortest = OptionalDouble.empty();
        for (var tries = 0; tries < ROUND_TRIPS; tries++) {
            var time = network.roundTripMillis(caller, listener, port, PROBE_LIMIT);
            if (time.isEmpty()) return shortest;
            if (shortest.isEmpty() || time.getAsDouble() < shortest.getAsDouble()) shortest = time;
        }
        return shortest;
    }

    @Override
    public Map<String, LinkProbe.Found> probeLinks(Fault fault) {
        var probe = LinkProbe.of(fault);
        if (probe.isEmpty()) return Map.of();
        var found = new TreeMap<String, LinkProbe.Found>();
        // Those that round trips show too, so that one effect has all its parts.
        var links =
                network.links(fault, stack.pods()).stream()
                        .filter(link -> listens(link.from()) || listens(link.to()))
                        .toList();
        try (var executor = Executors.newFixedThreadPool(LinkProbe.MOST_LINKS)) {
            for (var link : probe.get().choose(links))
                executor.submit(() -> {
                    var seen = LinkProber.probe(network, link.from(), link.to(), probe.get());
                    synchronized (found) {
                        found.put(link.from() + " -> " + link.to(), seen);
                    }
                    return seen;
                });
        }
        return found;
    }

    private boolean listens(String pod) {
        return stack.pods().stream()
                .anyMatch(spec -> spec.name().equals(pod) && spec.component().isEngine());
    }

    private static int port(String pod) {
        if (pod.startsWith(Component.KAFKA.label())) return Ports.KAFKA;
        return pod.startsWith(Component.MARIADB.label()) ? Ports.MARIADB : Ports.INFLUXDB;
    }

    @Override
    public Status status(String faultName) {
        return faults.status(faultName);
    }

    @Override
    public void recover(String faultName) {
        if (!flows.recover(faultName)) faults.recover(faultName);
    }

    /** Nothing to do: feeders write where they are told. */
    @Override
    public void bringLedgers(Path folder) {}

    @Override
    public List<Map<String, Object>> evidence() {
        return List.of();
    }

    @Override
    public List<String> caveats() {
        return List.of();
    }

    @Override
    public boolean isOnThisMachine() {
        return true;
    }

    @Override
    public PodLog log(String pod) {
        return new LogTail(logFile(pod));
    }

    @Override
    public Optional<Usage> usage(String pod) {
        return running(pod).flatMap(PodProcess::usage);
    }

    @Override
    public Optional<Beside> beside(String pod) {
        return running(pod).flatMap(PodProcess::beside);
    }

    private Optional<PodProcess> running(String pod) {
        synchronized (processes) {
            return Optional.ofNullable(processes.get(pod));
        }
    }

    @Override
    public List<LinkTraffic> links() {
        var now = network;
        return now == null ? List.of() : now.traffic();
    }

    @Override
    public synchronized void close() {
        if (readiness != null) readiness.close();
        if (flows != null) flows.leave();
        if (asker != null) asker.close();
        synchronized (processes) {
            closed = true;
            processes.values().forEach(PodProcess::abandon);
        }
        if (janitor != null) janitor.close();
        if (network != null) network.close();
        readiness = null;
        janitor = null;
        network = null;
    }

    private void start(PodSpec pod, Engines.Program program) {
        synchronized (processes) {
            var environment = new HashMap<>(program.environment());
            environment.putAll(cgroups.pod(pod.name(), program.memoryBytes()));
            // Nothing may start any more once everything is being stopped.
            if (closed) throw new IllegalStateException("the stack is being stopped");
            processes.put(
                    pod.name(),
                    new PodProcess(
                            pod,
                            network.address(pod.name()),
                            network.prefix(pod.name()),
                            logFile(pod.name()),
                            program.memoryBytes(),
                            program.again(),
                            environment,
                            program.launch(),
                            program.probe()));
        }
    }

    /** Returns what is missing when the time is up; empty as soon as nothing is. */
    private String await(Duration limit, Consumer<String> progress) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var missing = readiness.missing(pods(Map.of()));
            if (missing.isEmpty() || System.nanoTime() > end) return missing;
            progress.accept("waiting: " + missing);
            Thread.sleep(LOOK);
        }
    }

    private PodProcess process(String pod) {
        synchronized (processes) {
            var process = processes.get(pod);
            if (process == null) throw new IllegalStateException("no pod " + pod + " runs");
            return process;
        }
    }

    private void requirePorts() {
        for (var pod : stack.pods()) {
            var name = pod.name();
            switch (pod.component()) {
                case KAFKA -> network.requireFree(name, Ports.KAFKA, Ports.KAFKA_CONTROLLER);
                case MARIADB ->
                        network.requireFree(
                                name,
                                Ports.MARIADB,
                                Ports.GALERA,
                                Ports.GALERA_IST,
                                Ports.GALERA_SST);
                case INFLUXDB -> network.requireFree(name, Ports.INFLUXDB, Ports.INFLUXDB_RPC);
                case FEEDER, CONSUMER -> {} // they listen nowhere
            }
        }
    }

    private Path keepLogs() throws IOException {
        Files.createDirectories(logsOnFailure);
        for (var pod : stack.pods()) {
            var log = logFile(pod.name());
            if (Files.exists(log))
                Files.write(logsOnFailure.resolve(pod.name() + ".log"), Files.readAllBytes(log));
        }
        return logsOnFailure;
    }

    private Path logFile(String pod) {
        return folder.resolve("logs").resolve(pod + ".log");
    }

    /** Where pods have their data. */
    public static Path stacks() {
        return Host.cache().resolve("stacks");
    }

    private static void stop(PodProcess process) {
        try {
            process.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
