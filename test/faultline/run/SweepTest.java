package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.RealStack;
import faultline.chaos.Document;
import faultline.chaos.Shipped;
import faultline.check.Checker;
import faultline.check.Effect;
import faultline.check.Finding;
import faultline.check.Outcome;
import faultline.check.Verdict;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.measure.Sample;
import faultline.plan.Load;
import faultline.plan.Sweep;
import faultline.report.Report;
import faultline.stack.Stack;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole small sweep on real engines: one run for each kind of pod that dies. */
@RealStack
class SweepTest {

    /** A database node dies in the first study. */
    private static final List<String> FAULTS =
            List.of("kafka-kill", "consumer-kill", "feeder-kill");

    @TempDir static Path temporary;

    private static Path folder;
    private static LocalPlatform platform;
    private static PlayedSweep played;
    private static final Map<String, Verdict> VERDICTS = new LinkedHashMap<>();

    @BeforeAll
    static void sweep() {
        folder = temporary.resolve("sweep");
        sweep(plan(), () -> played = PlayedSweep.of(platform, temporary.resolve("played/sweep")));
    }

    private static SweepPlan plan() {
        var manifests = new LinkedHashMap<String, Document>();
        for (var fault : FAULTS) manifests.put(fault, Shipped.document(fault));
        return new SweepPlan(
                new Sweep(List.of(3), List.of(2000.0), FAULTS, 1, 7),
                new Stack(3, 3, 2, 1, 1),
                new Load(2000, 200, Duration.ofSeconds(2), Duration.ofSeconds(9), 6, "all", "none"),
                manifests,
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                NetworkPlan.LOOPBACK);
    }

    /**
     * @param then what else is done with the stack while it is there
     */
    private static void sweep(SweepPlan plan, Runnable then) {
        try (var sweeper =
                new Sweeper(
                        plan,
                        folder,
                        "SweepTest",
                        () ->
                                platform =
                                        new LocalPlatform(
                                                Loopback::take, temporary.resolve("logs")),
                        new Quiet())) {
            sweeper.sweep(journal -> {
                var verdict = Checker.check(journal);
                VERDICTS.put(journal.getFileName().toString(), verdict);
                return Report.line(journal);
            });
            then.run();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-kill", "consumer-kill", "feeder-kill"})
    void nothingThatWasAcknowledgedIsLostOnAnyReplica(String fault) {
        var verdict = verdict(fault);
        assertThat(verdict.outcome()).as("%s", verdict.reasons()).isEqualTo(Outcome.PASS);
        var replicas = verdict.accounting().orElseThrow().replicas();
        assertThat(replicas).hasSize(5);
        assertThat(replicas)
                .allSatisfy(replica -> {
                    assertThat(replica.acknowledged()).isGreaterThan(18_000);
                    assertThat(replica.lost().count()).isZero();
                    assertThat(replica.phantom().count()).isZero();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-kill", "consumer-kill", "feeder-kill"})
    void everyKillIsProvedByAnotherInstance(String fault) {
        assertThat(verdict(fault).effects())
                .hasSize(1)
                .allMatch(effect -> effect.proof() == Effect.Proof.CONFIRMED);
    }

    @Test
    void aFeederThatWasKilledCatchesUpAndSendsAll() {
        var replica = verdict("feeder-kill").accounting().orElseThrow().replicas().getFirst();
        assertThat(replica.acknowledged() + replica.indeterminate()).isEqualTo(22_000);
    }

    @Test
    void everyBrokerSaysHowManyRequestsWaitAndHowBusyItsHandlersAre() {
        var run = Recording.read(folder.resolve("runs/r3-2000-feeder-kill-1"));
        for (var measure : List.of(Measure.QUEUED_REQUESTS, Measure.HANDLERS_BUSY_PERCENT))
            assertThat(run.samples(measure, s -> s.component().equals("kafka")))
                    .extracting(Sample::pod)
                    .contains("kafka-0", "kafka-1", "kafka-2");
        assertThat(run.samples(Measure.HANDLERS_BUSY_PERCENT, s -> true))
                .anyMatch(s -> s.values().get(Measure.HANDLERS_BUSY_PERCENT) > 0);
    }

    @Test
    void theReportHasTheFiguresAndIsTheSameWhenItIsMadeAgain() throws IOException {
        Report.write(folder);
        var first = Files.readAllBytes(folder.resolve("report.html"));
        Report.write(folder);
        assertThat(Files.readAllBytes(folder.resolve("report.html"))).isEqualTo(first);
        for (var fault : FAULTS)
            assertThat(folder.resolve("figures/timeline-r3-2000-" + fault + "-1.svg")).exists();
        assertThat(Files.readString(folder.resolve("report.md"))).contains("3 PASS");
    }

    @Test
    void goingOnMakesOnlyTheRunsThatHaveNoVerdict() throws IOException {
        var finished = Files.readAllBytes(folder.resolve("runs/r3-2000-kafka-kill-1/verdict.json"));
        var plan = SweepPlan.read(folder);
        assertThat(plan.runs().stream().map(RunPlan::toMap).toList())
                .isEqualTo(plan().runs().stream().map(RunPlan::toMap).toList());
        VERDICTS.clear();
        sweep(plan, () -> {});
        assertThat(VERDICTS).as("runs made again").isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("runs/r3-2000-kafka-kill-1/verdict.json")))
                .isEqualTo(finished);
    }

    @Test
    void onAPlayedClusterTheSameSweepPassesAndEveryReplicaIsCompared() {
        var verdict = played.verdict();
        assertThat(verdict.outcome()).as("%s", verdict.reasons()).isEqualTo(Outcome.PASS);
        assertThat(verdict.effects())
                .singleElement()
                .satisfies(effect -> assertThat(effect.proof()).isEqualTo(Effect.Proof.CONFIRMED));
        assertThat(verdict.accounting().orElseThrow().replicas())
                .hasSize(5)
                .allSatisfy(replica -> assertThat(replica.lost().count()).isZero());
        assertThat(verdict.findings())
                .extracting(Finding::condition)
                .contains("mariadb replicas identical", "influxdb replicas identical");
    }

    @Test
    void aRunThatFailsHalfWayOnAClusterLeavesNothingThere() {
        assertThat(played.failed()).contains("cannot be pulled");
        assertThat(played.leftAfterFailure()).isEmpty();
        assertThat(played.leftAtEnd()).isEmpty();
    }

    @Test
    void whatChaosMeshCountedIsInTheJournalAndThatItWasPlayedInTheReport() throws IOException {
        var timeline =
                Files.readString(
                        played.folder().resolve("runs/" + PlayedSweep.RUN + "/timeline.jsonl"));
        assertThat(timeline).contains("\"event\":\"evidence\"", "containerRecords");
        assertThat(Files.readString(played.folder().resolve("environment.json")))
                .contains("\"platform\" : \"kubernetes\"", "it is a mock");
        assertThat(Files.readString(played.folder().resolve("report.md"))).contains("it is a mock");
    }

    @Test
    void noPasswordIsInAnyFileOfTheSweep() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList())
                assertThat(Files.readString(file).toLowerCase()).doesNotContain("password");
        }
    }

    private static Verdict verdict(String fault) {
        return Checker.check(folder.resolve("runs/r3-2000-" + fault + "-1"));
    }
}
