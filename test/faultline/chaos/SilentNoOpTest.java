package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.stack.Stack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where Chaos Mesh does nothing, or something else, and says that all is well: here each of them is
 * refused or said, and what was written keeps its meaning.
 */
class SilentNoOpTest {

    private static List<String> caveats(String fields) {
        return Networks.network(fields).caveats(Pods.PODS);
    }

    private static Netem.Delay delay(String fields) {
        return ((NetworkChaos) Networks.network(fields).injection()).netem().delay().orElseThrow();
    }

    @Test
    void aSelectorThatMatchesNothingIsRefused() {
        var nobody = Networks.network("action: partition", "labelSelectors: {app: mysql}");
        assertThatThrownBy(() -> nobody.resolve(Pods.PODS, 1)).isInstanceOf(BadInput.class);
    }

    @Test
    void aRandomShareThatComesToNoPodIsSaidBeforeAndRefusedThen() {
        var manifest =
                Networks.fault(
                        "NetworkChaos",
                        "action: partition, value: \"1\"",
                        "random-max-percent",
                        "labelSelectors: {app: kafka}");
        assertThat(manifest.caveats(Pods.PODS)).anyMatch(c -> c.contains("no pod once in 2 times"));
        var seeds = LongStream.range(0, 40).boxed().toList();
        assertThat(seeds)
                .anySatisfy(seed ->
                        assertThatThrownBy(() -> manifest.resolve(Pods.PODS, seed))
                                .hasMessageStartingWith(
                                        "f.yaml: spec.mode: found random-max-percent, which comes"
                                                + " to 0"));
        assertThat(seeds)
                .anySatisfy(seed ->
                        assertThat(manifest.resolve(Pods.PODS, seed).targets()).isNotEmpty());
    }

    /** network-partition-example.yaml of Chaos Mesh has this shape. */
    @Test
    void theSamePodAtBothEndsIsSaidBeforeAndRefusedThen() {
        var manifest =
                Networks.fault(
                        "NetworkChaos",
                        "action: partition, direction: both, target: {mode: one, selector:"
                                + " {labelSelectors: {app: kafka}}}",
                        "one",
                        "labelSelectors: {app: kafka}");
        assertThat(manifest.caveats(Pods.PODS))
                .anyMatch(
                        c -> c.startsWith("spec.target may draw the pod that spec.selector draws"));
        int refused = 0;
        for (long seed = 0; seed < 60; seed++)
            try {
                var fault = manifest.resolve(Pods.PODS, seed);
                assertThat(fault.targets()).isNotEqualTo(fault.targetPods());
                assertThat(fault.links(Pods.PODS)).hasSize(2);
            } catch (BadInput e) {
                assertThat(e)
                        .hasMessageMatching(
                                "f.yaml: spec.target: found only kafka-\\d at both ends with seed"
                                        + " .*");
                refused++;
            }
        assertThat(refused).as("of 60 draws of two of three").isBetween(8, 35);
    }

