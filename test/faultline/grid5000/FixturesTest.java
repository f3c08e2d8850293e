package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.grid5000.fake.Catalogue;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same on published data of real clusters; what stands in derived/ is our own reading. */
@EnabledIf(
        value = "fixturesAreThere",
        disabledReason = "../shared/grid5000-fixtures is not beside the checkout")
class FixturesTest {

    private static final Path REFERENCE = Bench.FIXTURES.resolve("reference-2026-03");

    @TempDir Path folder;

    static boolean fixturesAreThere() {
        return Files.isDirectory(REFERENCE);
    }

    private Bench bench() {
        return new Bench(folder, Catalogue.of(REFERENCE), Bench.SATURDAY);
    }

    @Test
    void everyNodeHasTheAddressOfItsOneMountedEthernetAdapter() throws IOException {
        var nodes = new ArrayList<Node>();
        for (var data : List.of("reference-2026-03", "reference-2022-g5kapi-spec")) {
            try (var files = Files.walk(Bench.FIXTURES.resolve(data))) {
                for (var file : files.filter(f -> f.toString().contains("/nodes/")).toList())
                    if (file.toString().endsWith(".json"))
                        nodes.add(Api.JSON.readValue(Files.readString(file), Node.class));
            }
        }
        assertThat(nodes).hasSizeGreaterThan(40);
        assertThat(nodes)
                .allSatisfy(node -> {
                    assertThat(node.network().ip()).startsWith("172.16.");
                    assertThat(node.network().networkAddress()).startsWith(node.uid() + ".");
                });
        assertThat(nodes).extracting(node -> node.network().ip()).doesNotHaveDuplicates();
    }

    /** Read off the published files by hand; a cluster that is added there must be added here. */
    @Test
    void everyClusterIsReadAsItsFilesHaveIt() {
        try (var bench = bench()) {
            var read =
                    bench.testbed.sites().stream()
                            .filter(Site::hasOar)
                            .flatMap(site ->
                                    bench.testbed.clusters(site.uid()).stream()
                                            .map(cluster -> line(bench.testbed, site, cluster)));
            assertThat(read)
                    .containsExactlyInAnyOrder(
                            // site, its first node, address, queues, data without and with --disks
                            "grenoble dahu-1 172.16.20.1 [default] disk1 disk1",
                            "lille chiclet-1 172.16.39.1 [default] disk0 disk0",
                            "lille chifflot-1 172.16.36.1 [default] disk0 disk1",
                            "lyon nova-1 172.16.52.1 [default] disk0 disk0",
                            "lyon pyxis-1 172.16.54.1 [default] disk1 disk1",
                            "nancy gros-1 172.16.66.1 [default] disk0 disk1",
                            "nancy grvingt-1 172.16.76.1 [abaca, production] disk0 disk0",
                            "rennes paradoxe-1 172.16.101.1 [default] disk1 disk1",
                            "rennes parasilo-1 172.16.97.1 [default] disk0 disk5",
                            "strasbourg fleckenstein-1 172.16.160.1 [default] disk0 disk0",
                            "toulouse montcalm-1 172.16.120.1 [default] disk0 disk0");
        }
    }

    private static String line(Grid5000 testbed, Site site, Cluster cluster) {
        var node =
                testbed.nodes(site.uid(), cluster.uid()).stream()
                        .filter(each -> each.uid().endsWith("-1"))
                        .findFirst()
                        .orElseThrow();
        return "%s %s %s %s %s %s"
                .formatted(
                        site.uid(),
                        node.uid(),
                        node.network().ip(),
                        cluster.openQueues(),
                        node.dataDisk(false).id(),
                        node.dataDisk(true).id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // site | cluster | nodes | disks | queue | data disk, or what is told
                "nancy      | gros         | 7 | true  | default | disk1",
                "nancy      | gros         | 7 | false | default | disk0",
                "nancy      | grvingt      | 1 | false | abaca   | ! grvingt-1 has only a HDD",
                "nancy      | grvingt      | 1 | false | default | ! abaca, production",
                "rennes     | paradoxe     | 5 | false | default | disk1",
                "rennes     | parasilo     | 5 | true  | default | disk5",
                "rennes     | parasilo     | 5 | false | default | ! it with --disks",
                "lille      | chiclet      | 1 | true  | default | disk0",
                "lille      | chifflot     | 5 | true  | default | disk1",
                "lyon       | nova         | 5 | false | default | ! has only a HDD",
                "lyon       | pyxis        | 1 | false | default | ! which is exotic",
                "grenoble   | dahu         | 3 | false | default | disk1",
                "strasbourg | fleckenstein | 1 | false | default | disk0",
                "toulouse   | montcalm     | 1 | false | default | disk0",
                "bordeaux   | any          | 1 | false | default | ! slurm and not by OAR",
                "nancy      | paravance    | 1 | false | default | ! of nancy: gros, grvingt",
            })
    void everyClusterGetsItsDiskOrItsRefusal(
            String site, String cluster, int nodes, boolean disks, String queue, String told) {
        var asked = new Asked().on(cluster);
        asked.site = site;
        asked.disks = disks;
        asked.queue = queue;
        asked.workers = Math.max(0, nodes - 3);
        asked.atLeast = nodes;
        try (var bench = bench()) {
            if (told.startsWith("! ")) {
                assertThatThrownBy(() -> bench.reserve(asked))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining(told.substring(2));
                assertThat(bench.posts()).isZero();
                return;
            }
            var known = bench.testbed.nodes(site, cluster);
            assertThat(known).extracting(node -> node.dataDisk(disks).id()).contains(told);
            if (known.size() < asked.wanted().nodes()) return;
            assertThat(bench.reserve(asked).nodes())
                    .hasSize(asked.wanted().nodes())
                    .extracting(Reservation.Granted::dataDisk)
                    .contains(told);
        }
    }

