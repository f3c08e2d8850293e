package faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.Unavailable;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The bootstrap over real OpenSSH, on machines of namespaces; only k3s itself is a stand-in. */
class BootstrapTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For tests that wait for a loss to be seen, and long enough for a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(4);

    @TempDir Path folder;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private List<ImageArchive> images = List.of();

    /** With the addresses of real machines. */
    private static Map<String, String> nodes(int count) {
        var nodes = new LinkedHashMap<String, String>();
        for (int i = 1; i <= count; i++) nodes.put("gros-" + i, "172.16.66." + i);
        return nodes;
    }

    private ClusterPlan plan(List<Host> hosts, String version, String pods) throws IOException {
        var program = Lab.SCRIPTS.resolve("k3s");
        return new ClusterPlan(
                "test",
                "ssh",
                hosts,
                Math.min(3, hosts.size()),
                new K3s(version, K3s.sha256(program)),
                program,
                pods,
                "10.96.0.0/16",
                Files.readString(Path.of("grid5000/prepare.sh")),
                Files.readString(Path.of("grid5000/registries.yaml")),
                images);
    }

    private void useImage(String text) throws Exception {
        var file = folder.resolve("load.tar");
        images = List.of(ImageArchive.of(Lab.archive(file, "localhost/faultline/load:1", text)));
    }

    private Bootstrap.Made bootstrap(Lab lab, Duration patience, Consumer<String> progress)
            throws IOException {
        var way = lab.way(patience);
        var hosts = lab.hosts();
        try (var ssh = new Ssh(way, hosts.size())) {
            var plan = plan(hosts, "v1.34.3+k3s1", "10.244.0.0/16");
            return new Bootstrap(ssh, plan, way, progress.andThen(told::add)).bootstrap();
        }
    }

    @Test
    void sevenHostsBecomeAClusterASecondRunChangesNothingAndTheWayToItMoves() throws Exception {
        try (var lab = Lab.open(folder, nodes(7), "")) {
            useImage("one");
            var made = bootstrap(lab, PATIENCE, line -> {});
            assertThat(made.changed()).isPositive();
            assertThat(made.facts())
                    .containsEntry("target", "ssh")
                    .as("as the pod network has it")
                    .containsEntry("pod_mtu_bytes", 1398);
            disksWereMeasured(made);
            wentAsItShould(lab);
            var starts = lab.wrote("k3s").size();
            assertThat(bootstrap(lab, PATIENCE, line -> {}).changed()).isZero();
            assertThat(told).last().isEqualTo("nothing was to be changed");
            assertThat(lab.wrote("k3s")).as("nothing was started").hasSize(starts);
            assertThat(lab.logins()).as("one login at the jump host for each run").isEqualTo(2);
            theWayMoves(lab);
            theJumpHostIsSpared(lab);
        }
    }

    private static void disksWereMeasured(Bootstrap.Made made) {
        assertThat(made.facts().get("hosts"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .allSatisfy(host ->
                        assertThat(host.containsKey("sync_p99_ms"))
                                .as(host.toString())
                                .isEqualTo(host.get("role").equals("server")))
                .extracting(host -> host.get("mtu_bytes"))
                .containsOnly("1500");
    }

    private void wentAsItShould(Lab lab) throws IOException {
        var log = lab.wrote("k3s").stream().filter(line -> line.startsWith("gros-")).toList();
        assertThat(log.subList(0, 6))
                .as("servers one after the other")
                .containsExactly(
                        "gros-1 begins server",
                        "gros-1 ready",
                        "gros-2 begins server",
                        "gros-2 ready",
                        "gros-3 begins server",
                        "gros-3 ready");
        assertThat(log.subList(6, log.size()))
                .filteredOn(line -> line.endsWith("begins agent"))
                .hasSize(4);
        assertThat(lab.wrote("gros-1.config"))
                .contains(
                        "cluster-init: true",
                        "node-ip: 172.16.66.1",
                        "flannel-iface: eno1",
                        "data-dir: /mnt/faultline/k3s",
                        "- root-dir=/mnt/faultline/kubelet",
                        "- 172.16.66.3",
                        "- 127.0.0.1",
                        "cluster-cidr: 10.244.0.0/16",
                        "cluster-dns: 10.96.0.10")
                .noneMatch(line -> line.startsWith("server:"));
        for (var other : List.of("gros-2", "gros-3", "gros-7"))
            assertThat(lab.wrote(other + ".config"))
                    .contains("server: https://172.16.66.1:6443")
                    .noneMatch(line -> line.startsWith("cluster-init"));
        assertThat(lab.wrote("gros-7.config")).noneMatch(line -> line.startsWith("cluster-"));
        assertThat(lab.wrote("commands"))
                .contains(
                        "gros-7 mkfs.ext4 -q -F -L faultline /dev/disk1",
                        "gros-7 mount -o noatime /dev/disk1 /mnt/faultline",
                        "gros-7 modprobe sch_netem",
                        "gros-7 swapoff -a");
        assertThat(told)
                .filteredOn(line -> line.contains("sending"))
                .containsExactly(
                        "gros-1.nancy.grid5000.fr: sending k3s",
                        "gros-1.nancy.grid5000.fr: sending k3s to 6 others",
                        "gros-1.nancy.grid5000.fr: sending load.tar",
                        "gros-1.nancy.grid5000.fr: sending load.tar to 6 others");
        assertThat(imports(lab, 0))
                .as("on every host, as it starts")
                .containsExactlyInAnyOrderElementsOf(nodes(7).keySet());
        assertThat(told).contains("7 nodes are ready, 3 of them hold the store");
        assertThat(lab.wrote("verify.yaml")).contains("kind: DaemonSet");
        assertThat(lab.wrote("k3s")).filteredOn(line -> line.contains("nslookup")).hasSize(7);
    }

    /** Which hosts have imported the image as it is now, after the first {@code before} imports. */
    private List<String> imports(Lab lab, int before) throws IOException {
        return lab.wrote("imports").stream()
                .skip(before)
                .filter(line -> line.endsWith(" " + images.getFirst().sha256()))
                .map(line -> line.split(" ")[0])
                .toList();
    }

    private void theWayMoves(Lab lab) throws Exception {
        var servers = lab.hosts().subList(0, 3);
        try (var ssh = new Ssh(lab.way(PATIENCE), 3);
                var tunnel = Tunnel.open(ssh, servers, 0, SHORT, told::add)) {
            assertThat(tunnel.answers()).isTrue();
            assertThat(told).last().asString().contains("through gros-1");
            assertThatThrownBy(() -> new Socket("127.0.0.2", tunnel.port()).close())
                    .as("the way is for this machine alone")
                    .isInstanceOf(ConnectException.class);
            ssh.run(servers.getFirst(), "kill $(cat /run/api.pid)", PATIENCE);
            await(() -> told.stream().anyMatch(line -> line.contains("through gros-2")));
            assertThat(tunnel.answers()).isTrue();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        var until = Instant.now().plusSeconds(60);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(until);
            Thread.sleep(5);
        }
    }

    /** Fourteen hosts by twice as many addresses; none is done before all that may are there. */
    private void theJumpHostIsSpared(Lab lab) throws Exception {
        var hosts = new ArrayList<>(lab.hosts());
        var gate = lab.folder.resolve("shared/gate");
        try (var ssh = new Ssh(lab.way(PATIENCE), 7)) {
            for (var host : lab.hosts()) {
                var more = host.address().orElseThrow().replace(".66.", ".67.");
                ssh.run(host, "ip address add %s/20 dev eno1\n".formatted(more), PATIENCE);
                hosts.add(new Host("root", "more-" + host.name(), Optional.of(more), ""));
            }
        }
        await(() -> lab.connections() == 0);
        try (var ssh = new Ssh(lab.way(PATIENCE), hosts.size())) {
            var script = "until [ -f /shared/gate ]; do sleep 0.05; done; echo through\n";
            var through =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Together.each(
                                            hosts,
                                            host -> ssh.run(host, script, Duration.ofMinutes(2))),
                            Thread::startVirtualThread);
            try {
                // One of the ten is left for the way to the cluster's API.
                await(() -> through.isDone() || lab.connections() >= Ssh.CONNECTIONS - 1);
                for (int look = 0; look < 100; look++) {
                    assertThat(lab.connections()).isEqualTo(Ssh.CONNECTIONS - 1);
                    Thread.sleep(5);
                }
            } finally {
                Files.createFile(gate);
            }
            assertThat(through.get(2, TimeUnit.MINUTES)).hasSize(14).containsOnly("through\n");
        }
    }

    @Test
    void aHostThatIsLostOnTheWayIsNamedAndTheNextRunGoesOnFromThere() throws Exception {
        try (var lab = Lab.open(folder, nodes(3), "")) {
            Consumer<String> cutter =
                    line -> {
                        if (!line.startsWith("gros-1") || !line.endsWith("server started")) return;
                        try {
                            lab.link("down", "gros-2");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    };
            assertThatThrownBy(() -> bootstrap(lab, SHORT, cutter))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("gros-2.nancy.grid5000.fr")
                    .hasMessageContaining("the same command again goes on");
            assertThat(lab.wrote("k3s")).allMatch(line -> line.startsWith("gros-1"));
            lab.link("up", "gros-2");
            bootstrap(lab, PATIENCE, line -> {});
            assertThat(begun(lab))
                    .containsExactly(
                            "gros-1 begins server", "gros-2 begins server", "gros-3 begins server");
            newImagesAreImportedByAClusterThatRuns(lab);
        }
    }

    private static List<String> begun(Lab lab) throws IOException {
        return lab.wrote("k3s").stream().filter(line -> line.contains("begins")).toList();
    }

    private void newImagesAreImportedByAClusterThatRuns(Lab lab) throws Exception {
        useImage("one");
        assertThat(bootstrap(lab, PATIENCE, line -> {}).changed()).isEqualTo(3);
        var size = Files.size(images.getFirst().file());
        assertThat(imports(lab, 0)).hasSize(3);
        useImage("two");
        assertThat(images.getFirst().file()).as("by its sum, not by its size").hasSize(size);
        bootstrap(lab, PATIENCE, line -> {});
        assertThat(imports(lab, 3)).containsExactlyInAnyOrderElementsOf(nodes(3).keySet());
        assertThat(begun(lab)).hasSize(9);
    }

    @Test
    void whatStandsInTheWayIsToldAtOnceAndNothingIsChanged() throws Exception {
        try (var lab = Lab.open(folder, nodes(1), "gros-1");
                var ssh = new Ssh(lab.way(PATIENCE), 1)) {
            var plan = plan(lab.hosts(), "v1.36.2+k3s1", "172.16.0.0/16");
            assertThatThrownBy(() ->
                            new Bootstrap(ssh, plan, lab.way(PATIENCE), told::add).bootstrap())
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("control groups of version 1, which k3s v1.36.2+k3s1")
                    .hasMessageContaining("172.16.66.1/20 is in --pod-range 172.16.0.0/16");
            assertThat(lab.wrote("commands")).allMatch(line -> line.contains("is-active"));
        }
    }
}
