package faultline.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A whole study in one go, on a fake testbed; whatever happens to it, no job stays. */
class CampaignTest {

    private static final String SECRET = "c0rrect-h0rse";
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

    @Test
    void aWholeCampaignRunsUnattendedGivesAllBackAndTellsNoSecret() throws Exception {
        var nodes = new LinkedHashMap<String, String>();
        for (var node : testbed.nodes("quarry", "granite").subList(0, 7))
            nodes.put(node.uid(), node.network().ip());
        try (var lab = Lab.open(folder.resolve("lab"), nodes, "")) {
            var kit =
                    Files.copy(
                            Lab.SCRIPTS.resolve("kit"),
                            folder.resolve("kit"),
                            StandardCopyOption.COPY_ATTRIBUTES);
            var k3s = Lab.SCRIPTS.resolve("k3s");
            var plan =
                    plan(
                            "k3s: v1.34.3+k3s1, k3s-sha256: '%s', k3s-file: %s, jump: access, ssh-config: %s, port: 0"
                                    .formatted(sha256(k3s), k3s, lab.folder.resolve("config")));
            var work =
                    new KitWork(
                            kit,
                            reservations,
                            folder.resolve("state"),
                            folder.resolve("cache"),
                            told::add);
            // The nodes let in the key of the reservation, as kadeploy would see to.
            fake.mischief()
                    .watch((request, done) -> {
                        if (done && request.startsWith("POST") && request.endsWith("/deployments"))
                            lab.letIn(reservations.key("quarry", "study"));
                    });
            var page = campaign(plan, work).run();

            assertThat(fake.liveJobs()).isZero();
            assertThat(reservations.all()).isEmpty();
            assertThat(Files.readAllLines(folder.resolve("kit.log")))
                    .hasSize(2)
                    .satisfiesExactly(
                            line ->
                                    assertThat(line)
                                            .startsWith("deploy --platform kubernetes --replicas 3")
                                            .contains("with 600 https://127.0.0.1:"),
                            line ->
                                    assertThat(line)
                                            .startsWith("sweep --platform kubernetes --out")
                                            .contains("--rates 1000,2000 --duration 30s"));
            assertThat(lab.wrote("k3s")).filteredOn(line -> line.endsWith("ready")).hasSize(7);
            assertThat(Files.readString(page))
                    .contains("Target: `fake-g5k`", "nothing here was measured", "sweep/report.md")
                    .doesNotContain("`grid5000`")
                    .containsPattern("\\| release \\| .* \\| done \\|");
            assertThat(Files.readString(out().resolve("environment.json")))
                    .contains("\"target\" : \"fake-g5k\"", "v1.34.3+k3s1", "granite-7.", "pod_mtu")
                    .doesNotContain("\"grid5000\"");
            assertThat(out().resolve("nodes/granite-1.log")).exists();
            noSecrets(lab);
        }
    }

    private void noSecrets(Lab lab) throws IOException {
        var token = lab.wrote("token").getFirst();
        assertThat(token).hasSize(64);
        var coded = Base64.getEncoder().encodeToString(("jdoe:" + SECRET).getBytes());
        var processes = Files.readString(folder.resolve("processes.log"));
        assertThat(processes).contains("ssh -T", "-W [%h]:%p").doesNotContain(SECRET, coded, token);
        assertThat(String.join("\n", told)).doesNotContain(SECRET, coded, token);
        for (var place : List.of(out(), folder.resolve("state")))
            try (var files = Files.walk(place)) {
                assertThat(files.filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                        .doesNotContain(SECRET, coded, token, "PRIVATE KEY"));
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
                        "bootstrap",
                        "install",
                        "sweep", // fails
                        "bootstrap",
                        "install",
                        "sweep",
                        "collect");
        assertThat(fake.liveJobs()).isZero();
    }

    /** The checkpoints before these are those of a reservation, which ReapTest has. */
    @ParameterizedTest
    @ValueSource(strings = {"bootstrap", "sweep", "DELETE", "deleted"})
    void aCampaignThatWasKilledLeavesNoJobBehindReap(String checkpoint) throws Exception {
        plan("");
        var killed = new CompletableFuture<Process>();
        fake.mischief()
                .watch((request, done) -> {
                    if (request.startsWith("DELETE") && done == checkpoint.equals("deleted"))
                        if (checkpoint.equalsIgnoreCase("delete") || done) kill(killed.join());
                });
        var log = folder.resolve("kit.out");
        var kit =
                KilledKit.start(
                        KilledCampaign.class,
                        fake.address(),
                        folder,
                        log,
                        Map.of("G5K_USER", "jdoe", "G5K_PASSWORD", SECRET, "STOP_AT", checkpoint));
        killed.complete(kit);
        while (kit.isAlive() && !Files.readString(log).contains("AT " + checkpoint))
            Thread.sleep(5);
        if (kit.isAlive()) kill(kit);
        assertThat(kit.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(kit.exitValue())
                .as("killed, not ended: " + Files.readString(log))
                .isEqualTo(137);
        fake.mischief().watch((request, done) -> {});

        new Releaser(testbed, reservations, told::add).reap(false);
        assertThat(fake.liveJobs()).isZero();
        assertThat(reservations.all()).isEmpty();
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    @Test
    void aCampaignThatIsAskedToEndGivesItsJobBackFirst() throws Exception {
        plan("");
        var log = folder.resolve("kit.out");
        var kit =
                KilledKit.start(
                        KilledCampaign.class,
                        fake.address(),
                        folder,
                        log,
                        Map.of("G5K_USER", "jdoe", "G5K_PASSWORD", SECRET, "STOP_AT", "sweep"));
        while (kit.isAlive() && !Files.readString(log).contains("AT sweep")) Thread.sleep(5);
        assertThat(kit.isAlive()).as(Files.readString(log)).isTrue();
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
