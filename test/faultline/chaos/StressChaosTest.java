package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.StressChaos.Cpu;
import faultline.chaos.StressChaos.Memory;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

class StressChaosTest {

    private static StressChaos read(String fields) {
        return (StressChaos) Networks.stress(fields).injection();
    }

    @Test
    void bothStressorsAreReadWithTheirUnitsResolved() {
        var both =
                read(
                        "stressors: {cpu: {workers: 2, load: 80}, memory: {workers: 3, size: 256MB,"
                                + " oomScoreAdj: -1000}}");
        assertThat(both.cpu()).contains(new Cpu(2, 80, List.of()));
        assertThat(both.memory())
                .contains(
                        new Memory(
                                3,
                                OptionalLong.of(256_000_000),
                                OptionalInt.empty(),
                                -1000,
                                List.of()));
        assertThat(both.actionName()).isEqualTo("cpu+memory");
        assertThat(both.oneShot()).isFalse();
    }

    @Test
    void withoutALoadAWorkerTakesAWholeCoreAndWithoutASizeAllTheMemory() {
        assertThat(read("stressors: {cpu: {workers: 1}}").cpu())
                .contains(new Cpu(1, 100, List.of()));
        var memory = read("stressors: {memory: {workers: 1}}").memory().orElseThrow();
        assertThat(memory.bytes()).isEmpty();
        assertThat(memory.percent()).isEmpty();
    }

    @Test
    void aSizeCanBeAShareOfWhatTheContainerMayUse() {
        var memory = read("stressors: {memory: {workers: 1, size: 25%}}").memory().orElseThrow();
        assertThat(memory.percent()).hasValue(25);
        assertThat(memory.bytes()).isEmpty();
    }

    @Test
    void itsRecordsNameContainersTheFirstWhereNoneIsNamed() {
        for (var containers : List.of("", ", containerNames: [kafka]"))
            assertThat(read("stressors: {cpu: {workers: 1}}" + containers).recordIds("kafka-0"))
                    .containsExactly("faultline/kafka-0/kafka");
        var wrong = Networks.stress("stressors: {cpu: {workers: 1}}, containerNames: [broker]");
        assertThatThrownBy(() -> wrong.resolve(Pods.PODS, 1))
                .hasMessage(
                        "f.yaml: spec.containerNames[0]: found \"broker\"; allowed: the containers"
                                + " of the selected pods: kafka");
    }
}
