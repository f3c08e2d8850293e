package faultline.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import faultline.cluster.Lab;
import faultline.grid5000.Access;
import faultline.grid5000.Grid5000;
import faultline.grid5000.KilledKit;
import faultline.grid5000.Releaser;
import faultline.grid5000.Reservations;
import faultline.grid5000.fake.FakeClock;
import faultline.grid5000.fake.FakeGrid5000;
import faultline.grid5000.fake.Invented;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A whole study in one go, on a fake testbed; whatever happens to it, no job stays. */
class CampaignTest {

    private static final String SECRET = "c0rrect-h0rse";
    private static final String LOAD = "localhost/faultline/load:1";
    private static final Instant SATURDAY = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir Path folder;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private FakeGrid5000 fake;
    private Grid5000 testbed;
    private Reservations reservations;

    @BeforeEach
    void open() throws IOException {
        fake =
                new FakeGrid5000(
                        0,
                        Invented.catalogue(),
                        new FakeClock(SATURDAY, false),
                        "jdoe",
                        Optional.of(SECRET));
        testbed =
                Grid5000.open(
                        new Access(fake.address(), "jdoe", Optional.of(SECRET), "test"),
                        fake.clock());
        reservations = new Reservations(folder.resolve("state/grid5000"));
        Files.createDirectories(folder.resolve("out"));
    }

    @AfterEach
    void close() {
        testbed.close();
        fake.close();
    }

    private Path out() {
        return folder.resolve("out");
    }

    private CampaignPlan plan(String bootstrap) throws IOException {
        var file = folder.resolve("campaign.yaml");
        Files.writeString(
                file,
                """
                name: study
                image: {base: registry.example/temurin:25}
                reserve: {site: quarry, cluster: granite, nodes: 7, walltime: 2h, disks: true}
                bootstrap: {%s}
                deploy: {replicas: 3}
                sweep: {rates: [1000, 2000], duration: 30s}
                """
                        .formatted(bootstrap));
        return CampaignPlan.read(file);
    }

    private Campaign campaign(CampaignPlan plan, Work work) {
        return new Campaign(plan, out(), testbed, reservations, work, told::add);
    }

    private Path kitOut() {
        return folder.resolve("kit.out");
    }

    /** The same in a process of its own, with what it says in {@link #kitOut}. */
    private Process process(Map<String, String> environment) throws IOException {
        var all = new HashMap<>(environment);
        all.putAll(Map.of("G5K_USER", "jdoe", "G5K_PASSWORD", SECRET));
        return KilledKit.start(KilledCampaign.class, fake.address(), folder, kitOut(), all);
    }

    private void reap() {
        fake.mischief().watch((request, done) -> {});
        new Releaser(testbed, reservations, told::add).reap(false);
        assertThat(fake.liveJobs()).isZero();
        assertThat(reservations.all()).isEmpty();
    }

