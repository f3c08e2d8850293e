package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a written run with a fault came to, what to change, and what many of them score. */
class AftermathTest {

    private static final Map<String, Object> KILL =
            Map.of("name", "mariadb-kill", "at", "15s", "targets", List.of("mariadb-0"));

    private static final String CONDITION = "sum dumped_rows_per_s of consumer-mariadb >= 80";

    @TempDir Path folder;

    @Test
    void theImpactIsWhatWasSeenFromTheInjectionOn() {
        var run = killed("a", KILL);
        for (int second = 20; second < 24; second++) run.stall(second);
        breach(run, 23.5, "begun", 20, 22);
        breach(run, 25.5, "over", 20, 24);
        var impact = Impact.of(run.whole().read());
        assertThat(impact.injectedSecond()).contains(17.2);
        assertThat(impact.targets()).containsExactly("mariadb-0");
        assertThat(impact.detectedAfterSeconds().orElseThrow()).isBetween(6.2, 6.4);
        assertThat(impact.breaches()).containsExactly(new Impact.Breach(CONDITION, 23.5, 20, 24));
        assertThat(impact.outsideSeconds()).isEqualTo(4);
        assertThat(impact.stalledSeconds()).isEqualTo(4);
        assertThat(impact.rowsPerSBefore()).contains(100.0);
        assertThat(impact.lowestRowsPerS()).contains(0.0);
        assertThat(impact.largestBacklogMsg()).contains(400.0);
    }

    @Test
    void aBreachThatIsNotOverLastsToTheEndOfTheLoad() {
        var run = killed("a", KILL);
        breach(run, 23.5, "begun", 20, 22);
        assertThat(Impact.of(run.whole().read()).outsideSeconds()).isEqualTo(15);
    }

    @Test
    void aRunThatPassedAndAnUnknownCauseGetNoAdvice() {
        var run = killed("a", KILL).whole().read();
        var passed = Checker.check(run.folder());
        assertThat(Aftermath.of(run, with(passed, Outcome.PASS)).change()).isEmpty();
        assertThat(Aftermath.of(run, with(passed, Outcome.FAIL)).change()).isEmpty();
    }

    @Test
    void whatWasLostWithoutFullAcknowledgementAsksForIt() {
        var run = killed("a", KILL);
        run.whole();
        run.store("mariadb-0", 3400);
        run.store("mariadb-1", 3400);
        run.store("mariadb-2", 3400);
        var read = run.read();
        var verdict = Checker.check(read.folder());
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(Advice.of(read, verdict)).noneMatch(a -> a.key().equals("load.acks"));
        assertThat(Advice.of(replan(read, "load", "acks", "1"), verdict))
                .anySatisfy(a -> {
                    assertThat(a.key()).isEqualTo("load.acks");
                    assertThat(a.value()).isEqualTo("all");
                    assertThat(a.because()).contains("100 acknowledged messages were lost");
                });
    }

    @Test
    void aStackThatIsNotWholeAgainHasFailedAndAPlainRestartIsNamed() {
        var run = killed("a", KILL);
        var missing = "mariadb: node mariadb-0 has lost its state's name";
        run.event(50, "not-whole", "missing", missing, "waited_s", 60);
        var read = run.whole().read();
        var verdict = Checker.check(read.folder());
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reasons())
                .contains("The stack did not restore itself within 60 s: %s.".formatted(missing));
        assertThat(Advice.of(read, verdict))
                .noneMatch(a -> a.key().equals("stack.galera_recovery"));
        assertThat(Advice.of(replan(read, "stack", "galera_recovery", "plain-restart"), verdict))
                .anyMatch(a ->
                        a.key().equals("stack.galera_recovery")
                                && a.value().equals("position")
                                && a.because().contains("has lost its state's name"));
    }

    @Test
    void aStandstillWithoutAMajorityAsksForMoreDatabases() {
        var run = killed("a", KILL);
        run.event(17.3, "fault", "fault", "two", "status", "injected", "targets", two());
        for (int second = 20; second < 24; second++) run.stall(second);
        var read = run.whole().read();
        var verdict = with(Checker.check(read.folder()), Outcome.FAIL);
        assertThat(Advice.of(read, verdict))
                .anySatisfy(a -> {
                    assertThat(a.key()).isEqualTo("stack.databases");
                    assertThat(a.value()).isEqualTo("5");
                });
    }

    @Test
    void aScoreSaysWhatHeldAndHowLongAgo() throws IOException {
        killed("many/runs/good", KILL).whole().read();
        Checker.check(folder.resolve("many/runs/good"));
        var verdict = folder.resolve("many/runs/good/verdict.json");
        var passed = Yaml.parseJson(Files.readString(verdict));
        passed.put("outcome", "PASS");
        Files.writeString(verdict, Yaml.prettyJson(passed));
        var now = Instant.now();
        var fresh = Scorecard.of(List.of(folder.resolve("many")), now);
        assertThat(fresh.items()).hasSize(1);
        assertThat(fresh.score()).contains(100);
        assertThat(fresh.notTried()).contains("kafka-delay").doesNotContain("mariadb-kill");
        var later =
                Scorecard.of(
                        List.of(folder.resolve("many")),
                        now.plus(Scorecard.STALE).plus(Duration.ofDays(1)));
        assertThat(later.items().getFirst().stale()).isTrue();
        assertThat(later.score()).contains(75);

        passed.put("outcome", "INCONCLUSIVE");
        Files.writeString(verdict, Yaml.prettyJson(passed));
        assertThat(Scorecard.of(List.of(folder), now).score()).isEmpty();
        passed.put("outcome", "FAIL");
        Files.writeString(verdict, Yaml.prettyJson(passed));
        assertThat(Scorecard.of(List.of(folder), now).score()).contains(50);
    }

    @Test
    void aScoreOfNothingIsRefused() {
        assertThatThrownBy(() -> Scorecard.of(List.of(folder), Instant.now()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no run with a fault");
    }

    private WrittenRun killed(String name, Map<String, Object> fault) {
        var run = new WrittenRun(folder.resolve(name), fault, Map.of());
        run.event(17, "gate", "held", true, "from", 5, "to", 15);
        run.event(
                17.2,
                "fault",
                "fault",
                "mariadb-kill",
                "status",
                "injected",
                "targets",
                List.of("mariadb-0"));
        return run;
    }

    private static List<String> two() {
        return List.of("mariadb-0", "mariadb-1");
    }

    private static void breach(WrittenRun run, double at, String status, int from, int to) {
        run.event(
                at,
                "breach",
                "condition",
                CONDITION,
                "role",
                "hypothesis",
                "status",
                status,
                "from",
                from,
                "to",
                to,
                "value",
                0);
    }

    private static Verdict with(Verdict verdict, Outcome outcome) {
        return new Verdict(
                verdict.run(),
                outcome,
                verdict.reasons(),
                verdict.findings(),
                verdict.accounting(),
                List.of(),
                verdict.podRecoveries(),
                List.of(),
                verdict.load());
    }

    @SuppressWarnings("unchecked")
    private static Recording replan(Recording run, String part, String key, Object value) {
        ((Map<String, Object>) run.plan().get(part)).put(key, value);
        return run;
    }
}
