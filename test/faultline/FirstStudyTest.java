package faultline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import faultline.check.Checker;
import faultline.check.Effect;
import faultline.check.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** The first study as the README tells to run it: real engines, and the page of what they did. */
@RealStack
class FirstStudyTest {

    private static final String STUDY = "notebooks/01-first-run.md";

    @TempDir Path temporary;

    @Test
    void theFirstStudyMeasuresAndItsPageSaysWhatCameOfIt() throws Exception {
        var page = temporary.resolve("page");
        var ended = Scripts.compiled().run("notebook", STUDY, "--out", page.toString());
        assumeThat(ended.output()).doesNotContain("another sweep measures on this machine");
        var runs = page.resolve("sweep-1/runs");
        assertThat(runs).as(ended.output()).isDirectory();
        for (var run : new String[] {"r3-1000-none-1", "r3-1000-mariadb-kill-1"}) {
            var verdict = Checker.check(runs.resolve(run));
            assertThat(verdict.outcome()).as("%s", verdict.reasons()).isEqualTo(Outcome.PASS);
            assertThat(verdict.accounting().orElseThrow().replicas())
                    .hasSize(5)
                    .allMatch(replica -> replica.acknowledged() > 10_000)
                    .allMatch(replica -> replica.lost().count() == 0);
        }
        assertThat(Checker.check(runs.resolve("r3-1000-mariadb-kill-1")).effects())
                .singleElement()
                .matches(effect -> effect.proof() == Effect.Proof.CONFIRMED);
        // On a busy machine a sentence of the conclusion may not hold: then it is named.
        var written = page.resolve("notebook.md");
        if (!Files.exists(written))
            assertThat(ended.output())
                    .containsPattern(STUDY + ": line \\d+: the data does not support: ");
        else
            assertThat(Files.readString(written))
                    .contains("| mariadb-kill | 1,000 |", "](figures/timeline-r3-1000-none-1.svg)")
                    .contains("> Nothing is lost: ");
    }
}