    @Test
    void aCampaignThatWasKilledAndReapedGoesOnUnattendedGivesAllBackAndTellsNoSecret()
            throws Exception {
        var nodes = new LinkedHashMap<String, String>();
        for (var node : testbed.nodes("quarry", "granite").subList(0, 7))
            nodes.put(node.uid(), node.network().ip());
        try (var lab = Lab.open(folder.resolve("lab"), nodes, "");
                var processes = new Processes()) {
            var k3s = Lab.SCRIPTS.resolve("k3s");
            var plan =
                    plan(
                            "k3s: v1.34.3+k3s1, k3s-sha256: '%s', k3s-file: %s, jump: access, ssh-config: %s, port: 0"
                                    .formatted(sha256(k3s), k3s, lab.folder.resolve("config")));
            var kit = kit();
            killedAmidItsBootstrap(lab);
            lettingIn(lab);
            var work =
                    new KitWork(
                            kit,
                            reservations,
                            folder.resolve("state"),
                            folder.resolve("cache"),
                            told::add);
            var page = campaign(plan, work).run();

            assertThat(fake.liveJobs()).isZero();
            assertThat(reservations.all()).isEmpty();
            assertThat(Files.readAllLines(folder.resolve("kit.log")))
                    .satisfiesExactly(
                            line ->
                                    assertThat(line)
                                            .startsWith("image --tar ")
                                            .endsWith("--base registry.example/temurin:25"),
                            line ->
                                    assertThat(line)
                                            .startsWith(
                                                    "deploy --platform kubernetes --replicas 3"
                                                            + " --load-image "
                                                            + LOAD
                                                            + " with 600 https://127.0.0.1:"),
                            line ->
                                    assertThat(line)
                                            .startsWith("sweep --platform kubernetes --out")
                                            .contains("--rates 1000,2000 --duration 30s"));
            assertThat(lab.wrote("k3s").stream().filter(line -> line.endsWith("ready")).distinct())
                    .hasSize(7);
            assertThat(lab.wrote("imports").stream().distinct()).hasSize(7);
            assertThat(Files.readString(page))
                    .contains("| load | " + LOAD + "@sha256:")
                    .contains("Target: `fake-g5k`", "nothing here was measured", "sweep/report.md")
                    .contains("| nodes | 7, of Invented 1, 18 cores |", "v1.34.3+k3s1")
                    .contains("debian12-min 2026061509", "| packet of a pod | 1398 bytes |")
                    .contains("| images | 1 by digest")
                    .doesNotContain("`grid5000`")
                    .containsPattern("\\| release \\| .* \\| done \\|");
            provenance();
            assertThat(out().resolve("nodes/granite-1.log")).exists();
            noSecrets(lab, processes);
        }
    }

