package faultline.note;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What documents show of the library is what it does: every notebook, the README, the banner. */
@Isolated("what blocks print is taken from the one System.out")
class StudiesTest {

    @TempDir Path folder;

    static Stream<Path> studies() throws IOException {
        try (var files = Files.list(Path.of("notebooks"))) {
            return files
                    .filter(f -> f.getFileName().toString().matches("\\d\\d-.*\\.md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("studies")
    void aStudyMakesItsPageFromItsRecording(Path study) throws IOException {
        var recording =
                Path.of("reports", study.getFileName().toString().replaceFirst("\\.md$", ""));
        Notebook.read(study).write(Optional.of(recording), folder, new NotebookTest.Quiet());
        assertThat(folder.resolve("notebook.md"))
                .as("./jbang notebook %s --journal %s", study, recording)
                .hasSameTextualContentAs(recording.resolve("notebook.md"));
    }

    @Test
    void theExampleOfTheReadmeRuns() throws IOException {
        write(Path.of("README.md"));
        assertThat(Files.readString(folder.resolve("notebook.md")))
                .contains("var measured = ", "| mariadb-kill | 64,000 | 30,003 |")
                .contains("](figures/latency.svg)");
    }

    @Test
    void theLinesOfTheBannerWorkInJshellAndTablesAreShownWhole() throws Exception {
        var jshell =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StudiesTest.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (var in = jshell.outputWriter()) {
            for (var line : Shell.BANNER.lines().filter(l -> l.startsWith("  ")).toList())
                in.write(line + "\n");
            in.write("/exit 5\n");
        }
        var said = new String(jshell.getInputStream().readAllBytes());
        assertThat(said)
                .contains(Shell.BANNER.strip())
                .contains("hits    mariadb-0")
                .doesNotContain(" ... ", "Error");
        assertThat(said.lines().filter(line -> line.contains("PASS"))).hasSize(8);
        assertThat(jshell.waitFor()).isEqualTo(5);
    }

    /** The shell in a virtual machine of its own, which has an input of its own. */
    public static void main(String... arguments) {
        System.exit(Shell.open());
    }

    private void write(Path file) {
        Notebook.read(file)
                .write(
                        Optional.of(Path.of("reports/first-sweep")),
                        folder,
                        new NotebookTest.Quiet());
    }
}
