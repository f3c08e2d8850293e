package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the README teaches by is what the kit makes of its journals today. */
class RecordedSweepTest {

    private static final Path RECORDED = Path.of("reports/first-sweep");
    private static final Path CAPACITY = Path.of("reports/first-capacity");

    @TempDir Path temporary;

    @Test
    void theRecordedSweepGivesTheSamePagesAndTheTableOfTheReadme() throws IOException {
        // As a path from here, because the pages name the folder that they were asked for.
        var copy = temporary.resolve(RECORDED);
        copy(RECORDED, copy);
        var summary = Report.write(copy);
        for (var page : new String[] {"runs.csv", "junit.xml"})
            assertThat(copy.resolve(page)).hasSameTextualContentAs(RECORDED.resolve(page));
        assertThat(
                        Files.readString(copy.resolve("report.md"))
                                .replace(copy.toString(), "" + RECORDED))
                .isEqualTo(Files.readString(RECORDED.resolve("report.md")));
        var readme = Files.readString(Path.of("README.md"));
        assertThat(summary.replace(copy.toString(), "" + RECORDED).lines())
                .allSatisfy(line -> assertThat(readme).contains(line));
    }

    @Test
    void theRecordedCapacitySearchesGiveTheSamePages() throws IOException {
        try (var searches = Files.list(CAPACITY)) {
            for (var recorded :
                    searches.filter(s -> Files.isDirectory(s.resolve("runs"))).toList()) {
                var copy = temporary.resolve(recorded);
                copy(recorded, copy);
                Report.write(copy);
                for (var page : new String[] {"report.md", "capacity.csv", "runs.csv"})
                    assertThat(copy.resolve(page)).hasSameTextualContentAs(recorded.resolve(page));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }
}
