package faultline.report;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.chart.SyntheticSweep;
import faultline.check.Scorecard;
import faultline.plan.Yaml;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** An experiment's report for somebody who was not there. */
class PostMortemTest {

    private static final String KILLED = "r3-6000-mariadb-kill-1";

    @TempDir Path temporary;
    private Path experiment;

    @BeforeEach
    void write() throws IOException {
        experiment =
                SyntheticSweep.write(
                        temporary.resolve("experiment"),
                        List.of(6000.0),
                        List.of("none", "mariadb-kill"),
                        1);
        Files.writeString(
                experiment.resolve("plan.yaml"),
                """
                title: A database dies
                question: Does the dump go on?
                expected: A short standstill.
                steady-state-hypothesis: {conditions: [backlog_msg < 10], gate: 5s}
                abort: [backlog_msg > 99999]
                rollbacks: [halt]
                contacts: [us]
                runs: [r3-6000-none-1, %s, wider]
                """
                        .formatted(KILLED));
    }

    @Test
    void theFiveAnswersStandBeforeAnythingElse() throws IOException {
        fail();
        Report.write(experiment);
        var page = Files.readString(experiment.resolve("report.md"));
        assertThat(page)
                .containsSubsequence(
                        "**FAIL**",
                        "**What broke:** mariadb-kill hit mariadb-0 at second",
                        "**For how long:**",
                        "**What users saw:**",
                        "**Was data lost:** No.",
                        "**What to change:**",
                        "## Second by second",
                        "## Post mortem",
                        "### Impact",
                        "### Detection",
                        "### Timeline of " + KILLED,
                        "injected on mariadb-0",
                        "### Root cause: what the data shows",
                        "### Recovery",
                        "### What was lost",
                        "### What went well",
                        "### Actions",
                        "### Lessons",
                        "Expected: A short standstill.",
                        "Not known yet: wider.",
                        "## What ran where");
        var html = Files.readString(experiment.resolve("report.html"));
        assertThat(html).contains("<section class=\"facts fail\">", "<dt>What broke</dt>");
    }

    @Test
    void theJournalIsOneDocumentInTheWordsOfTheChaosToolkit() throws IOException {
        fail();
        Report.write(experiment);
        var journal = Yaml.parseJson(Files.readString(experiment.resolve("journal.json")));
        assertThat(journal)
                .containsKeys("experiment", "start", "end", "duration_s", "run")
                .containsEntry("status", "completed")
                .containsEntry("deviated", true)
                .containsEntry("not_entered", List.of("wider"));
    }

    @Test
    void aStepThatWasNotEnteredIsSkippedAndOneThatNobodyGotToIsAnError() throws IOException {
        Report.write(experiment);
        var unit = experiment.resolve("junit.xml");
        assertThat(unit).content().contains("errors=\"1\" skipped=\"0\"", "not made");

        Files.writeString(
                experiment.resolve("experiment.jsonl"),
                """
                {"mono_ns":1,"wall":"2026-11-22T02:00:00Z","event":"step","run":"a"}
                {"mono_ns":2,"wall":"2026-11-22T02:01:00Z","event":"stop","reason":"<a> was FAIL"}
                {"mono_ns":3,"wall":"2026-11-22T02:0\
                """);
        Report.write(experiment);
        assertThat(unit)
                .content()
                .contains("errors=\"0\" skipped=\"1\"", "not entered: &lt;a&gt; was FAIL");
    }

    @Test
    void theSameJournalsGiveTheSamePostMortem() throws IOException {
        Report.write(experiment);
        var first = Files.readString(experiment.resolve("report.md"));
        var journal = Files.readString(experiment.resolve("journal.json"));
        Report.write(experiment);
        assertThat(experiment.resolve("report.md")).hasContent(first);
        assertThat(experiment.resolve("journal.json")).hasContent(journal);
    }

    @Test
    void aScoreFitsATerminalAndNamesWhatDidNotHold() throws IOException {
        fail();
        var card = Scorecard.of(List.of(experiment), Instant.now());
        assertThat(ScorePage.text(card).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .anyMatch(line -> line.startsWith("mariadb-kill ") && line.contains("FAIL"))
                .anyMatch(line -> line.contains("0 of 1 held, score 50 over 1"));
        assertThat(ScorePage.markdown(card)).contains("## What to change next", "## Not tried");
        assertThat(Yaml.parseJson(ScorePage.json(card))).containsEntry("score", 50);
    }

    private void fail() throws IOException {
        var file = experiment.resolve("runs").resolve(KILLED).resolve("verdict.json");
        var verdict = Yaml.parseJson(Files.readString(file));
        verdict.put("outcome", "FAIL");
        verdict.put("reasons", List.of("The backlog was too large."));
        Files.writeString(file, Yaml.prettyJson(verdict));
    }
}
