package faultline.note;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What documents show of the library is what it does: every notebook, the README, the banner. */
class StudiesTest {

    @TempDir Path folder;

    static Stream<Path> studies() throws IOException {
        try (var files = Files.list(Path.of("notebooks"))) {
            return files.filter(f -> f.getFileName().toString().matches("\\d\\d-.*\\.md"))
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
                .contains("var measured = ", "| mariadb-kill | 64,000 | 32,148 |")
                .contains("](figures/latency.svg)");
    }

    @Test
    void theLinesOfTheBannerWork() throws IOException {
        var lines =
                Shell.BANNER
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .map(line -> "```java\n" + line.strip() + "\n```\n")
                        .collect(Collectors.joining("\n"));
        var first = "```java\nimport faultline.note.Local;\n```\n\n";
        write(Files.writeString(folder.resolve("banner.md"), first + lines));
        assertThat(Files.readString(folder.resolve("notebook.md")))
                .contains("| mariadb-kill | 64,000 |", "hits    mariadb-0");
    }

    @Test
    void jshellOpensWithTheLibraryAndShowsWholeTables() throws Exception {
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
            in.write("Local.read(\"reports/first-sweep\").table()\n/exit 5\n");
        }
        var said = new String(jshell.getInputStream().readAllBytes());
        assertThat(said).contains(Shell.BANNER.strip()).doesNotContain("...", "Error");
        assertThat(said.lines().filter(line -> line.contains("PASS"))).hasSize(8);
        assertThat(jshell.waitFor()).isEqualTo(5);
    }

    /** The shell in a virtual machine of its own, which has an input of its own. */
    public static void main(String... arguments) {
        System.exit(Shell.open());
    }

    private void write(Path file) {
        Notebook.read(file)
                .write(Optional.of(Path.of("reports/first-sweep")), folder, new NotebookTest.Quiet());
    }
}
