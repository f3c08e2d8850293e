package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

/** The page that lists, filters and compares all runs, in the tests and in a real browser. */
class IndexTest {

    @TempDir static Path temporary;

    private static Path reports;

    @BeforeAll
    static void someReports() throws IOException {
        reports = temporary.resolve("reports");
        copy(Path.of("reports/01-first-run/sweep-1/runs/r3-1000-none-1"), reports.resolve("a & b"));
        copy(Path.of("reports/01-first-run"), reports.resolve("01-first-run"));
        copy(Path.of("reports/03-feeder-failure"), reports.resolve("03-feeder-failure"));
        Files.createDirectories(reports.resolve("empty"));
        Files.createDirectories(reports.resolve("broken"));
        Files.writeString(reports.resolve("broken/plan.yaml"), "run: x\npoint: 3\n");
        Report.write(reports.resolve("a & b"));
    }

    @Test
    void aReportRefreshesTheIndexOfAllRunsAroundIt() throws Exception {
        var html = Files.readString(reports.resolve(Index.FILE));
        assertThat(html)
                .contains("5 runs in 3 studies: 5 PASS.")
                .contains("<a href=\"a%20%26%20b/report.html\">Run a &amp; b</a>")
                .contains("<a href=\"01-first-run/notebook.md\">01 · A first run</a>")
                .contains("broken cannot be read: ")
                .contains("data-key=\"03-feeder-failure/sweep-1/r3-1000-feeder-kill-1\"")
                .doesNotContain("src=", "<link", "@import");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replaceFirst("<!DOCTYPE html>", ""))));
    }

    @Test
    void theReportOfAFolderOfReportsIsTheIndex() throws IOException {
        var file = reports.resolve(Index.FILE);
        var before = Files.readString(file);
        Files.delete(file);
        assertThat(Report.write(reports)).isEqualTo("Open " + file);
        assertThat(file).hasContent(before);
    }

    @Test
    void aReportElsewhereMakesNoIndexThatNobodyAskedFor() throws IOException {
        var alone = temporary.resolve("elsewhere/study");
        copy(Path.of("reports/01-first-run/sweep-1"), alone);
        Index.refresh(alone);
        assertThat(alone.resolveSibling(Index.FILE)).doesNotExist();
    }

    @Test
    void theBrowserFiltersAndComparesWithoutAWordOnItsConsole() throws Exception {
        var seen =
                browser()
                        .open(
                                reports.resolve(Index.FILE),
                                "fault=mariadb-kill&sort=-p99+ms&compare=a+%26+b%2Fr3-1000-none-1"
                                    + "&compare=01-first-run%2Fsweep-1%2Fr3-1000-mariadb-kill-1",
                                temporary);
        assertThat(seen.console()).isEmpty();
        assertThat(seen.dom())
                .contains(">1 of 5 shown</output>")
                .contains("<span id=\"chosen\">2</span>")
                .contains("aria-sort=\"descending\"")
                .containsPattern("<th scope=\"row\">p99 ms</th>.*\\(× [0-9.]+\\)");
    }

    @Test
    void aPageWithFiguresSaysNothingAndMayAskForNothing() throws Exception {
        var page = reports.resolve("a & b/report.html");
        assertThat(browser().open(page, "", temporary).console()).isEmpty();
        var asking = temporary.resolve("asking.html");
        Files.writeString(
                asking,
                Files.readString(page)
                        .replace("<main>", "<main><img src=\"http://127.0.0.1:9/x.png\"/>"));
        assertThat(browser().open(asking, "", temporary).console())
                .singleElement()
                .asString()
                .contains("Content Security Policy");
    }

    private static Browser browser() {
        var browser = Browser.installed();
        assumeThat(browser).as("no Chromium or Chrome on the PATH").isPresent();
        return browser.get();
    }

    /** Without pages that somebody has made here. */
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                if (file.toString().endsWith(".html")) continue;
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }
}
