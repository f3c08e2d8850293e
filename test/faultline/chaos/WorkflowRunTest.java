package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** A workflow while it runs, in a time of its own. */
class WorkflowRunTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static final String DOWN =
            """
                - name: down
                  templateType: PodChaos
                  deadline: 20s
                  podChaos: {action: pod-failure, mode: one, selector: {labelSelectors: {app: kafka}}}
            """;

    private static final String KILL =
            """
                - name: kill
                  templateType: PodChaos
                  deadline: 5s
                  podChaos: {action: pod-kill, mode: one, selector: {labelSelectors: {app: mariadb}}}
            """;

    private static final String REST =
            """
                - {name: rest, templateType: Suspend, deadline: 10s}
            """;

    private static Walk walk(String entry, String... templates) {
        return walk(LONG, entry, templates);
    }

    private static Walk walk(Duration limit, String entry, String... templates) {
        return Walk.of(
                """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Workflow
                metadata: {name: steps}
                spec:
                  entry: all
                  templates:
                    - {name: all, %s}
                """
                                .formatted(entry)
                        + String.join("", templates),
                limit);
    }

    private static String check(String more, String rules) {
        return """
            - name: check
              templateType: StatusCheck
              %s
              statusCheck:
                type: HTTP
                intervalSeconds: 2
                %s
                http: {url: "http://influxdb-0:8086/ping", criteria: {statusCode: "204"}}
        """
                .formatted(more, rules);
    }

    private static String status(Walk walk) {
        return Yaml.json(walk.run.status().chaos());
    }

    @Test
    void aSerialRunsOneAfterTheOtherAndEndsWithTheLast() {
        var walk = walk("templateType: Serial, children: [down, rest, kill]", DOWN, REST, KILL);
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "20 -down", "30 +kill");
        assertThat(walk.run.status().finished()).isTrue();
        assertThat(status(walk))
                .contains("\"entryNode\":\"all\"", "\"endTime\":\"2026-11-21T22:00:35Z\"");
    }

    @Test
    void theNextOfASerialWaitsUntilTheFaultBeforeIsGone() {
        var walk = walk("templateType: Serial, children: [down, kill]", DOWN, KILL);
        walk.failingRecoveries = 3;
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "23 -down", "23 +kill");
    }

    @Test
    void aParallelRunsAllAtOnceAndEndsWithTheLongest() {
        var walk = walk("templateType: Parallel, children: [down, rest, kill]", DOWN, REST, KILL);
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "0 +kill", "20 -down");
        assertThat(status(walk)).contains("\"endTime\":\"2026-11-21T22:00:20Z\"");
    }

    @Test
    void aDeadlineAboveEndsAndRecoversWhatRunsAndWhatWaitsNeverBegins() {
        var walk = walk("templateType: Serial, deadline: 7s, children: [down, kill]", DOWN, KILL);
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "7 -down");
        assertThat(status(walk))
                .contains(
                        "\"type\":\"DeadlineExceed\",\"status\":\"True\","
                                + "\"reason\":\"ParentNodeDeadlineExceed\"")
                .doesNotContain("\"kill\"");
    }

    @Test
    void theLimitOfTheRunEndsAndRecoversEverything() {
        var walk =
                walk(
                        Duration.ofSeconds(11),
                        "templateType: Parallel, children: [down, rest]",
                        DOWN,
                        REST);
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "11 -down");
        assertThat(walk.run.status().finished()).isTrue();
    }

    @Test
    void aNestedScheduleTicksUntilItsDeadline() {
        var again =
                """
                    - name: again
                      templateType: Schedule
                      deadline: 25s
                      schedule:
                        schedule: "@every 10s"
                        type: PodChaos
                        historyLimit: 2
                        podChaos: {action: pod-failure, duration: 8s, mode: one, selector: {labelSelectors: {app: kafka}}}
                """;
        var walk = walk("templateType: Serial, children: [again, kill]", again, KILL);
        assertThat(walk.to(100).doings())
                .containsExactly(
                        "10 +again-00001",
                        "18 -again-00001",
                        "20 +again-00002",
                        "25 -again-00002",
                        "25 +kill");
    }

    @Test
    void aCheckThatSucceedsLetsTheWorkflowGoOnAfterItsFirstInterval() {
        var walk = walk("templateType: Serial, children: [check, kill]", check("", ""), KILL);
        assertThat(walk.to(100).doings()).containsExactly("2 +kill");
    }

    @Test
    void aCheckThatFailsAbortsTheWorkflowAndTakesEverythingBack() {
        var walk =
                walk(
                        "templateType: Parallel, children: [down, check]",
                        DOWN,
                        check("abortWithStatusCheck: true", "failureThreshold: 3"));
        walk.healthy = time -> false;
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "6 -down");
        assertThat(walk.run.status().aborted()).startsWith("check failed at http://influxdb-0");
        assertThat(walk.reasons("check"))
                .containsExactly(
                        "StatusCheckExecutionFailed",
                        "StatusCheckExecutionFailed",
                        "StatusCheckExecutionFailed",
                        "StatusCheckCompleted",
                        "NodeAborted");
        assertThat(status(walk)).contains("\"reason\":\"WorkflowAborted\"");
    }

    @Test
    void aCheckThatFailsWithoutAbortingOnlyEndsItself() {
        var walk =
                walk(
                        "templateType: Serial, children: [check, kill]",
                        check("", "failureThreshold: 2"),
                        KILL);
        walk.healthy = time -> false;
        assertThat(walk.to(100).doings()).containsExactly("4 +kill");
        assertThat(walk.run.status().aborted()).isEmpty();
    }

    @Test
    void aContinuousCheckGoesOnUntilItFailsOrItsTimeIsUp() {
        var good = check("deadline: 30s\n      abortWithStatusCheck: true", "mode: Continuous");
        var walk = walk("templateType: Parallel, children: [down, check]", DOWN, good);
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "20 -down");
        assertThat(status(walk)).contains("\"endTime\":\"2026-11-21T22:00:30Z\"");

        walk = walk("templateType: Parallel, children: [down, check]", DOWN, good);
        walk.healthy = time -> time.toSeconds() < 9;
        assertThat(walk.to(100).doings())
                .as("three in a row, at 10, 12 and 14 s")
                .containsExactly("0 +down", "14 -down");
    }

    @Test
    void failuresThatDoNotFollowEachOtherDoNotAddUp() {
        var walk =
                walk(
                        "templateType: Parallel, children: [down, check]",
                        DOWN,
                        check(
                                "deadline: 18s\n      abortWithStatusCheck: true",
                                "mode: Continuous\n        failureThreshold: 2"));
        walk.healthy = time -> time.toSeconds() % 4 == 0;
        assertThat(walk.to(100).doings()).containsExactly("0 +down", "20 -down");
        assertThat(walk.run.status().aborted()).isEmpty();
    }

    @Test
    void abortingAtAnyMomentLeavesNothingAndNothingComesAfter() throws Exception {
        for (int second = 0; second < 40; second++) {
            var walk =
                    walk(
                            "templateType: Serial, children: [both, down-again]",
                            "    - {name: both, templateType: Parallel, children: [down, kill]}\n",
                            DOWN,
                            DOWN.replace("down", "down-again"),
                            KILL);
            walk.to(second).run.abort("halt");
            assertThat(walk.run.await(Duration.ZERO)).isTrue();
            assertThat(walk.on).as("at %d s", second).isEmpty();
            var doings = List.copyOf(walk.doings());
            assertThat(walk.to(100).doings()).isEqualTo(doings);
        }
    }

    @Test
    void everyInjectionIsAnnouncedBeforeAndItsEndAfter() {
        var walk = walk("templateType: Serial, children: [down]", DOWN);
        assertThat(walk.to(100).notes).containsExactly("? down", "0 +down", "20 -down", "! down");
    }

    @Test
    void twoUsesOfATemplateAreTwoFaults() {
        var walk = walk("templateType: Serial, children: [kill, kill]", KILL);
        assertThat(walk.to(100).doings()).containsExactly("0 +kill", "5 +kill-2");
    }

    @Test
    void aRealClockRunsItToo() throws Exception {
        var flow =
                Flow.of(
                        Document.parse(
                                "w.yaml",
                                """
                                apiVersion: chaos-mesh.org/v1alpha1
                                kind: Workflow
                                metadata: {name: quick}
                                spec:
                                  entry: wait
                                  templates: [{name: wait, templateType: Suspend, deadline: 50ms}]
                                """),
                        Pods.PODS,
                        1,
                        LONG);
        var run =
                new FlowRun(
                        flow,
                        null,
                        null,
                        new Rehearsal(flow, Walk.START),
                        java.time.InstantSource.system(),
                        Thread::startVirtualThread);
        var began = System.nanoTime();
        run.go();
        assertThat(run.status().finished()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofMillis(40));
    }
}
