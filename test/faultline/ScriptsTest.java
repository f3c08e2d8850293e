package faultline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real scripts: exit codes, and what bad input is told. */
class ScriptsTest {

    private static Scripts scripts;

    @TempDir Path folder;

    @BeforeAll
    static void compile() throws IOException {
        scripts = Scripts.compiled();
    }

    @Test
    void theWrapperStartsASweepByItsFileNameInsideScriptsAndHandsItsStatusOn() throws Exception {
        var ended = Scripts.run(Path.of("scripts"), List.of("../jbang", "sweep.java", "--nosuch"));
        assertThat(ended.output()).contains("Unknown option", "Usage: sweep");
        assertThat(ended.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --nosuch 3             | 2 | Unknown option
                    --rates 0              | 2 | --rates: found 0; allowed: 1 to 1000000
                    --rates many           | 2 | many
                    --replicas 0           | 2 | --replicas: found 0; allowed: 1 to 9
                    --replicas 99          | 2 | --replicas: found 99; allowed: 1 to 9
                    --duration soon        | 2 | is not a duration as 500ms
                    --acks some            | 2 | --acks: found some; allowed: all, 1, 0
                    --consumers 7          | 2 | --consumers: found 7; allowed: at most --partitions
                    --faults nosuch        | 2 | allowed: none, consumer-kill
                    --faults nosuch.yaml   | 2 | nosuch.yaml: found no such file
                    --resume .             | 2 | the folder of a sweep
                    --resume . --repeat 2  | 2 | --resume: found --repeat
                    """)
    void badInputIsNamedWithWhatIsAllowed(String arguments, int status, String told)
            throws Exception {
        var ended = scripts.run("sweep", arguments.split(" "));
        assertThat(ended.output()).contains(told).doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {a: b: c                                    | line 1
                    just words                                  | a YAML mapping
                    kind: Deployment                            | apiVersion
                    apiVersion: chaos-mesh.org/v1alpha1         | kind
                    """)
    void aFileThatIsNoManifestIsRefusedWithThePlace(String text, String told) throws Exception {
        var file = Files.writeString(folder.resolve("fault.yaml"), text + "\n");
        var ended = scripts.run("sweep", "--faults", file.toString());
        assertThat(ended.output()).contains(file.toString()).contains(told);
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aManifestThatSelectsNothingIsRefusedBeforeAnythingStarts() throws Exception {
        var shipped = Files.readString(Path.of("scripts/plans/mariadb-kill.yaml"));
        var file =
                Files.writeString(
                        folder.resolve("fault.yaml"),
                        shipped.replace("app: mariadb", "app: postgres"));
        var ended = scripts.run("sweep", "--faults", file.toString());
        assertThat(ended.output()).contains("spec.selector").contains("postgres");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void chaosValidateJudgesEveryFile() throws Exception {
        var shipped = Files.readString(Path.of("scripts/plans/kafka-delay.yaml"));
        var file =
                Files.writeString(
                        folder.resolve("fault.yaml"), shipped.replace("mode: all", "mode: every"));
        var ended = scripts.run("chaos", "validate", file.toString(), "kafka-kill");
        assertThat(ended.output())
                .contains(file + ": spec.mode: found", "allowed: one, all")
                .contains("kafka-kill: ok, PodChaos kafka-kill");
        assertThat(ended.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                          | Usage: chaos
                    halt                        | --reason
                    plan nosuch                 | allowed: none, consumer-kill
                    plan kafka-kill --series 0  | --series: found 0; allowed: 1 to 5
                    recover .                   | the folder of a sweep or of a run
                    """)
    void chaosTellsWhatItNeeds(String arguments, String told) throws Exception {
        var words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        var ended = scripts.run("chaos", words);
        assertThat(ended.output()).contains(told).doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aFolderThatIsTakenIsNotWrittenInto() throws Exception {
        var ended = scripts.run("sweep", "--out", folder.toString());
        assertThat(ended.output()).contains("a folder that does not exist yet");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aReportOfNothingIsRefused() throws Exception {
        var ended = scripts.run("report", folder.toString());
        assertThat(ended.output()).contains(folder.toString());
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aStudyWithoutRunsHasNoSizeAndSaysSo() throws Exception {
        Files.createDirectories(folder.resolve("runs"));
        var ended = scripts.run("dimension", folder.toString(), "--rate", "2000");
        assertThat(ended.output())
                .contains("dimension: " + folder + ": runs: found no run without a fault")
                .doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aNotebookStopsAtTheFirstBlockThatFails() throws Exception {
        var file = Files.writeString(folder.resolve("x.md"), "# x\n\n```java\nint a = b;\n```\n");
        var ended = scripts.run("notebook", file.toString(), "--journal", folder.toString());
        assertThat(ended.output()).contains(file + ": line 4: cannot find symbol");
        assertThat(ended.status()).isEqualTo(1);
    }
}
