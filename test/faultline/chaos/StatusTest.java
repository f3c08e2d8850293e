package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import static java.util.Map.entry;

import faultline.chaos.ContainerRecord.Phase;
import faultline.chaos.Status.DesiredPhase;
import faultline.plan.Yaml;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class StatusTest {

    private static final Instant WHEN = Instant.parse("2026-06-09T20:00:01.250Z");

    /** What may be done to a target, from which phase into which; Run or Stop where it matters. */
    private enum Step {
        APPLYING(Phase.NOT_INJECTED, Phase.NOT_INJECTED_WAIT, DesiredPhase.RUN),
        APPLIED(Phase.NOT_INJECTED_WAIT, Phase.INJECTED, null),
        APPLY_FAILED(Phase.NOT_INJECTED_WAIT, Phase.NOT_INJECTED, null),
        RECOVERING(Phase.INJECTED, Phase.INJECTED_WAIT, DesiredPhase.STOP),
        RECOVERED(Phase.INJECTED_WAIT, Phase.NOT_INJECTED, null),
        RECOVER_FAILED(Phase.INJECTED_WAIT, Phase.INJECTED, null);

        private final Phase from;
        private final Phase to;
        private final DesiredPhase wanted;

        Step(Phase from, Phase to, DesiredPhase wanted) {
            this.from = from;
            this.to = to;
            this.wanted = wanted;
        }

        Status on(Status status, String pod) {
            return switch (this) {
                case APPLYING -> status.applying(pod);
                case APPLIED -> status.applied(pod, WHEN);
                case APPLY_FAILED -> status.applyFailed(pod, WHEN, "refused");
                case RECOVERING -> status.recovering(pod);
                case RECOVERED -> status.recovered(pod, WHEN);
                case RECOVER_FAILED -> status.recoverFailed(pod, WHEN, "refused");
            };
        }
    }

    private static final Status NEW =
            Status.of(
                    Pods.killAll("{pods: {faultline: [kafka-0, kafka-1]}}").resolve(Pods.PODS, 1));

    private static final List<String> TARGETS = List.of("kafka-0", "kafka-1");

    @Property(tries = 300)
    void targetsGoRoundTheCycleAndNoStepIsSkipped(
            @ForAll @Size(max = 40) List<Step> steps,
            @ForAll @Size(40) List<Boolean> onSecond,
            @ForAll @Size(40) List<Boolean> stop) {
        var status = NEW;
        var phases =
                new HashMap<>(Map.of("kafka-0", Phase.NOT_INJECTED, "kafka-1", Phase.NOT_INJECTED));
        for (int i = 0; i < steps.size(); i++) {
            if (stop.get(i)) status = status.stopped();
            var step = steps.get(i);
            var pod = TARGETS.get(onSecond.get(i) ? 1 : 0);
            var before = status;
            if (phases.get(pod) == step.from
                    && (step.wanted == null || step.wanted == status.desiredPhase())) {
                status = step.on(status, pod);
                phases.put(pod, step.to);
            } else
                assertThatThrownBy(() -> step.on(before, pod))
                        .isInstanceOf(IllegalStateException.class);
            check(status, phases);
        }
    }

    private static void check(Status status, Map<String, Phase> phases) {
        var conditions = status.conditions();
        for (int i = 0; i < TARGETS.size(); i++) {
            var record = status.records().get(i);
            assertThat(record.phase()).isEqualTo(phases.get(TARGETS.get(i)));
            var isOn = record.phase() == Phase.INJECTED || record.phase() == Phase.INJECTED_WAIT;
            assertThat(record.injectedCount() - record.recoveredCount()).isEqualTo(isOn ? 1 : 0);
        }
        assertThat(conditions)
                .isEqualTo(
                        Map.of(
                                "Selected",
                                true,
                                "AllInjected",
                                only(phases, Phase.INJECTED),
                                "AllRecovered",
                                only(phases, Phase.NOT_INJECTED),
                                "Paused",
                                false));
        assertThat(status.isInjected()).isEqualTo(only(phases, Phase.INJECTED));
        assertThat(status.isRecovered())
                .isEqualTo(
                        only(phases, Phase.NOT_INJECTED)
                                && status.desiredPhase() == DesiredPhase.STOP
                                && status.records().stream().allMatch(r -> r.injectedCount() > 0));
    }

    private static boolean only(Map<String, Phase> phases, Phase phase) {
        return phases.values().stream().allMatch(phase::equals);
    }

    @Test
    void allRecoveredAloneIsNotBelieved() {
        assertThat(NEW.conditions()).containsEntry("AllRecovered", true);
        assertThat(NEW.isRecovered()).as("before the first injection").isFalse();
        assertThat(NEW.stopped().isRecovered()).as("stopped before it began").isFalse();

        var failed =
                NEW.applying("kafka-0")
                        .applyFailed("kafka-0", WHEN, "no such process")
                        .applying("kafka-1")
                        .applyFailed("kafka-1", WHEN, "no such process")
                        .stopped();
        assertThat(failed.conditions()).containsEntry("AllRecovered", true);
        assertThat(failed.isRecovered()).as("every injection failed").isFalse();
        assertThat(failed.isInjected()).isFalse();
    }

    @Test
    void aOneShotFaultIsFinishedWhenItIsInjectedAndATimedOneWhenItIsRecovered() {
        var injected =
                NEW.applying("kafka-0")
                        .applied("kafka-0", WHEN)
                        .applying("kafka-1")
                        .applied("kafka-1", WHEN);
        assertThat(injected.isFinished(true)).isTrue();
        assertThat(injected.isFinished(false)).isFalse();

        var recovered =
                injected.stopped()
                        .recovering("kafka-0")
                        .recovered("kafka-0", WHEN)
                        .recovering("kafka-1")
                        .recovered("kafka-1", WHEN);
        assertThat(recovered.isFinished(false)).isTrue();
        assertThat(new Status(DesiredPhase.RUN, recovered.records()).isRecovered())
                .as("still wanted: it will be injected again")
                .isFalse();
    }

    @Test
    void anEmptyStatusIsNeitherSelectedNorInjectedNorRecovered() {
        var empty = new Status(DesiredPhase.STOP, List.of());
        assertThat(empty.conditions())
                .containsOnly(
                        entry("Selected", false),
                        entry("AllInjected", false),
                        entry("AllRecovered", false),
                        entry("Paused", false));
        assertThat(empty.isInjected() || empty.isRecovered()).isFalse();
    }

    @Test
    void theJsonIsThatOfChaosMesh() {
        var status =
                NEW.applying("kafka-0")
                        .applied("kafka-0", WHEN)
                        .applying("kafka-1")
                        .applyFailed("kafka-1", WHEN, "it is not running");
        assertThat(Yaml.json(status.toMap()))
                .isEqualTo(
                        """
                        {"conditions":[
                        {"type":"Selected","status":"True","reason":""},
                        {"type":"AllInjected","status":"False","reason":""},
                        {"type":"AllRecovered","status":"False","reason":""},
                        {"type":"Paused","status":"False","reason":""}],
                        "experiment":{"desiredPhase":"Run","containerRecords":[
                        {"id":"faultline/kafka-0","selectorKey":".","phase":"Injected",
                        "injectedCount":1,"recoveredCount":0,"events":[
                        {"type":"Succeeded","operation":"Apply","message":"",
                        "timestamp":"2026-06-09T20:00:01.250Z"}]},
                        {"id":"faultline/kafka-1","selectorKey":".","phase":"Not Injected",
                        "injectedCount":0,"recoveredCount":0,"events":[
                        {"type":"Failed","operation":"Apply","message":"it is not running",
                        "timestamp":"2026-06-09T20:00:01.250Z"}]}]}}
                        """
                                .replace("\n", ""));
    }

    @Test
    void aContainersRecordNamesTheContainer() {
        var fault =
                Manifest.parse(
                                "c.yaml",
                                """
                                apiVersion: chaos-mesh.org/v1alpha1
                                kind: PodChaos
                                metadata: {name: c}
                                spec:
                                  action: container-kill
                                  mode: all
                                  containerNames: [kafka, mariadb]
                                  selector: {pods: {faultline: [kafka-0, mariadb-1]}}
                                """)
                        .resolve(Pods.PODS, 1);
        assertThat(Status.of(fault).applying("mariadb-1").records())
                .extracting(ContainerRecord::id, ContainerRecord::phase)
                .containsExactly(
                        tuple("faultline/kafka-0/kafka", Phase.NOT_INJECTED),
                        tuple("faultline/mariadb-1/mariadb", Phase.NOT_INJECTED_WAIT));
    }

    @Test
    void theOtherEndOfANetworkChaosHasRecordsOfItsOwn() {
        var fault =
                Networks.network(
                                "action: partition, direction: both, target: {mode: all, selector:"
                                        + " {pods: {faultline: [kafka-0, kafka-1]}}}",
                                "pods: {faultline: [kafka-0]}")
                        .resolve(Pods.PODS, 1);
        var status = Status.of(fault);
        assertThat(status.records())
                .extracting(ContainerRecord::id, ContainerRecord::selectorKey)
                .containsExactly(
                        tuple("faultline/kafka-0", "."),
                        tuple("faultline/kafka-0", ".Target"),
                        tuple("faultline/kafka-1", ".Target"));

        for (var pod : fault.targets()) status = status.applying(pod).applied(pod, WHEN);
        assertThat(status.isInjected()).as("one end is not enough").isFalse();
        for (var pod : List.of("kafka-1")) status = status.applying(pod).applied(pod, WHEN);
        assertThat(status.isInjected()).isTrue();
        assertThat(fault.recordedPods()).containsExactly("kafka-0", "kafka-1");
    }

    @Test
    void onlyTheLastHundredEventsAreKept() {
        var status = NEW;
        for (int i = 0; i < 150; i++)
            status = status.applying("kafka-0").applyFailed("kafka-0", WHEN, "try " + i);
        assertThat(status.records().getFirst().events())
                .hasSize(100)
                .first()
                .extracting(ContainerRecord.Event::message)
                .isEqualTo("try 50");
    }

    @Test
    void aPodThatIsNoTargetIsRefused() {
        assertThatThrownBy(() -> NEW.applying("kafka-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka-2");
    }
}
