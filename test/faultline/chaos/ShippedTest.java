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
import java.util.List;

class ShippedTest {

    private static final Path PLANS = Path.of("scripts/plans");

    static final List<String> NAMES = Shipped.NAMES;

    @Test
    void everyPlanInTheFolderCanBeFoundByItsName() throws IOException {
        try (var files = Files.list(PLANS)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .sorted()
                                    .map(name -> name.replaceFirst("\\.yaml$", "")))
                    .isEqualTo(NAMES);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aShippedFaultHitsOnePodAndSaysWhatItShows(String name) throws IOException {
        assertThat(Files.readString(PLANS.resolve(name + ".yaml")))
                .matches("(?s)# [A-Z].*[.?]\n.*");

        var manifest = Shipped.find(name);
        assertThat(manifest.name()).isEqualTo(name);
        for (int replicas = 1; replicas <= 5; replicas++) {
            var pods = new Stack(replicas, replicas, 2, 1, 1).pods();
            assertThat(manifest.caveats(pods)).isEmpty();
            assertThat(manifest.resolve(pods, 1).targets())
                    .singleElement()
                    .asString()
                    .startsWith(name.substring(0, name.indexOf('-')));
        }
        assertThat(Shipped.find(PLANS.resolve(name + ".yaml").toString()).document())
                .isEqualTo(manifest.document());
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
                        String.join(", ", NAMES));
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
