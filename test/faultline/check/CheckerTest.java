package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.plan.BadInput;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CheckerTest {

    @TempDir Path folder;

    @Test
    void aCleanRunPasses() {
        var verdict = judge(control(folder).whole());

        assertThat(verdict.reasons())
                .contains("mariadb had everything in the end.")
                .contains("influxdb-1 holds all of 3500 acknowledged messages.");
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.run()).isEqualTo("r3-100-none-1");
        assertThat(verdict.recoveries()).isEmpty();
    }

    @Test
    void aKilledPodThatTheRunSurvivesPassesWithItsRecovery() {
        var verdict = judge(killed(folder, "a2").whole());

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.effects())
                .extracting(Effect::proof)
                .containsOnly(Effect.Proof.CONFIRMED);
        assertThat(verdict.recoveries())
                .extracting(Recovery::sink)
                .containsExactly("mariadb", "influxdb-0", "influxdb-1");
        assertThat(verdict.recoveries().getFirst().seconds()).contains(3);
        assertThat(verdict.recoveries().get(1).state()).isEqualTo(Recovery.State.NONE_SEEN);
        assertThat(verdict.podRecoveries())
                .containsExactly(new PodRecovery("mariadb-1", 15.2, Optional.of(6.3), 1, "killed"));
    }

    @Test
    void aFaultThatDidNothingNeverPasses() {
        var verdict = judge(killed(folder, "a1").whole());

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons())
                .containsExactly(
                        "mariadb-kill: MISMATCH mariadb-1 is said to have died, yet is a1 still.");
    }

    @Test
    void aFaultThatWasNeverInjectedNeverPasses() {
        var run =
                new WrittenRun(
                        folder, Map.of("name", "x", "at", "15s", "targets", List.of("kafka-0")));

        assertThat(judge(run.whole()).reasons())
                .containsExactly("x: INCONCLUSIVE x was never injected.");
    }

    @Test
    void aFaultWithoutTargetsNeverPasses() {
        var run = new WrittenRun(folder, Map.of("name", "x", "at", "15s", "targets", List.of()));

        assertThat(judge(run.whole()).reasons()).containsExactly("Nothing was seen of what x hit.");
    }

    @Test
    void aRunThatWasStoppedIsAbortedWhateverElseItShows() {
        var run = control(folder);
        run.event(12, "abort", "reason", "interrupted by the user");

        var verdict = judge(run.whole());

        assertThat(verdict.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(verdict.reasons())
                .containsExactly("The run was stopped: interrupted by the user");
    }

    @Test
    void aLossFailsTheRun() {
        var run = control(folder).whole();
        run.store("mariadb-2", 3499);

        var verdict = judge(run);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reasons())
                .containsExactly(
                        "mariadb-2 lost 1 (feeder-0:3499) of 3500 acknowledged messages.",
                        "mariadb-0, mariadb-1, mariadb-2 do not hold the same messages:"
                                + " 1 (feeder-0:3499).");
    }

    @Test
    void everyMarkOfALedgerIsAccountedFor() {
        var run = control(folder).whole();
        run.ledger("+".repeat(3490) + "---" + "?".repeat(7) + "?".repeat(5) + ".....");

        var account = judge(run).accounting().orElseThrow().replicas().getFirst();

        assertThat(account.acknowledged()).isEqualTo(3490);
        assertThat(account.refused()).isEqualTo(3);
        assertThat(account.indeterminate()).isEqualTo(12);
        assertThat(account.attempted()).isEqualTo(3505);
        assertThat(account.recovered().count()).isEqualTo(7);
        assertThat(account.storedThoughRefused().count()).isEqualTo(3);
    }

    @Test
    void aFeederThatNeverSentAllDoesNotPass() {
        var run = control(folder).whole();
        run.ledger("+".repeat(3500) + ".".repeat(500));

        var verdict = judge(run);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons())
                .containsExactly("feeder-0 attempted 3500 of its 4000 messages.");
    }

    @Test
    void aPartThatThrowsMakesTheRunInconclusiveAndLeavesTheOthers() throws IOException {
        var run = control(folder).whole();
        Files.writeString(folder.resolve("ledger/feeder-0.ledger"), "nonsense");

        var verdict = judge(run);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons().getFirst())
                .startsWith("The accounting could not be checked: ")
                .contains("feeder-0.ledger is not a ledger");
        assertThat(verdict.accounting()).isEmpty();
        assertThat(verdict.load()).isPresent();
    }

    @Test
    void aLoadThatEndedEarlyIsJudgedUpToItsEnd() {
        var run = control(folder);
        run.event(20.2, "phase", "phase", "drain");

        assertThat(judge(run.whole()).load().orElseThrow().toSecond()).isEqualTo(20);
    }

    @Test
    void samplesThatEndEarlyAreJudgedUpToTheLast() throws IOException {
        var run = control(folder).whole();
        var samples = folder.resolve(Journal.SAMPLES);
        var before =
                Files.readAllLines(samples).stream().takeWhile(l -> !l.startsWith("22,")).toList();
        Files.write(samples, before);

        assertThat(judge(run).load().orElseThrow().toSecond()).isEqualTo(22);
    }

    @Test
    void aFeederWithoutALedgerIsNamed() throws IOException {
        var run = control(folder).whole();
        Files.delete(folder.resolve("ledger/feeder-0.ledger"));

        assertThat(judge(run).reasons()).contains("feeder-0 left no ledger.");
        assertThat(judge(run).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aReplicaFileThatIsNoneIsNamed() throws IOException {
        var run = control(folder).whole();
        Files.writeString(folder.resolve("ledger/mariadb-1.stored"), "nonsense");

        var verdict = judge(run);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons().getFirst()).contains("ledger/mariadb-1.stored");
    }

    @Test
    void aJournalThatIsDamagedInTheMiddleIsInconclusiveAndSaysWhy() throws IOException {
        control(folder).whole();
        var timeline = folder.resolve(Journal.TIMELINE);
        Files.writeString(timeline, "{\"mono_ns\": nonsense}\n" + Files.readString(timeline));

        var verdict = Checker.check(folder);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons().getFirst()).startsWith("The journal could not be checked:");
        assertThat(folder.resolve(Journal.VERDICT)).exists();
    }

    @Test
    void aFolderThatIsNoJournalIsBadInput() {
        assertThatThrownBy(() -> Checker.check(folder)).isInstanceOf(BadInput.class);
        assertThat(folder.resolve(Journal.VERDICT)).doesNotExist();
    }

    @Test
    void aPlanWithoutItsLoadIsBadInputThatNamesThePlace() throws IOException {
        control(folder).whole();
        Files.writeString(
                folder.resolve(Journal.PLAN),
                Files.readString(folder.resolve(Journal.PLAN)).replace("warmup: 5s", "warmup: 5x"));

        assertThatThrownBy(() -> Checker.check(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plan.yaml: load.warmup: found 5x");
    }

    @Test
    void theSameJournalGivesTheSameBytesWhereverItLies(@TempDir Path elsewhere) throws IOException {
        killed(folder, "a2").whole();
        copy(folder, elsewhere);

        Checker.check(folder);
        var first = Files.readAllBytes(folder.resolve(Journal.VERDICT));
        Checker.check(folder);
        Checker.check(elsewhere);

        assertThat(folder.resolve(Journal.VERDICT)).hasBinaryContent(first);
        assertThat(elsewhere.resolve(Journal.VERDICT)).hasBinaryContent(first);
    }

    @Test
    void whatIsReturnedIsWhatTheFileSays() {
        killed(folder, "a2").whole();

        var verdict = Checker.check(folder);

        assertThat(verdict.recoveries()).hasSize(3);
        assertThat(Verdict.fromMap(Recording.read(folder).verdict().orElseThrow()))
                .isEqualTo(verdict);
    }

    @Test
    void keysHaveOneOrderAndTheirUnits() {
        killed(folder, "a2").whole();
        Checker.check(folder);

        var map = Recording.read(folder).verdict().orElseThrow();

        assertThat(map.keySet())
                .containsExactly(
                        "run",
                        "outcome",
                        "reasons",
                        "findings",
                        "accounting",
                        "recoveries",
                        "pod_recoveries",
                        "effects",
                        "load");
        assertThat(map.get("recoveries").toString())
                .startsWith(
                        "[{fault=mariadb-kill, sink=mariadb, state=RECOVERED, onset_second=15,"
                                + " recovered_second=18, seconds=3, stalled_seconds=3,"
                                + " unseen_seconds=0, largest_backlog_msg=300, worst_e2e_ms=42.5,"
                                + " reason=");
    }

    @Property(tries = 60)
    void aJournalThatEndsEarlyNeverAccusesACleanRun(
            @ForAll @DoubleRange(min = 0, max = 1) double timeline,
            @ForAll @DoubleRange(min = 0, max = 1) double samples,
            @ForAll @DoubleRange(min = 0, max = 1) double latency)
            throws IOException {
        var cut = Files.createTempDirectory("cut");
        try {
            var run = control(cut).whole();
            cut(cut.resolve(Journal.TIMELINE), timeline);
            cut(cut.resolve(Journal.SAMPLES), samples);
            cut(cut.resolve(Journal.LATENCY), latency);

            var verdict = judge(run);

            assertThat(verdict.outcome()).isIn(Outcome.PASS, Outcome.INCONCLUSIVE);
            if (Timeline.phase(run.read(), "account").isEmpty())
                assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        } finally {
            try (var files = Files.walk(cut)) {
                for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
            }
        }
    }

    private static Verdict judge(WrittenRun run) {
        return Checker.judge(run.read());
    }

    private static WrittenRun control(Path folder) {
        return new WrittenRun(folder, null);
    }

    /** MariaDB takes nothing for three seconds; the pod comes back as {@code instance}. */
    private static WrittenRun killed(Path folder, String instance) {
        var run =
                new WrittenRun(
                        folder,
                        Map.of(
                                "name",
                                "mariadb-kill",
                                "at",
                                "15s",
                                "targets",
                                List.of("mariadb-1")));
        run.pod(-3, "mariadb-1", "ready", "a1", "");
        run.event(
                15.1,
                "fault",
                "fault",
                "mariadb-kill",
                "status",
                "injected",
                "targets",
                List.of("mariadb-1"));
        run.pod(15.2, "mariadb-1", "died", "a1", "killed");
        run.pod(15.9, "mariadb-1", "started", instance, "");
        run.pod(21.5, "mariadb-1", "ready", instance, "");
        for (int second = 15; second < 18; second++) run.stall(second);
        return run;
    }

    private static void cut(Path file, double share) throws IOException {
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