    @Test
    void anOnlyPodHasNoLinkToBeCut() {
        var alone = new Stack(1, 1, 1, 1, 1).pods().subList(0, 1);
        assertThatThrownBy(() -> Networks.network("action: partition", "").resolve(alone, 1))
                .hasMessageStartingWith("f.yaml: spec.selector: found only kafka-0 at both ends");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0.5ms, 500000", "0.9s, 900000000", "0.25ms, 250000", "05ms, 5000000"})
    void aDecimalBelowOneThatChaosMeshDropsIsSaidAndKept(String latency, long nanos) {
        var fields = "action: delay, delay: {latency: %s}".formatted(latency);
        assertThat(caveats(fields))
                .anyMatch(
                        c -> c.contains("\"" + latency + "\" is dropped in silence by Chaos Mesh"));
        assertThat(delay(fields).latency()).isEqualTo(Duration.ofNanos(nanos));

        var jitter = "action: delay, delay: {latency: 10ms, jitter: %s}".formatted(latency);
        assertThat(caveats(jitter)).anyMatch(c -> c.startsWith("spec.delay.jitter \""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500us", "900ms", "1.5ms", "1s", "2.25s"})
    void aLatencyThatChaosMeshTakesIsNotComplainedAbout(String latency) {
        assertThat(caveats("action: delay, delay: {latency: %s}".formatted(latency)))
                .noneMatch(c -> c.contains("dropped in silence") || c.contains("refused by tc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ns", "1m", "1h"})
    void aUnitThatTcDoesNotKnowIsSaid(String latency) {
        assertThat(caveats("action: delay, delay: {latency: %s}".formatted(latency)))
                .anyMatch(c -> c.contains("is refused by tc on Kubernetes"));
    }

    @Test
    void aQueueThatTurnsDelayIntoLossIsSaid() {
        assertThat(caveats("action: delay, delay: {latency: 100ms}"))
                .singleElement()
                .asString()
                .contains("at most about 10000 packets/s");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    action: delay, delay: {latency: 0ms}                             | spec.delay.latency is 0
                    action: delay, delay: {latency: 5ms, correlation: "25"}          | spec.delay.correlation counts for nothing
                    action: delay, delay: {latency: 5ms, reorder: {reorder: "0", gap: 1}} | spec.delay.reorder.reorder is 0
                    action: loss, loss: {loss: "0"}                                  | spec.loss.loss is 0
                    action: duplicate, duplicate: {duplicate: "0"}                   | spec.duplicate.duplicate is 0
                    action: corrupt, corrupt: {corrupt: "0.0"}                       | spec.corrupt.corrupt is 0
                    action: delay, loss: {loss: "5"}                                 | spec.action is delay and there is no such block
                    action: loss, loss: {loss: "5"}                                  | spec.loss: on Kubernetes
                    action: loss, loss: {loss: "5"}, device: eth1                    | spec.device means something on Kubernetes only
                    action: loss, loss: {loss: "5"}, targetDevice: eth0              | spec.targetDevice is ignored
                    action: loss, loss: {loss: "5"}, externalTargets: [example.com]  | spec.externalTargets: on Kubernetes names
                    action: bandwidth, bandwidth: {rate: 1mbit, limit: 9000, buffer: 1499} | spec.bandwidth.buffer: a full packet
                    action: bandwidth, bandwidth: {rate: 1mbit, limit: 9000, buffer: 1500, peakrate: 5} | spec.bandwidth.peakrate is ignored
                    """)
    void whatCountsForNothingIsSaid(String fields, String start) {
        assertThat(caveats(fields)).anyMatch(c -> c.startsWith(start));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    action: netem                                                        | spec.delay
                    action: loss                                                         | spec.loss
                    action: loss, loss: {loss: "150"}                                    | spec.loss.loss
                    action: delay, delay: {latency: 0ms, jitter: 5ms}                    | spec.delay.latency
                    action: delay, delay: {latency: 0ms, reorder: {reorder: "5", gap: 1}} | spec.delay.latency
                    action: delay, delay: {latency: 5ms}, bandwidth: {rate: 1mbit, limit: 9, buffer: 9} | spec.bandwidth
                    action: bandwidth, bandwidth: {rate: 1mbit, limit: 9, buffer: 9}, loss: {loss: "5"} | spec.loss
                    action: partition, loss: {loss: "5"}                                 | spec.loss
                    """)
    void whatWouldBeLeftOutInSilenceIsRefused(String fields, String path) {
        assertThatThrownBy(() -> Networks.network(fields))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("f.yaml: " + path + ": found ");
    }

    @Test
    void stressngStressorsAloneAreRefusedAndBesideOthersSaid() {
        assertThatThrownBy(() -> Networks.stress("stressngStressors: --cpu 1"))
                .hasMessageContaining("spec.stressors: found nothing; allowed: cpu or memory")
                .hasMessageContaining("never sends stressngStressors");
        assertThat(
                        Networks.stress("stressngStressors: --vm 1, stressors: {cpu: {workers: 1}}")
                                .caveats(Pods.PODS))
                .containsExactly(
                        "spec.stressngStressors is ignored: Chaos Mesh 2.8 reads it and never sends"
                                + " it.");
    }

    @Test
    void stressorsWithoutAnyAreRefused() {
        assertThatThrownBy(() -> Networks.stress("stressors: {}"))
                .hasMessage(
                        "f.yaml: spec.stressors: found an empty mapping; allowed: cpu, memory or"
                                + " both");
        assertThatThrownBy(() -> Networks.stress("containerNames: [kafka]"))
                .hasMessageStartingWith("f.yaml: spec.stressors: found nothing");
    }

    @Test
    void whatAStressDoesOtherwiseThanItReadsIsSaid() {
        assertThat(
                        Networks.stress(
                                        "stressors: {cpu: {workers: 1, load: 0, options: [-q]},"
                                                + " memory: {workers: 1, size: 1MiB}}")
                                .caveats(Pods.PODS))
                .containsExactly(
                        "spec.stressors.cpu.load is 0: the workers idle.",
                        "spec.stressors.cpu.options are for stress-ng: only Kubernetes has it.",
                        "spec.stressors.memory.size: Chaos Mesh reads 1MiB in steps of 1000, the"
                                + " kit in steps of 1024.");
    }

    @Test
    void aShiftedClockThatKubectlDoesNotShowIsSaid() {
        assertThat(Networks.fault("TimeChaos", "timeOffset: 10m", "all", "").caveats(Pods.PODS))
                .anyMatch(c -> c.contains("kubectl exec shows the true time"));
    }

    @Test
    void aScheduleWithoutAHistorySaysThatItsEvidenceIsDeleted() {
        assertThat(Document.parse("s", Flows.SCHEDULE).caveats(Pods.PODS)).isEmpty();
        assertThat(
                        Document.parse(
                                        "s",
                                        Flows.mutated(Flows.SCHEDULE, "  historyLimit: 5\n", ""))
                                .caveats(Pods.PODS))
                .singleElement()
                .asString()
                .startsWith("spec.historyLimit is missing: Chaos Mesh then deletes");
    }

    @Test
    void aWorkflowSaysWhatChaosInjectedIsWorth() {
        assertThat(Document.parse("w", Flows.WORKFLOW).caveats(Pods.PODS))
                .anyMatch(c -> c.startsWith("The condition ChaosInjected of a workflow only says"));
    }
}
