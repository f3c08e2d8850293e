package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;

class WorkflowTest {

    private static Workflow read(String from, String to) {
        return (Workflow) Document.parse("w.yaml", Flows.mutated(Flows.WORKFLOW, from, to));
    }

    private static final Workflow VALID = (Workflow) Document.parse("w.yaml", Flows.WORKFLOW);

    @Test
    void templatesBecomeATreeOfNodesThatAPlatformCanRun() {
        assertThat(VALID.entry().all())
                .extracting(Step::name, step -> step.getClass().getSimpleName())
                .containsExactly(
                        tuple("all", "Serial"),
                        tuple("slow", "Inject"),
                        tuple("rest", "Suspend"),
                        tuple("both", "Parallel"),
                        tuple("kill", "Inject"),
                        tuple("check", "Check"));
        var slow = (Step.Inject) VALID.entry().children().getFirst();
        var fault = ((Manifest) slow.fault()).resolve(Pods.PODS, 1);
        assertThat(fault.name()).isEqualTo("slow");
        assertThat(fault.duration()).as("the deadline").contains(Duration.ofSeconds(30));
        assertThat(fault.injection()).isInstanceOf(NetworkChaos.class);
        var check = (Step.Check) VALID.entry().children().get(2).children().get(1);
        assertThat(check.aborts()).isTrue();
        assertThat(check.check().lowestStatus()).isEqualTo(200);
        assertThat(check.check().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(check.check().failureThreshold()).isEqualTo(3);
    }

    @Test
    void theTimelineSaysWhenEachNodeBeginsAtTheEarliestAndEndsAtTheLatest() {
        assertThat(VALID.timeline())
                .extracting(
                        span -> span.step().name(),
                        Span::depth,
                        span -> span.earliestStart().toSeconds(),
                        span -> span.latestEnd().map(Duration::toSeconds))
                .containsExactly(
                        tuple("all", 0, 0L, Optional.of(100L)),
                        tuple("slow", 1, 0L, Optional.of(30L)),
                        tuple("rest", 1, 30L, Optional.of(40L)),
                        tuple("both", 1, 40L, Optional.of(100L)),
                        tuple("kill", 2, 40L, Optional.of(45L)),
                        tuple("check", 2, 40L, Optional.of(100L)));
        assertThat(VALID.longest()).contains(Duration.ofSeconds(100));
    }

    @Test
    void whatNoDeadlineBoundsHasNoLatestEnd() {
        var open = read("      deadline: 60s\n", "");
        assertThat(open.longest()).isEmpty();
        assertThat(open.timeline().get(4).latestEnd()).contains(Duration.ofSeconds(45));
    }

    @Test
    void aDeadlineAboveCutsWhatIsBelowAndSaysWhatNeverBegins() {
        var cut = read("templateType: Serial\n", "templateType: Serial\n      deadline: 35s\n");
        assertThat(cut.longest()).contains(Duration.ofSeconds(35));
        assertThat(cut.timeline().get(2).latestEnd()).contains(Duration.ofSeconds(35));
        assertThat(cut.caveats(Pods.PODS))
                .contains(
                        "spec.templates: both never begins: a deadline above it has passed before.")
                .noneMatch(caveat -> caveat.contains("rest never begins"));
    }

    @Test
    void aTemplateThatIsUsedTwiceHasTwoNamesAndTwoDraws() {
        var twice = read("[slow, rest, both]", "[slow, rest, slow, both]");
        assertThat(twice.entry().children())
                .extracting(Step::name)
                .containsExactly("slow", "rest", "slow-2", "both");
        var second = (Manifest) ((Step.Inject) twice.entry().children().get(2)).fault();
        assertThat(second.name()).isEqualTo("slow-2");
    }

    @Test
    void aTemplateThatNothingLeadsToIsSaidAndStillChecked() {
        assertThat(read("[kill, check]", "[kill]").caveats(Pods.PODS))
                .contains("spec.templates: check is never reached from all.");
        assertThatThrownBy(() ->
                        Document.parse(
                                "w.yaml",
                                Flows.mutated(Flows.WORKFLOW, "[slow, rest, both]", "[rest]")
                                        .replace("action: loss", "action: los")))
                .hasMessageStartingWith("w.yaml: spec.templates[1].networkChaos.action");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    entry: all | entry: every | spec.entry
                    `  entry: all\n` | `` | spec.entry
                    [slow, rest, both] | [slow, fast] | spec.templates[0].children[1]
                    [slow, rest, both] | [slow, all] | spec.templates[0].children[1]
                    [kill, check] | [kill, all] | spec.templates[3].children[1]
                    [slow, rest, both] | [] | spec.templates[0].children
                    `      children: [kill, check]` | `      children: []` | spec.templates[3].children
                    name: rest | name: slow | spec.templates[2].name
                    name: rest | name: Rest | spec.templates[2].name
                    templateType: Suspend | templateType: Sleep | spec.templates[2].templateType
                    `      deadline: 10s\n` | `` | spec.templates[2].deadline
                    `      deadline: 30s\n` | `` | spec.templates[1].deadline
                    `      deadline: 5s\n` | `` | spec.templates[4].deadline
                    deadline: 30s | deadline: 0s | spec.templates[1].deadline
                    deadline: 30s | deadline: 30 | spec.templates[1].deadline
                    action: loss | action: loss\\n        duration: 30s | spec.templates[1].networkChaos.duration
                    action: loss | action: lose | spec.templates[1].networkChaos.action
                    loss: "10" | loss: "110" | spec.templates[1].networkChaos.loss.loss
                    networkChaos: | podChaos: | spec.templates[1].podChaos.loss
                    templateType: Suspend | templateType: Suspend\\n      children: [kill] | spec.templates[2].children
                    templateType: Suspend | templateType: Suspend\\n      abortWithStatusCheck: true | spec.templates[2].abortWithStatusCheck
                    templateType: Suspend | templateType: Task | spec.templates[2].task
                    templateType: Suspend | templateType: Task\\n      task: {container: {image: a}} | spec.templates[2].task.container.name
                    templateType: Suspend | templateType: Task\\n      task: {container: {name: a}}\\n      conditionalBranches: [{target: nobody}] | spec.templates[2].conditionalBranches[0].target
                    templateType: Suspend | templateType: Task\\n      task: {container: {name: a}}\\n      conditionalBranches: [{expression: a}] | spec.templates[2].conditionalBranches[0].target
                    templateType: Suspend | templateType: Schedule | spec.templates[2].schedule
                    http://127 | ftp://127 | spec.templates[5].statusCheck.http.url
                    type: HTTP | type: HTTP\\n        mode: Continuous | spec.templates[5].deadline
                    `  templates:` | `  template:` | spec.template
                    """)
    void oneWrongThingIsRefusedWithItsPath(String from, String to, String path) {
        assertThatThrownBy(() -> read(from, to))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("w.yaml: " + path + ": found ");
    }

    @Test
    void aCycleIsShownAndAFaultWithoutADeadlineSaysThatItWouldHang() {
        assertThatThrownBy(() -> read("[kill, check]", "[kill, all]"))
                .hasMessageContaining(
                        "found \"all\", which leads back to itself: all > both > all;");
        assertThatThrownBy(() -> read("      deadline: 5s\n", ""))
                .hasMessageContaining("the workflow hangs (chaos-mesh#3846)");
    }

    @Test
    void aTaskLeadsToItsBranchesAndAScheduleRepeatsUntilItsDeadline() {
        var workflow =
                (Workflow)
                        Document.parse(
                                "w.yaml",
                                """
                                apiVersion: chaos-mesh.org/v1alpha1
                                kind: Workflow
                                metadata: {name: w}
                                spec:
                                  entry: ask
                                  templates:
                                    - name: ask
                                      templateType: Task
                                      deadline: 20s
                                      task: {container: {name: c, image: busybox, command: [true]}}
                                      conditionalBranches:
                                        - {target: repeat, expression: exitCode == 0}
                                        - {target: rest}
                                    - name: repeat
                                      templateType: Schedule
                                      deadline: 1m
                                      schedule:
                                        schedule: "@every 10s"
                                        type: PodChaos
                                        historyLimit: 1
                                        podChaos: {action: pod-kill, mode: one, selector: {}}
                                    - {name: rest, templateType: Suspend, deadline: 5s}
                                """
                                        .replace("[true]", "[\"true\"]"));
        var task = (Step.Task) workflow.entry();
        assertThat(task.branches())
                .extracting(Step.Branch::expression, branch -> branch.step().name())
                .containsExactly(tuple("exitCode == 0", "repeat"), tuple("", "rest"));
        var repeat = (Step.Repeat) task.children().getFirst();
        assertThat(repeat.schedule().child().name()).isEqualTo("repeat");
        assertThat(workflow.timeline())
                .as("the deadline of a task counts for what is below it too")
                .extracting(Span::latestEnd)
                .containsExactly(
                        Optional.of(Duration.ofSeconds(20)),
                        Optional.of(Duration.ofSeconds(20)),
                        Optional.of(Duration.ofSeconds(20)));
    }
}
