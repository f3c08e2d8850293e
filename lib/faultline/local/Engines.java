package faultline.local;

import faultline.plan.OwnService;
import faultline.platform.Endpoints;
import faultline.platform.GaleraStatus;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Ports;
import faultline.stack.Protection;
import faultline.stack.Stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What runs in each pod, and how it is told where the others are. */
final class Engines {

    /** What a pod runs. */
    record Program(
            long memoryBytes,
            boolean again,
            Map<String, String> environment,
            PodProcess.Launch launch,
            PodProcess.Probe probe) {}

    private static final String USER = "faultline";
    private static final long MARIADB_MEMORY = 1L << 30;
    private static final long INFLUXDB_MEMORY = 2L << 30;
    private static final int LOAD_HEAP_MEGABYTES = 384;
    private static final Duration RECOVER_LIMIT = Duration.ofSeconds(30);

    private final Stack stack;
    private final Programs programs;
    private final Network network;
    private final Path folder;
    private final Map<String, String> mark;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Endpoints endpoints;
    private final List<GaleraNode> nodes = new ArrayList<>();
    private GaleraSeed seed;

    /**
     * @param mark in the environment of every process, so that none is left behind
     */
    Engines(
            Stack stack,
            Programs programs,
            Network network,
            Path folder,
            Map<String, String> mark) {
        this.mark = mark;
        this.stack = stack;
        this.programs = programs;
        this.network = network;
        this.folder = folder;
        var password = new byte[16];
        new SecureRandom().nextBytes(password);
        endpoints =
                new Endpoints(
                        at(Component.KAFKA, Ports.KAFKA).stream().collect(Collectors.joining(",")),
                        at(Component.MARIADB, Ports.MARIADB),
                        USER,
                        HexFormat.of().formatHex(password),
                        at(Component.INFLUXDB, Ports.INFLUXDB).stream()
                                .map(host -> "http://" + host)
                                .toList());
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Program kafka(PodSpec pod) throws IOException {
        var command =
                KafkaPod.prepare(
                        stack,
                        pod.ordinal(),
                        addresses(Component.KAFKA),
                        folder.resolve(pod.name()));
        return new Program(
                JavaProgram.memoryBytes(KafkaPod.HEAP_MEGABYTES),
                true,
                mark,
                () -> command,
                () -> listens(network.address(pod.name()), Ports.KAFKA));
    }

    /** Makes what all database nodes start from. */
    void seed() throws IOException, InterruptedException {
        seed =
                GaleraSeed.create(
                        programs,
                        marked(programs.environment()),
                        folder.resolve("mariadb-seed"),
                        endpoints.mariadbUser(),
                        endpoints.mariadbPassword());
    }

    Program mariadb(PodSpec pod) throws IOException {
        var address = network.address(pod.name());
        var node =
                new GaleraNode(
                        pod.name(),
                        address,
                        folder.resolve(pod.name()),
                        addresses(Component.MARIADB));
        node.prepare(programs, seed);
        synchronized (nodes) {
            nodes.add(node);
        }
        var plain = stack.protection().galeraRecovery() == Protection.GaleraRecovery.PLAIN_RESTART;
        return new Program(
                MARIADB_MEMORY,
                true,
                marked(node.environment(programs)),
                () ->
                        plain
                                ? node.startCommand(programs, Optional.empty())
                                : recoverThenStart(node),
                () ->
                        GaleraStatus.of(
                                        address + ":" + Ports.MARIADB,
                                        USER,
                                        endpoints.mariadbPassword())
                                .state()
                                .equals("Synced"));
    }

    private List<String> recoverThenStart(GaleraNode node)
            throws IOException, InterruptedException {
        var recovered =
                HostCommand.run(
                        node.recoverCommand(programs),
                        node.folder(),
                        marked(node.environment(programs)),
                        "",
                        RECOVER_LIMIT);
        decide(node);
        return node.startCommand(programs, node.position(recovered.output()));
    }

    /** One node after the other: what one sees must not change while it acts on that. */
    private void decide(GaleraNode node) throws IOException {
        synchronized (nodes) {
            var members = new ArrayList<GaleraRecovery.Member>();
            for (var each : nodes) members.add(each.member(isPrimary(each.address())));
            switch (GaleraRecovery.of(node.name(), members)) {
                case JOIN_MAJORITY -> node.forgetView();
                case START -> {}
                case RESTORE_VIEWS -> {
                    for (var each : nodes) each.restoreView(seed.state());
                }
            }
        }
    }

    private boolean isPrimary(String address) {
        try {
            return GaleraStatus.of(address + ":" + Ports.MARIADB, USER, endpoints.mariadbPassword())
                    .status()
                    .equals("Primary");
        } catch (SQLException e) {
            return false;
        }
    }

    Program influxdb(PodSpec pod) throws IOException {
        var instance =
                new InfluxdbInstance(
                        pod.name(), network.address(pod.name()), folder.resolve(pod.name()));
        instance.prepare();
        return new Program(
                INFLUXDB_MEMORY,
                true,
                marked(instance.environment(programs)),
                () -> instance.startCommand(programs),
                () -> instance.ready(http));
    }

    /** A feeder, which is done when it has sent all; or a consumer, which never is. */
    Program load(PodSpec pod, Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("FAULTLINE_POD", pod.name());
        environment.put("FAULTLINE_ORDINAL", Integer.toString(pod.ordinal()));
        var consumer = pod.component() == Component.CONSUMER;
        if (consumer) {
            var sink = pod.labels().get("sink");
            environment.put("FAULTLINE_SINK", sink);
            environment.put("FAULTLINE_GROUP", Stack.group(sink));
        }
        var own = environment.remove(OwnService.COMMAND);
        var command =
                own == null
                        ? JavaProgram.command(
                                consumer ? "faultline.load.Consumer" : "faultline.load.Feeder",
                                LOAD_HEAP_MEGABYTES)
                        : List.of(own.split("\0"));
        return new Program(
                JavaProgram.memoryBytes(LOAD_HEAP_MEGABYTES),
                consumer,
                marked(environment),
                () -> command,
                () -> true);
    }

    private Map<String, String> marked(Map<String, String> environment) {
        var all = new HashMap<>(environment);
        all.putAll(mark);
        return all;
    }

    private List<String> addresses(Component component) {
        return stack.pods(component).stream().map(pod -> network.address(pod.name())).toList();
    }

    private List<String> at(Component component, int port) {
        return addresses(component).stream().map(address -> address + ":" + port).toList();
    }

    private static boolean listens(String address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
