package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.measure.Condition;
import faultline.measure.LatencyLog.Kind;
import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hypotheses and comparisons from written journals, and what an experiment makes of them. */
class ExperimentVerdictTest {

    @TempDir Path folder;

    @Test
    void aHypothesisIsJudgedFromTheGateToTheEndOfTheLoad() {
        var run = run("a");
        run.event(5, "phase", "phase", "gate");
        run.stall(3); // in the warm-up, which is nobody's steady state
        for (int second = 20; second < 24; second++) run.stall(second);
        var recording = run.whole().read();
        assertThat(
                        Hypothesis.of(
                                recording,
                                List.of(
                                        condition(
                                                "sum dumped_rows_per_s of consumer-mariadb >= 80"
                                                        + " for 4s"),
                                        condition(
                                                "sum dumped_rows_per_s of consumer-mariadb >= 80"
                                                        + " for 5s"),
                                        condition("e2e_p99_ms of consumer-mariadb < 500 for 3s")),
                                35))
                .extracting(Finding::outcome)
                .containsExactly(Outcome.FAIL, Outcome.PASS, Outcome.INCONCLUSIVE);
    }

    @Test
    void aFaultThatCostsLatencyDiffersFromTheControlAndNotInRate() {
        var comparisons =
                Comparison.of(
                        run("control").whole().read(), delayed(run("fault"), 2_000_000), "fault");
        assertThat(comparisons)
                .extracting(Comparison::measure)
                .containsExactly("e2e_p99_ms", "dumped_rows_per_s");
        assertThat(comparisons).extracting(Comparison::differs).containsExactly(true, false);
        assertThat(comparisons.getFirst().control()).isBetween(39.0, 41.0);
        assertThat(comparisons.getFirst().experiment()).isBetween(1990.0, 2010.0);
        assertThat(comparisons.getFirst().ratioBefore()).isEqualTo(1);
        assertThat(comparisons.getFirst().sentence())
                .contains("(49.98 times; 1.00 before it), a difference.");
    }

    @Test
    void whatEqualRunsDifferByIsNoDifference() {
        var noisy = run("fault");
        for (int second = 5; second < 15; second++)
            noisy.latency(Kind.E2E, "consumer-mariadb-0", second, 80_000, 80_000);
        var comparisons =
                Comparison.of(run("control").whole().read(), delayed(noisy, 90_000), "fault");
        assertThat(comparisons.getFirst().ratioBefore()).isBetween(1.9, 2.1);
        assertThat(comparisons.getFirst().ratio()).isBetween(2.2, 2.3);
        assertThat(comparisons.getFirst().differs()).isFalse();
    }

    @Test
    void anExperimentIsAsGoodAsItsWorstRunAndNamesWhatWasNotEntered() throws IOException {
        Files.writeString(
                folder.resolve("plan.yaml"),
                """
                title: A node dies
                steady-state-hypothesis: {conditions: []}
                allow-majority: to see it
                runs: [control, one, all]
                """);
        for (var name : List.of("control", "one")) {
            run("runs/" + name).whole().read();
            Checker.check(folder.resolve("runs").resolve(name));
        }
        var verdict = ExperimentVerdict.check(folder);
        assertThat(verdict.steps())
                .extracting(ExperimentVerdict.Step::outcome)
                .containsExactly(Outcome.PASS, Outcome.PASS);
        assertThat(verdict.notEntered()).containsExactly("all");
        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons()).contains("Not entered: all.");
        assertThat(Yaml.parseJson(Files.readString(folder.resolve("verdict.json"))))
                .containsEntry("outcome", "INCONCLUSIVE")
                .containsEntry("allow_majority", "to see it");
    }

    @Test
    void aFolderWithoutExperimentIsRefused() {
        assertThatThrownBy(() -> ExperimentVerdict.check(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the folder of a chaos run");
    }

    /** As a run with a fault at 17 s that holds every message back for so long. */
    private static Recording delayed(WrittenRun run, long micros) {
        run.event(17, "gate", "held", true, "from", 5, "to", 15);
        run.event(17.2, "fault", "fault", "slow", "status", "injected", "targets", List.of());
        for (int second = 17; second < 35; second++)
            run.latency(Kind.E2E, "consumer-mariadb-0", second, micros, micros);
        return run.whole().read();
    }

    private WrittenRun run(String name) {
        return new WrittenRun(folder.resolve(name), null, Map.of());
    }

    private static Condition condition(String text) {
        return Condition.parse(text);
    }
}
