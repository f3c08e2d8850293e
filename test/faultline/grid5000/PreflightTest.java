package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.grid5000.fake.Invented;
import faultline.plan.BadInput;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What cannot be had is refused before anything is asked for, each in a sentence of its own. */
class PreflightTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir Path folder;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder, Invented.catalogue(), MONDAY);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void refused(Asked asked, String... told) {
        assertThatThrownBy(() -> bench.reserve(asked))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(told);
        assertThat(bench.posts()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSiteWithAnotherScheduler() {
        var asked = new Asked();
        asked.site = "delta";
        refused(asked, "--site: found delta, which is run by slurm", "allowed: quarry");
    }

    @Test
    void aSiteOrAClusterThatIsNotThere() {
        var nowhere = new Asked();
        nowhere.site = "atlantis";
        refused(nowhere, "--site: found atlantis", "quarry");
        refused(new Asked().on("marble"), "--cluster: found marble", "granite, opal");
    }

    @Test
    void anExoticClusterThatWasNotCalledSo() {
        refused(new Asked().on("opal"), "opal, which is exotic", "--type exotic");
    }

    @Test
    void anotherArchitecture() {
        var asked = new Asked().on("opal");
        asked.types = List.of("exotic");
        refused(asked, "opal with aarch64 processors", "x86_64");
    }

    @Test
    void aQueueThatTheClusterDoesNotServe() {
        refused(new Asked().on("slate"), "--queue: found default", "abaca, production");
    }

    @Test
    void aWalltimeThatTheNodesDoNotAllow() {
        var asked = new Asked().on("slate");
        asked.queue = "abaca";
        asked.walltime = Duration.ofHours(5);
        refused(asked, "--walltime: found 5h on slate", "at most 4h");
    }

    @Test
    void disksThatAreTooSlow() {
        refused(new Asked().on("pumice"), "pumice-1 has only a HDD to write to");
        var slate = new Asked().on("slate");
        slate.queue = "abaca";
        refused(slate, "slate-1 has only a HDD", "it with --disks");
    }

    @Test
    void aNewQueueIsGoodWhereTheClusterHasIt() {
        var asked = new Asked().on("slate");
        asked.queue = "abaca";
        asked.disks = true;
        asked.walltime = Duration.ofHours(1);
        var nodes = bench.reserve(asked).nodes();
        assertThat(nodes).extracting(Reservation.Granted::dataDisk).containsOnly("disk1");
    }

    @Test
    void disksThatCannotBeReserved() {
        var asked = new Asked().on("basalt");
        asked.disks = true;
        refused(asked, "--disks: found basalt, whose disks cannot be reserved");
    }

    @Test
    void moreNodesThanThereAre() {
        var asked = new Asked().on("basalt");
        asked.workers = 6;
        refused(asked, "--nodes: found 9 of basalt", "8 at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.35.0+k3s1", "1.36.2", "v2.0.0"})
    void aKubernetesThatTheStandardSystemCannotRun(String version) {
        var asked = new Asked().standard();
        asked.k3s = Optional.of(version);
        refused(asked, "--k3s: found " + version, "1.34 at most", "--environment debian12-min");
    }

    @Test
    void anOlderKubernetesRunsOnTheStandardSystemAndANewOneOnAnother() {
        assertThat(new ControlGroups(Optional.empty()).check(Optional.of("v1.34.1+k3s1")))
                .isEmpty();
        assertThat(new ControlGroups(Optional.of("debian13-min")).check(Optional.of("v1.36.0")))
                .isEmpty();
        assertThat(new ControlGroups(Optional.of("debian13-x64-std")).isVersion1()).isTrue();
    }

    @Test
    void addressesThatTheTestbedUsesItself() {
        var services = new Asked();
        services.serviceRange = "10.43.0.0/16";
        refused(services, "--service-range: found 10.43.0.0/16, which overlaps quarry kavlan-20");
        var pods = new Asked();
        pods.podRange = "10.42.0.0/16";
        refused(pods, "--pod-range: found 10.42.0.0/16, which overlaps quarry kavlan_ip_range");
        var docker = new Asked();
        docker.podRange = "172.18.0.0/16";
        refused(docker, "the InfiniBand and Omni-Path network");
        var both = new Asked();
        both.serviceRange = both.podRange;
        refused(both, "--service-range", "one beside --pod-range");
    }

    @Test
    void moreThanADayAllowsOfACluster() {
        var asked = new Asked().on("basalt");
        asked.walltime = Duration.ofHours(3);
        // 7 nodes of 32 cores for 3 h are 672 core hours; 2 h of all 256 cores are 512.
        refused(asked, "672.0 core hours", "512.0 core hours from 9 to 19", "--i-have-permission");
    }

    @Test
    void whatOtherJobsOfTheDayHaveTakenCountsToo() {
        bench.fake.submit(
                "quarry",
                "jdoe",
                Map.of(
                        "name", "other",
                        "command", "sleep infinity",
                        "resources", "{cluster='basalt'}/nodes=1,walltime=04:00:00"));
        bench.clock.sleep(Duration.ofMinutes(5));
        var asked = new Asked().on("basalt");
        refused(asked, "448.0 core hours, 128.0 of other jobs");
    }

    @Test
    void permissionLetsItPassAndIsWrittenDown() {
        var asked = new Asked().on("basalt");
        asked.walltime = Duration.ofHours(3);
        asked.permitted = true;
        assertThat(bench.reserve(asked).notes())
                .anyMatch(note -> note.contains("with permission") && note.contains("672.0"));
    }

    @Test
    void withoutAClusterTheOneWithMostFreeNodesIsTakenAndSaid() {
        var asked = new Asked();
        asked.cluster = Optional.empty();
        asked.minimum = new Wanted.Minimum(20, 0, 0);
        asked.walltime = Duration.ofHours(1);
        assertThat(bench.reserve(asked).nodes().getFirst().name()).startsWith("basalt-");
        assertThat(bench.told).anyMatch(line -> line.startsWith("basalt was chosen of quarry"));
    }

    @Test
    void withoutAClusterThatWillDoEachTellsWhyNot() {
        var asked = new Asked();
        asked.cluster = Optional.empty();
        asked.minimum = new Wanted.Minimum(100, 0, 0);
        refused(asked, "no cluster of quarry will do", "granite: ", "100 cores", "opal, which is");
    }
}
