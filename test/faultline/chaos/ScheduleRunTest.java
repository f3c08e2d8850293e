package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A schedule while it runs, in a time of its own. */
class ScheduleRunTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static String schedule(String rule, String action, String more) {
        return """
        apiVersion: chaos-mesh.org/v1alpha1
        kind: Schedule
        metadata: {name: again}
        spec:
          schedule: "%s"
          type: PodChaos
          %s
          podChaos:
            action: %s
            mode: one
            selector: {labelSelectors: {app: kafka}}
        """
                .formatted(rule, more, action);
    }

    @Test
    void everyTickMakesAChildOfItsOwnNameUntilTheTimeIsUp() {
        var walk = Walk.of(schedule("@every 20s", "pod-kill", "historyLimit: 5"), MINUTE).to(300);
        assertThat(walk.doings()).containsExactly("20 +again-00001", "40 +again-00002");
        assertThat(walk.run.status().finished()).isTrue();
        assertThat(walk.reasons("again")).contains("Spawned", "Spawned").doesNotContain("Forbid");
    }

    @Test
    void aCronRuleTicksByTheClockOfTheWall() {
        var walk = Walk.of(schedule("*/15 * * * * *", "pod-kill", "historyLimit: 9"), MINUTE);
        assertThat(walk.to(50).doings())
                .containsExactly("15 +again-00001", "30 +again-00002", "45 +again-00003");
    }

    @Test
    void aTimedChildIsTakenBackAfterItsDurationAndItsInjectionIsAnnouncedBefore() {
        var walk = Walk.of(schedule("@every 20s", "pod-failure\n    duration: 5s", ""), MINUTE);
        assertThat(walk.to(30).notes)
                .containsExactly(
                        "? again-00001", "20 +again-00001", "25 -again-00001", "! again-00001");
        assertThat(walk.on).isEmpty();
    }

    @Test
    void aChildThatIsLongerThanThePeriodForbidsAndIsFollowedAtOnce() {
        var document = schedule("@every 10s", "pod-failure\n    duration: 25s", "");
        var walk = Walk.of(document, Duration.ofMinutes(2)).to(75);
        assertThat(walk.doings())
                .containsExactly(
                        "10 +again-00001",
                        "35 -again-00001",
                        "35 +again-00002",
                        "60 -again-00002",
                        "60 +again-00003");
        assertThat(walk.reasons("again"))
                .containsSubsequence("Spawned", "Forbid", "Forbid", "Spawned");
    }

    @Test
    void aForbiddenTickIsMadeUpForOnlyWithinTheStartingDeadline() {
        var document =
                schedule(
                        "*/10 * * * * *",
                        "pod-failure\n    duration: 15s",
                        "startingDeadlineSeconds: 3");
        // The second tick is forbidden at 20 and too old at 25; the third is due at 30.
        var walk = Walk.of(document, Duration.ofMinutes(2)).to(32);
        assertThat(walk.doings())
                .containsExactly("10 +again-00001", "25 -again-00001", "30 +again-00002");
        assertThat(walk.reasons("again")).containsSubsequence("Forbid", "MissSchedule", "Spawned");
    }

    @Test
    void allowedChildrenOverlapEachUnderItsOwnName() {
        var document =
                schedule(
                        "@every 10s", "pod-failure\n    duration: 25s", "concurrencyPolicy: Allow");
        var walk = Walk.of(document, MINUTE).to(34);
        assertThat(walk.on).containsExactly("again-00001", "again-00002", "again-00003");
        assertThat(walk.to(36).on).doesNotContain("again-00001");
    }

    @Test
    void theEndOfTheTimeTakesBackWhatRuns() {
        var document = schedule("@every 50s", "pod-failure\n    duration: 5m", "");
        var walk = Walk.of(document, MINUTE).to(59);
        assertThat(walk.on).hasSize(1);
        assertThat(walk.to(300).doings()).endsWith("60 -again-00001");
        assertThat(walk.run.status().finished()).isTrue();
    }

    @Test
    void itsStatusIsThatOfChaosMesh() {
        var document = schedule("@every 10s", "pod-failure\n    duration: 5s", "historyLimit: 2");
        var walk = Walk.of(document, Duration.ofMinutes(5)).to(62);
        assertThat(Yaml.json(walk.run.status().chaos()))
                .contains(
                        "\"active\":[{\"apiVersion\":\"chaos-mesh.org/v1alpha1\","
                                + "\"kind\":\"PodChaos\",\"namespace\":\"faultline\","
                                + "\"name\":\"again-00006\"}]",
                        "\"time\":\"2026-11-21T22:01:00Z\"");
    }

    @Test
    void abortingItAtAnyMomentLeavesNothingAndTwiceIsOnce() throws Exception {
        for (int second = 0; second < 40; second++) {
            var walk = Walk.of(schedule("@every 10s", "pod-failure\n    duration: 8s", ""), MINUTE);
            walk.to(second).run.abort("enough");
            walk.run.abort("more than enough");
            assertThat(walk.run.await(Duration.ZERO)).isTrue();
            assertThat(walk.on).as("at %d s", second).isEmpty();
            assertThat(walk.run.status().aborted()).isEqualTo("enough");
            var doings = walk.doings();
            assertThat(walk.to(60).doings()).isEqualTo(doings);
        }
    }

    @Test
    void anInjectionThatIsUnderWayIsWaitedForAndTakenBack() throws Exception {
        var walk = Walk.of(schedule("@every 10s", "pod-failure\n    duration: 8s", ""), MINUTE);
        walk.to(9).hold();
        walk.to(11).run.abort("enough");
        walk.run.step();
        assertThat(walk.run.status().finished()).isFalse();
        walk.release();
        assertThat(walk.run.await(Duration.ZERO)).isTrue();
        assertThat(walk.on).isEmpty();
    }

    @Test
    void aRecoveryThatFailsIsTriedAgain() {
        var walk = Walk.of(schedule("@every 20s", "pod-failure\n    duration: 5s", ""), MINUTE);
        walk.failingRecoveries = 2;
        assertThat(walk.to(30).doings()).containsExactly("20 +again-00001", "27 -again-00001");
        assertThat(walk.reasons("again-00001")).contains("Failed");
    }

    @Test
    void aPulledLeverEndsItWithTheReason() {
        var walk = Walk.of(schedule("@every 20s", "pod-kill", ""), MINUTE);
        walk.refusal = new Unavailable("halted", "release it");
        walk.to(60);
        assertThat(walk.run.status().finished()).isTrue();
        assertThat(walk.run.status().aborted()).contains("again-00001 was not injected: halted");
        assertThat(walk.doings()).isEmpty();
    }

    @Test
    void aHundredMissedTicksAreGivenUpAsOnACluster() {
        var document = schedule("@every 1s", "pod-failure\n    duration: 200s", "");
        var walk = Walk.of(document, Duration.ofMinutes(6)).to(300);
        assertThat(walk.doings()).containsExactly("1 +again-00001", "201 -again-00001");
        assertThat(walk.reasons("again")).endsWith("Failed");
    }

    @ParameterizedTest
    @CsvSource({"@every 20s, 3", "@every 1s, 61", "* * * * *, 2", "0 * * * *, 1", "5 4 29 2 *, 1"})
    void asManyTargetsAreResolvedAsCanBeNeeded(String rule, int children) {
        var flow =
                Flow.of(
                        Document.parse("f.yaml", schedule(rule, "pod-kill", "")),
                        Pods.PODS,
                        1,
                        MINUTE);
        assertThat(flow.faults()).hasSize(children);
    }

    @Test
    void aPlanWithThousandsOfChildrenIsRefused() {
        var document = Document.parse("f.yaml", schedule("@every 1s", "pod-kill", ""));
        assertThatThrownBy(() -> Flow.of(document, Pods.PODS, 1, Duration.ofHours(1)))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(
                        "f.yaml: spec.schedule: found up to 3601 children within 3600 s");
    }

    @Test
    void whatIsPreviewedIsWhatRuns() {
        var document = schedule("@every 10s", "pod-failure\n    duration: 25s", "");
        var walk = Walk.of(document, Duration.ofMinutes(3)).to(100);
        var begins =
                walk.doings().stream()
                        .filter(note -> note.contains("+"))
                        .map(note -> Walk.START.plusSeconds(Long.parseLong(note.split(" ")[0])))
                        .limit(3)
                        .toList();
        var flow = Flow.first((Schedule) Document.parse("f.yaml", document), 3, Pods.PODS, 1);
        assertThat(Rehearsal.begins(flow, Walk.START, 3)).isEqualTo(begins).hasSize(3);
        var preview =
                Preview.of(Document.parse("f.yaml", document), Pods.PODS, 1, Walk.START).text();
        for (int child = 1; child <= 3; child++)
            assertThat(preview)
                    .contains(
                            "tick    %d at %s\n    again-0000%d: PodChaos pod-failure for 25s\n"
                                            .formatted(child, begins.get(child - 1), child)
                                    + "      hits    "
                                    + flow.faults().get("again-0000" + child).targets().getFirst()
                                    + "\n");
    }

    @Test
    void aDeadlineShorterThanThePeriodIsToldBecauseOnAClusterNothingWouldHappen() {
        var document = schedule("@every 60s", "pod-kill", "startingDeadlineSeconds: 30");
        assertThat(Document.parse("f.yaml", document).caveats(Pods.PODS))
                .anyMatch(caveat -> caveat.contains("Chaos Mesh then never begins one"));
        assertThat(Walk.of(document, Duration.ofMinutes(2)).to(61).doings()).hasSize(1);
    }

    @Test
    void twoFaultsOfOneNameAreRefused() {
        var workflow =
                """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Workflow
                metadata: {name: clash}
                spec:
                  entry: all
                  templates:
                    - {name: all, templateType: Parallel, children: [again, again-00001]}
                    - name: again
                      templateType: Schedule
                      deadline: 30s
                      schedule:
                        schedule: "@every 10s"
                        type: PodChaos
                        podChaos: {action: pod-kill, mode: one, selector: {labelSelectors: {app: kafka}}}
                    - name: again-00001
                      templateType: PodChaos
                      deadline: 5s
                      podChaos: {action: pod-kill, mode: one, selector: {labelSelectors: {app: kafka}}}
                """;
        assertThatThrownBy(() -> Walk.of(workflow, MINUTE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("a second fault that is called again-00001");
    }

    @Test
    void aScheduledWorkflowHasItsOwnFaultsAtEveryTick() {
        var document =
                """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Schedule
                metadata: {name: often}
                spec:
                  schedule: "@every 30s"
                  type: Workflow
                  historyLimit: 3
                  workflow:
                    entry: all
                    templates:
                      - {name: all, templateType: Serial, children: [down, rest]}
                      - name: down
                        templateType: PodChaos
                        deadline: 5s
                        podChaos: {action: pod-failure, mode: one, selector: {labelSelectors: {app: kafka}}}
                      - {name: rest, templateType: Suspend, deadline: 40s}
                """;
        var walk = Walk.of(document, Duration.ofMinutes(3)).to(100);
        assertThat(walk.doings())
                .containsExactly(
                        "30 +down-00001", "35 -down-00001", "75 +down-00002", "80 -down-00002");
        assertThat(walk.reasons("often")).contains("Spawned", "Forbid");
        assertThat(Instant.parse("2026-11-21T22:00:30Z"))
                .isEqualTo(
                        Rehearsal.begins(
                                        Flow.first(
                                                (Schedule) Document.parse("f.yaml", document),
                                                1,
                                                Pods.PODS,
                                                1),
                                        Walk.START,
                                        1)
                                .getFirst());
        assertThat(walk.run.status().chaos().get("active")).isInstanceOf(List.class);
    }
}