    /** One that makes no image, but has one. */
    private Path kit() throws Exception {
        Lab.archive(folder.resolve("image.tar"), LOAD, "one");
        return Files.copy(
                Lab.SCRIPTS.resolve("kit"),
                folder.resolve("kit"),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** The nodes let in the key of the reservation, as kadeploy would see to. */
    private void lettingIn(Lab lab) {
        fake.mischief()
                .watch((request, done) -> {
                    if (done && request.startsWith("POST") && request.endsWith("/deployments"))
                        lab.letIn(reservations.key("quarry", "study"));
                });
    }

    /** At an instant when a server of the cluster has started and the next is to join. */
    private void killedAmidItsBootstrap(Lab lab) throws Exception {
        lettingIn(lab);
        var kit = process(Map.of());
        while (kit.isAlive() && !lab.wrote("k3s").contains("granite-1 ready")) Thread.sleep(5);
        kill(kit);
        assertThat(kit.exitValue()).as(Files.readString(kitOut())).isEqualTo(137);
        try (var files = Files.list(folder.resolve("state/grid5000"))) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(key|json)")))
                    .hasSize(2)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
        reap();
        var until = Instant.now().plusSeconds(60);
        while (lab.connections() > 0) {
            assertThat(Instant.now()).as("no ssh outlives the kit").isBefore(until);
            Thread.sleep(5);
        }
    }

    /** What the last criterion of the reference names. */
    private void provenance() throws IOException {
        var told = Yaml.parseJson(Files.readString(out().resolve("environment.json")));
        assertThat(told)
                .containsEntry("target", "fake-g5k")
                .containsKeys("stopped_at_s", "load_image");
        assertThat(told.get("images"))
                .asInstanceOf(LIST)
                .singleElement()
                .asString()
                .startsWith("docker.io/library/busybox@sha256:");
        assertThat(told.get("testbed"))
                .asInstanceOf(map(String.class, Object.class))
                .containsKeys("job", "reference_version", "submitted_at_s", "started_at_s")
                .containsEntry("environment_version", 2026061509)
                .extractingByKey("nodes", LIST)
                .hasSize(7)
                .first(map(String.class, Object.class))
                .containsEntry("name", "granite-1.quarry.grid5000.fr")
                .containsEntry("processor", "Invented 1")
                .extractingByKey("disks", LIST)
                .contains("disk0 SSD invented, 480103981056 bytes");
        assertThat(told.get("cluster"))
                .asInstanceOf(map(String.class, Object.class))
                .containsEntry("target", "fake-g5k")
                .containsEntry("k3s", "v1.34.3+k3s1")
                .containsEntry("pod_mtu_bytes", 1398)
                .containsKeys("k3s_sha256", "pod_range", "service_range", "image_archives")
                .extractingByKey("hosts", LIST)
                .hasSize(7)
                .first(map(String.class, Object.class))
                .containsKeys("clock_ahead_ms", "clock_bound_ms", "sync_p99_ms");
        assertThat(told.toString()).doesNotContain("=grid5000,");
    }

    private void noSecrets(Lab lab, Processes processes) throws IOException {
        var token = lab.wrote("token").getFirst();
        assertThat(token).hasSize(64);
        var coded = Base64.getEncoder().encodeToString(("jdoe:" + SECRET).getBytes());
        var secrets = List.of(SECRET, coded, token, "PRIVATE KEY");
        assertThat(processes.seen())
                .anyMatch(line -> line.contains("ssh -T"))
                .anyMatch(line -> line.contains("-W [%h]:%p"))
                .anyMatch(line -> line.contains("KilledCampaign"))
                .noneMatch(line -> secrets.stream().anyMatch(line::contains));
        assertThat(told).noneMatch(line -> secrets.stream().anyMatch(line::contains));
        for (var name : List.of("k3s", "commands"))
            assertThat(lab.wrote(name)).noneMatch(l -> secrets.stream().anyMatch(l::contains));
        for (var place : List.of(out(), kitOut(), folder.resolve("state")))
            try (var files = Files.walk(place)) {
                assertThat(files.filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                        .doesNotContain(secrets));
            }
        try (var files = Files.walk(folder.resolve("state"))) {
            assertThat(files.filter(Files::isRegularFile).filter(f -> f.endsWith("kubeconfig")))
                    .singleElement()
                    .satisfies(file -> assertThat(Files.getPosixFilePermissions(file)).hasSize(2));
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void nodesOfAFakeAreNotLookedForBehindTheRealJumpHost() throws Exception {
        var work = new KitWork(kit(), reservations, folder.resolve("state"), folder, told::add);
        var k3s = Lab.SCRIPTS.resolve("k3s");
        var plan =
                plan(
                        "k3s: v1.34.3+k3s1, k3s-sha256: '%s', k3s-file: %s"
                                .formatted(sha256(k3s), k3s));
        assertThatThrownBy(campaign(plan, work)::run)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("quarry/study, which a fake testbed gave");
        assertThat(fake.liveJobs()).isZero();
        assertThat(Files.readString(out().resolve("campaign.md")))
                .contains("| stopped | 2026-11-21T09:");
    }

    @Test
    void withoutABaseForTheImageNothingIsReserved() throws Exception {
        var kit =
                Files.writeString(
                        folder.resolve("kit"),
                        """
                        #!/bin/sh
                        echo "image: no image localhost/faultline/load:1 on the base $5: unknown host" >&2
                        echo "  docker login, or another --base" >&2
                        exit 3
                        """);
        Files.setPosixFilePermissions(kit, PosixFilePermissions.fromString("rwx------"));
        var work = new KitWork(kit, reservations, folder.resolve("state"), folder, told::add);
        assertThatThrownBy(campaign(plan(""), work)::run)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(
                        "ended with 3: no image localhost/faultline/load:1 on the base"
                                + " registry.example/temurin:25: unknown host\n")
                .hasMessageContainingAll("image: {base: …} in", "campaign --resume");
        assertThat(fake.requests()).noneMatch(request -> request.startsWith("POST"));
        assertThat(Files.readString(out().resolve("campaign.md")))
                .containsPattern("\\| image \\| .* \\| failed \\|");
        var named = folder.resolve("named.yaml");
        Files.writeString(
                named,
                "reserve: {site: quarry, nodes: 7, walltime: 2h}\ndeploy: {load-image: a.b/c:1}\n");
        assertThat(CampaignPlan.read(named).makesImage()).isFalse();
    }

    @Test
    void whatFailsGivesTheNodesBackAndGoesOnWhereItWas() throws Exception {
        var work = new WrittenWork();
        var plan = plan("");
        work.fails = "sweep";
        assertThatThrownBy(campaign(plan, work)::run)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("sweep fails");
        assertThat(fake.liveJobs()).isZero();
        assertThat(Files.readString(out().resolve("campaign.md")))
                .containsPattern("\\| sweep \\| .* \\| failed \\|")
                .containsPattern("\\| release \\| .* \\| done \\|");
        work.fails = "collect";
        assertThatThrownBy(campaign(plan, work)::run).hasMessageContaining("collect fails");
        work.fails = "";
        campaign(plan, work).run();
        assertThat(work.did)
                .as("no nodes are reserved for what they would have to tell of others")
                .containsExactly(
                        "image",
                        "bootstrap",
                        "install",
                        "sweep", // fails
                        "image",
                        "bootstrap",
                        "install",
                        "sweep",
                        "collect");
        assertThat(fake.liveJobs()).isZero();
    }

    /** How often a request was seen, and whether it was dealt with; or what work was begun. */
    @ParameterizedTest
    @CsvSource({
        "POST .*/jobs, 1, false",
        "POST .*/jobs, 1, true",
        "'GET .*/jobs/\\d+', 2, true",
        "POST .*/deployments, 1, false",
        "POST .*/deployments, 1, true",
        "GET .*/deployments/.+, 1, true",
        "bootstrap, 0, false",
        "install, 0, false",
        "sweep, 0, false",
        "collect, 0, false",
        "DELETE .*, 1, false",
        "DELETE .*, 1, true"
    })
    void aCampaignThatWasKilledLeavesNoJobBehindReap(String where, int time, boolean done)
            throws Exception {
        plan("");
        var kit = new CompletableFuture<Process>();
        var met = new AtomicInteger();
        fake.mischief()
                .watch((request, dealt) -> {
                    if (dealt == done && request.matches(where) && met.incrementAndGet() == time)
                        kill(kit.join());
                });
        kit.complete(process(Map.of("STOP_AT", where)));
        while (kit.join().isAlive() && !Files.readString(kitOut()).contains("AT " + where))
            Thread.sleep(5);
        if (kit.join().isAlive()) kill(kit.join());
        assertThat(kit.join().waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(kit.join().exitValue())
                .as("killed, not ended: " + Files.readString(kitOut()))
                .isEqualTo(137);
        reap();
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    @Test
    void aCampaignThatIsAskedToEndGivesItsJobBackFirst() throws Exception {
        plan("");
        var kit = process(Map.of("STOP_AT", "sweep"));
        while (kit.isAlive() && !Files.readString(kitOut()).contains("AT sweep")) Thread.sleep(5);
        assertThat(kit.isAlive()).as(Files.readString(kitOut())).isTrue();
        kit.destroy();
        assertThat(kit.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(fake.requests()).anyMatch(request -> request.startsWith("DELETE "));
        fake.clock().sleep(Duration.ofMinutes(1));
        assertThat(fake.liveJobs()).isZero();
    }

    @Test
    void anOptionThatNoCommandHasIsRefusedBeforeAnythingIsAsked() throws IOException {
        var file = folder.resolve("wrong.yaml");
        Files.writeString(file, "reserve: {site: quarry, knodes: 7}\n");
        assertThatThrownBy(() -> CampaignPlan.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("wrong.yaml: reserve", "knodes");
        Files.writeString(file, "reserves: {site: quarry}\n");
        assertThatThrownBy(() -> CampaignPlan.read(file)).hasMessageContaining("unknown key");
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void everyShippedCampaignCanBeRun() throws IOException {
        try (var files = Files.list(Path.of("grid5000/campaigns"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(CampaignPlan.read(file).reserve()).contains("--site"));
        }
    }

    /** Work that only writes down that it was done, and fails where it is told to. */
    private static final class WrittenWork implements NamedWork {

        private final List<String> did = new ArrayList<>();
        private String fails = "";

        @Override
        public void at(String what) {
            did.add(what);
            if (what.equals(fails)) throw new Unavailable(what + " fails", "nothing");
        }
    }
}