    @Test
    void theJobForGrosIsWrittenToTheLetter() {
        var asked = new Asked().on("gros");
        asked.site = "nancy";
        asked.disks = true;
        try (var bench = bench()) {
            assertThat(bench.reserver().dryRun(asked.wanted()).get("request").toString())
                    .contains(
                            "resources={(type='default' or type='disk') AND"
                                    + " cluster='gros'}/nodes=7,walltime=02:00:00,");
        }
    }

    @Test
    void addressesAreRefusedWithTheNetworkTheyOverlap() {
        var asked = new Asked().on("gros");
        asked.site = "nancy";
        asked.serviceRange = "10.43.0.0/16";
        try (var bench = bench()) {
            assertThatThrownBy(() -> bench.reserve(asked))
                    .hasMessageContaining("which overlaps luxembourg kavlan-20");
            asked.serviceRange = "10.96.0.0/16";
            assertThat(bench.reserver().dryRun(asked.wanted())).isNotEmpty();
        }
    }

    @Test
    void theRecordedJobAndDeploymentsAreRead() throws IOException {
        var job = Grid5000.job(new Answer(201, read("recorded/job-692665-nancy-running.json")));
        assertThat(job.isRunning()).isTrue();
        assertThat(job.assignedNodes()).hasSize(2);
        assertThat(job.begins()).isPresent();
        var over =
                Grid5000.deployment(new Answer(200, read("recorded/deployment-terminated.json")));
        assertThat(over.hasEnded()).isTrue();
        assertThat(over.result().values()).allMatch(Deployment.Result::isGood);
        var under =
                Grid5000.deployment(new Answer(200, read("recorded/deployment-processing.json")));
        assertThat(under.hasEnded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400-not-enough-resources.txt | There are not enough resources",
                "400-delete-already-killed.txt | This job was already killed",
                "400-deployment-unknown-env.txt | the environment sno_test_env::: does not exist",
                "400-no-command.txt | you must give a :command",
                "403-anonymous-or-not-owner.txt | You are not authorized",
            })
    void whatTheServerSaysIsUnwrapped(String file, String told) throws IOException {
        assertThat(new Answer(400, read("derived/" + file)).said())
                .contains(told)
                .doesNotContain("localhost", "{");
    }

    @Test
    void theFakeSaysWhatWeReadThatTheServerSays() throws IOException {
        assertThat(new Answer(400, read("derived/400-advance-reservation-ko.txt")).couldRunAt())
                .isEqualTo("2026-03-24 19:00:00");
        try (var bench = bench()) {
            var bad = new JobRequest("x", List.of(), "r", "default", null, "", null);
            assertThat(bench.testbed.submit("nancy", bad).text())
                    .isEqualTo(read("derived/400-no-command.txt").strip());
            var soon =
                    new JobRequest(
                            "x",
                            List.of(),
                            "{cluster='gros'}/nodes=1,walltime=1:00:00",
                            "default",
                            null,
                            "sleep",
                            "1720");
            assertThat(bench.testbed.submit("nancy", soon).text())
                    .isEqualTo(read("derived/400-reservation-syntax.txt").strip());
            assertThat(bench.testbed.deploy("nancy", List.of(), "debian12-min", "k").text())
                    .isEqualTo(read("derived/400-deployment-no-nodes.txt").strip());
            assertThat(bench.testbed.deploy("nancy", List.of("n"), "sno_test_env", "k").text())
                    .isEqualTo(read("derived/400-deployment-unknown-env.txt").strip());
            assertThat(bench.testbed.job("nancy", 1)).isEqualTo(Optional.empty());
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(Bench.FIXTURES.resolve(file));
    }
}
