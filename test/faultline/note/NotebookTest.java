package faultline.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.run.Progress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A notebook becomes a page from a recording; what is wrong with it is told with its line. */
@Isolated("what blocks print is taken from the one System.out")
class NotebookTest {

    private static final Path RECORDED = Path.of("reports/first-sweep");

    private static final String PAGE =
            """
            # A page of `everything`

            Prose with <b>tags</b> and a [link](https://example.org).

            ```text
            var no = "Java";
            ```

            ```java
            import faultline.note.Local;

            var stack = Local.stack().brokers(3).databases(3);
            var load = Local.load().rates(4_000, 16_000, 32_000, 64_000).duration("15s");
            var measured = stack.run(load, "none", "mariadb-kill");
            IO.println("<printed>");
            measured.table()
            ```

            ## Second

            ```java hide
            var secret = measured.lost();
            Local.show(stack.plan("mariadb-kill"));
            Local.show(measured.chart("recovery"));
            measured.chart("recovery")
            ```

            ```java if=secret>0
            IO.println(secret + " reached");
            ```
            """;

    @TempDir Path folder;

    @Test
    void everyBlockIsFollowedByWhatCameOfIt() throws IOException {
        write(PAGE);
        var markdown = Files.readString(folder.resolve("page/notebook.md"));
        assertThat(markdown)
                .containsSubsequence(
                        "measured.table()\n```\n",
                        "```text\n<printed>\n```\n",
                        "| fault | rate_msg_per_s |",
                        "| mariadb-kill | 64,000 | 30,003 |",
                        "## Second",
                        "hits    mariadb-0",
                        "](figures/mariadb-kill.svg)",
                        "](figures/recovery.svg)",
                        "](figures/recovery-2.svg)",
                        "Left out here, because this is false: secret>0",
                        "./jbang notebook",
                        "--journal reports/first-sweep")
                .doesNotContain("var secret", "0 reached");
        assertThat(folder.resolve("page/figures/recovery-2.svg")).isNotEmptyFile();
    }

    @Test
    void thePageAsksForNothingAndHasEverythingInside() throws IOException {
        write(PAGE);
        var html = Files.readString(folder.resolve("page/notebook.html"));
        assertThat(html)
                .contains("<title>A page of &quot;everything&quot;</title>")
                .contains("&lt;b&gt;tags&lt;/b&gt;", "&lt;printed&gt;")
                .contains("<h2 id=\"section-1\">Second</h2>", "href=\"#section-1\">Second</a>")
                .contains("<td class=\"number\">30,003</td>")
                .containsPattern("<figure role=\"img\" aria-label=\"[^\"]+\"[^>]*>\\s*<svg")
                .doesNotContain("<script", "<img", "<link", "src=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    int a = 1;~int b = nothing;             | 6 | cannot find symbol: variable nothing
                    int f() {~  return 1 / 0;~}~~f()        | 9 | ArithmeticException: / by zero
                    if (true) {                             | 5 | the block ends before this does
                    Local.stack().plan("nosuch")            | 5 | allowed: none, consumer-kill
                    ~Local.claim(1 > 2, "One is more.")     | 6 | the data does not support: One is
                    Local.stack().brokers(1).databases(1).run(Local.load()) | 5 | sweep.replicas: found 3; allowed: 1
                    """)
    void aBrokenBlockStopsItWithItsLineAndNothingIsWritten(String code, int line, String reason) {
        var broken =
                "# Broken\n\n```java\nimport faultline.note.Local;\n"
                        + code.replace("~", "\n")
                        + "\n```\n";
        assertThatThrownBy(() -> write(broken))
                .isInstanceOfSatisfying(
                        BlockFailed.class,
                        failed -> {
                            assertThat(failed.line()).isEqualTo(line);
                            assertThat(failed.reason()).contains(reason).doesNotContain("\n");
                        });
        assertThat(folder.resolve("page/notebook.md")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ```java hidden~1~``` | line 1: found hidden; allowed: hide, or if=
                    ~```java~1           | line 2: found a block that is never closed
                    """)
    void aNotebookThatCannotBeReadIsRefusedWithTheLine(String text, String told)
            throws IOException {
        var file = Files.writeString(folder.resolve("x.md"), text.replace("~", "\n"));
        assertThatThrownBy(() -> Notebook.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(file + ": " + told);
    }

    @Test
    void aSweepThatIsNotInTheRecordingIsAskedFor() {
        var again = PAGE + "\n```java\nstack.run(load, \"none\", \"mariadb-kill\")\n```\n";
        assertThatThrownBy(() -> write(again))
                .isInstanceOf(BlockFailed.class)
                .hasMessageContaining("no recording of sweep 2");
    }

    private void write(String text) throws IOException {
        var file = Files.writeString(folder.resolve("notebook.md"), text);
        var quiet = new Quiet();
        Notebook.read(file).write(Optional.of(RECORDED), folder.resolve("page"), quiet);
        assertThat(quiet.said).allMatch(line -> line.startsWith("line "));
    }

    /** Keeps what is said. */
    static final class Quiet implements Progress {

        private final List<String> said = new ArrayList<>();

        @Override
        public void show(State state) {}

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void close() {}
    }
}
