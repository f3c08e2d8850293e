package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.stack.Stack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class ShippedTest {

    private static final Path PLANS = Path.of("scripts/plans");

    /** Those that are one fault. */
    static final List<String> NAMES =
            Shipped.NAMES.stream()
                    .filter(name -> Shipped.document(name) instanceof Manifest)
                    .toList();

    @Test
    void aShippedScheduleAndAShippedWorkflowRunInTheTimeOfADefaultSweep() {
        var time = Duration.ofSeconds(10);
        for (var name : Shipped.NAMES) {
            var document = Shipped.document(name);
            if (document instanceof Manifest) continue;
            assertThat(document.name()).isEqualTo(name);
            assertThat(document.caveats(Pods.PODS))
                    .allMatch(caveat -> caveat.startsWith("The condition ChaosInjected"));
            var flow = Flow.of(document, Pods.PODS, 1, time);
            Support.require(flow, Support.Platform.LOCAL);
            assertThat(flow.faults()).hasSize(2);
        }
        assertThat(((Workflow) Shipped.document("mariadb-then-kafka")).longest().orElseThrow())
                .isLessThan(time);
    }

    @Test
    void everyPlanInTheFolderCanBeFoundByItsName() throws IOException {
        try (var files = Files.list(PLANS)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".yaml"))
                                    .map(name -> name.replaceFirst("\\.yaml$", ""))
                                    .sorted())
                    .isEqualTo(Shipped.NAMES);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aShippedFaultHitsItsComponentAndSaysWhatItShows(String name) throws IOException {
        assertThat(Files.readString(PLANS.resolve(name + ".yaml")))
                .matches("(?s)# [A-Z].*[.?]\n.*");

        var manifest = Shipped.find(name);
        assertThat(manifest.name()).isEqualTo(name);
        var isOnAll = manifest.mode().rule() == Mode.Rule.ALL;
        for (int replicas = 1; replicas <= 5; replicas++) {
            var pods = new Stack(replicas, replicas, 2, 1, 1).pods();
            // what Chaos Mesh does to any delay and any loss cannot be written better
            assertThat(manifest.caveats(pods))
                    .allMatch(caveat ->
                            caveat.matches("spec\\.(delay\\.latency|loss): on Kubernetes .*"));
            assertThat(manifest.resolve(pods, 1).targets())
                    .hasSize(isOnAll ? replicas : 1)
                    .allMatch(pod -> pod.startsWith(name.substring(0, name.indexOf('-'))));
        }
        assertThat(manifest.kind().equals("NetworkChaos"))
                .isEqualTo(name.matches(".*-(delay|loss|partition|bandwidth)"));
        assertThat(Shipped.find(PLANS.resolve(name + ".yaml").toString()).document())
                .isEqualTo(manifest.document());
    }

    @Test
    void aPartitionCutsOnePodFromEveryOtherInBothDirections() {
        for (var name : List.of("kafka-partition", "mariadb-partition")) {
            var fault = Shipped.find(name).resolve(Pods.PODS, 3);
            var cut = fault.targets().getFirst();
            assertThat(fault.links(Pods.PODS))
                    .hasSize(2 * (Pods.PODS.size() - 1))
                    .allMatch(link -> link.from().equals(cut) != link.to().equals(cut));
        }
    }

    @Test
    void theLatencyOfADelayCanBeSwept() {
        for (var name : List.of("kafka-delay", "mariadb-delay")) {
            var swept = (NetworkChaos) Shipped.find(name).with("latency", "100ms").injection();
            assertThat(swept.netem().delay().orElseThrow().latency())
                    .isEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void aScheduleOrAWorkflowIsFoundAsADocument(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("s.yaml"), Flows.SCHEDULE).toString();
        assertThat(Shipped.document(file)).isInstanceOf(Schedule.class);
        assertThat(Shipped.document("kafka-kill")).isEqualTo(Shipped.find("kafka-kill"));
        assertThatThrownBy(() -> Shipped.find(file))
                .hasMessageContaining("kind: found \"Schedule\", which is not one fault on pods");
    }

    @Test
    void theConsumerThatIsKilledDumpsIntoMariadb() {
        for (long seed = 0; seed < 20; seed++)
            assertThat(Shipped.find("consumer-kill").resolve(Pods.PODS, seed).targets())
                    .allMatch(pod -> pod.startsWith("consumer-mariadb-"));
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatExist() {
        assertThatThrownBy(() -> Shipped.find("mysql-kill"))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "fault: found \"mysql-kill\"; allowed: none, %s, or a file that ends in"
                                + " .yaml",
                        String.join(", ", Shipped.NAMES));
    }

    @Test
    void aFileThatIsNoManifestIsNamed(@TempDir Path folder) throws IOException {
        var missing = folder.resolve("missing.yml").toString();
        assertThatThrownBy(() -> Shipped.find(missing))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(missing + ": found no such file");

        var noYaml = Files.writeString(folder.resolve("no.yaml"), "a: [b");
        assertThatThrownBy(() -> Shipped.find(noYaml.toString()))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(noYaml + ": ");

        var binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
        assertThatThrownBy(() -> Shipped.find(binary.toString()))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(binary + ": found bytes that are no UTF-8");
    }
}
