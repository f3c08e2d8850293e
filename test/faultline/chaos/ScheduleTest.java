package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

class ScheduleTest {

    private static Schedule read(String from, String to) {
        return (Schedule) Document.parse("s.yaml", Flows.mutated(Flows.SCHEDULE, from, to));
    }

    @Test
    void aScheduleKnowsItsTicksAndTheFaultOfEach() {
        var schedule = (Schedule) Document.parse("s.yaml", Flows.SCHEDULE);

        assertThat(schedule.next(Instant.EPOCH, 2))
                .containsExactly(Instant.ofEpochSecond(60), Instant.ofEpochSecond(120));
        assertThat(schedule.allowConcurrent()).isFalse();
        assertThat(schedule.historyLimit()).contains(5L);
        assertThat(schedule.startingDeadline()).contains(Duration.ofSeconds(30));

        var fault = ((Manifest) schedule.child()).resolve(Pods.PODS, 1);
        assertThat(fault.targets()).hasSize(1).allMatch(pod -> pod.startsWith("kafka-"));
        assertThat(fault.duration()).contains(Duration.ofSeconds(5));
        assertThat(fault.manifest())
                .containsEntry("kind", "PodChaos")
                .containsEntry(
                        "metadata", Map.of("name", "every-minute", "namespace", "faultline"));
        assertThat(fault.injection())
                .isEqualTo(new PodChaos(PodAction.POD_FAILURE, 0, java.util.List.of()));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    type: PodChaos | type: podChaos | spec.type
                    type: PodChaos | type: NetworkChaos | spec.podChaos
                    type: PodChaos | type: Schedule | spec.type
                    type: PodChaos | type: StatusCheck | spec.type
                    `  type: PodChaos` | `  type: PodChaos\n  networkChaos: {}` | spec.networkChaos.selector
                    podChaos: | podchaos: | spec.podchaos
                    action: pod-failure | action: pod-slow | spec.podChaos.action
                    duration: 5s | duration: 5 | spec.podChaos.duration
                    `    duration: 5s\n` | `` | spec.podChaos.duration
                    {app: kafka} | {app: 1} | spec.podChaos.selector.labelSelectors.app
                    policy: Forbid | policy: Replace | spec.concurrencyPolicy
                    historyLimit: 5 | historyLimit: 0 | spec.historyLimit
                    startingDeadlineSeconds: 30 | startingDeadlineSeconds: 0 | spec.startingDeadlineSeconds
                    schedule: "* * * * *" | schedule: 5 | spec.schedule
                    name: every-minute | name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | metadata.name
                    """)
    void oneWrongThingIsRefusedWithItsPath(String from, String to, String path) {
        var key = from.equals("policy: Forbid") ? "concurrencyPolicy: Forbid" : from;
        var value = to.equals("policy: Replace") ? "concurrencyPolicy: Replace" : to;
        assertThatThrownBy(() -> read(key, value))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("s.yaml: " + path + ": found ");
    }

    @Test
    void eachTickHasAFaultOfItsOwnNameAndDraw() {
        var schedule = (Schedule) Document.parse("s.yaml", Flows.SCHEDULE);
        var faults =
                IntStream.rangeClosed(1, 20)
                        .mapToObj(tick -> ((Manifest) schedule.child(tick)).resolve(Pods.PODS, 1))
                        .toList();
        assertThat(faults.getFirst().name()).isEqualTo("every-minute-00001");
        assertThat(faults.getFirst().manifest())
                .extractingByKey("metadata")
                .isEqualTo(Map.of("name", "every-minute-00001", "namespace", "faultline"));
        assertThat(faults).extracting(Fault::name).doesNotHaveDuplicates();
        assertThat(faults.stream().map(Fault::targets).distinct()).hasSize(3);
    }

    @Test
    void anUnusedEmbeddedFaultIsRefusedEvenWhereItIsValid() {
        var other = "type: PodChaos\n  timeChaos: {timeOffset: 5m, mode: one, selector: {}}";
        assertThatThrownBy(() -> read("type: PodChaos", other))
                .hasMessageStartingWith(
                        "s.yaml: spec.timeChaos: found a mapping; allowed: none with");
    }

    @Test
    void fiftySevenCharactersAndAnEmptyDeadlineAreTaken() {
        assertThat(read("every-minute", "a".repeat(57)).name()).hasSize(57);
        assertThat(
                        read("startingDeadlineSeconds: 30", "startingDeadlineSeconds: null")
                                .startingDeadline())
                .isEmpty();
    }

    @Test
    void whatIsWrongWithTheTargetsIsSaidWithThePathInsideTheSchedule() {
        var nobody = (Manifest) read("app: kafka", "app: mysql").child();
        assertThatThrownBy(() -> nobody.resolve(Pods.PODS, 1))
                .hasMessageStartingWith(
                        "s.yaml: spec.podChaos.selector: found no pod that matches");
        var ignored = read("mode: one", "mode: one\n    value: \"2\"");
        assertThat(ignored.caveats(Pods.PODS))
                .containsExactly("spec.podChaos.value is ignored: mode one needs none.");
    }

    @Test
    void aWorkflowCanBeScheduledAndAFaultOnAMachineToo() {
        var workflow =
                Flows.WORKFLOW
                        .substring(Flows.WORKFLOW.indexOf("  entry"))
                        .replaceAll("(?m)^", "  ");
        var scheduled =
                Flows.SCHEDULE
                                .substring(0, Flows.SCHEDULE.indexOf("  podChaos"))
                                .replace("type: PodChaos", "type: Workflow")
                        + "  workflow:\n"
                        + workflow;
        var schedule = (Schedule) Document.parse("s.yaml", scheduled);
        assertThat(schedule.child()).isInstanceOf(Workflow.class);
        assertThatThrownBy(() ->
                        Document.parse("s.yaml", scheduled.replace("[kill, check]", "[kill, me]")))
                .hasMessageStartingWith(
                        "s.yaml: spec.workflow.templates[3].children[1]: found \"me\"");

        var machine =
                Flows.SCHEDULE
                                .substring(0, Flows.SCHEDULE.indexOf("  podChaos"))
                                .replace("type: PodChaos", "type: GCPChaos")
                        + "  gcpChaos: {action: node-stop, project: p, zone: z, instance: i,"
                        + " duration: 1m}\n";
        assertThat(((Schedule) Document.parse("s.yaml", machine)).child())
                .isInstanceOf(MachineFault.class);
    }
}
