package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.check.Effect.Proof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What datagrams and transfers over a link prove of a fault on it. */
class LinkEffectTest {

    private static final String LOSS = "action: loss, loss: {loss: '10'}";
    private static final String RATE = "action: netem, rate: {rate: 8mbit}";

    /** As Chaos Mesh reports a fault that it has injected everywhere. */
    private static final Map<String, Object> INJECTED =
            Map.of(
                    "conditions",
                    List.of(Map.of("type", "AllInjected", "status", "True")),
                    "experiment",
                    Map.of("desiredPhase", "Run"));

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        // of 1000 datagrams 100 are to be lost; five deviations are 47
        "0, 100, CONFIRMED",
        "0, 60, CONFIRMED",
        "0, 140, CONFIRMED",
        "0, 30, MISMATCH",
        "0, 0, MISMATCH",
        "0, 300, MISMATCH",
        // what is lost without the fault is not its effect
        "100, 100, INCONCLUSIVE",
        "100, 300, INCONCLUSIVE"
    })
    void lossIsHeldAgainstTheLawOfTheManifest(int before, int during, Proof proof) {
        assertThat(probed(LOSS, "lost", before, during).effect().proof()).isEqualTo(proof);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    action: duplicate, duplicate: {duplicate: '20'} | duplicated | 200
                    action: corrupt, corrupt: {corrupt: '20'} | corrupted | 200
                    action: delay, delay: {latency: 20ms, reorder: {reorder: '25', gap: 5}} \
                    | overtaking | 125
                    """)
    void theOtherLawsAreProvedTheSameWay(String spec, String what, int hit) {
        for (var during : new int[] {hit, 0}) {
            var link = probed(spec, what, 0, during);
            link.roundTrip("before", 0.2);
            link.roundTrip("during", 21.0);
            assertThat(link.effect().proof())
                    .isEqualTo(during > 0 ? Proof.CONFIRMED : Proof.MISMATCH);
        }
    }

    @Test
    void theReasonGivesTheFigures() {
        assertThat(probed(LOSS, "lost", 0, 104).effect().reason())
                .matches(
                        "a to b: Of 1000 datagrams before the fault 0 were lost, and of 1000 during"
                                + " it 104; 1\\d\\d ± 4\\d were to be\\.");
    }

    @Test
    void tooFewToTellIsNotAProof() {
        assertThat(probed("action: loss, loss: {loss: '0.2'}", "lost", 0, 0).effect().proof())
                .isEqualTo(Proof.INCONCLUSIVE);
        assertThat(probed("action: loss, loss: {loss: '0.2'}", "lost", 0, 2).effect().proof())
                .isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void aCorrelationMakesALossOfTenPercentMilder() {
        // Numbers crowd around a half, so that only 27 of 1000 are below a tenth.
        var spec = "action: loss, loss: {loss: '10', correlation: '25'}";
        assertThat(probed(spec, "lost", 0, 25).effect().proof()).isEqualTo(Proof.CONFIRMED);
        assertThat(probed(spec, "lost", 0, 140).effect().proof()).isEqualTo(Proof.MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
        // 1 MB/s is to be left
        "50e6, 0.98e6, CONFIRMED",
        "50e6, 0.40e6, CONFIRMED",
        "50e6, 1.30e6, INCONCLUSIVE",
        "50e6, 50e6, MISMATCH",
        "50e6, 0.01e6, INCONCLUSIVE",
        "1.2e6, 0.98e6, INCONCLUSIVE"
    })
    void aRateIsProvedByATransferThatWasFasterBefore(double before, double during, Proof proof) {
        var link = new FaultyLink(folder, RATE);
        link.datagrams("before", "sent", 0, "bytes_per_s", before);
        link.datagrams("during", "sent", 0, "bytes_per_s", during);
        assertThat(link.effect().proof()).isEqualTo(proof);
    }

    @Test
    void ofSeveralBlocksTheOneThatDidNothingCounts() {
        var link = new FaultyLink(folder, "action: netem, loss: {loss: '10'}, rate: {rate: 8mbit}");
        link.datagrams("before", "sent", 1000, "lost", 0, "bytes_per_s", 50e6);
        link.datagrams("during", "sent", 1000, "lost", 99, "bytes_per_s", 49e6);
        assertThat(link.effect().proof()).isEqualTo(Proof.MISMATCH);
        assertThat(link.effect().reason())
                .contains("99; ")
                .contains("ran at 50.000 MB/s before the fault and at 49.000 MB/s during it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NetworkChaos | action: loss, loss: {loss: '10'}
                    NetworkChaos | action: delay, delay: {latency: 20ms}
                    StressChaos  | stressors: {cpu: {workers: 1}}
                    TimeChaos    | timeOffset: 5m
                    IOChaos      | action: latency, delay: 10ms, volumePath: /data
                    """)
    void onAClusterWhatChaosMeshSaysOfAFaultIsNoProofOfIt(String kind, String spec) {
        var fault = new FaultyLink(folder, kind, spec, Map.of("platform", "kubernetes"));
        fault.run.event(15.2, "fault", "fault", "f", "status", "applied", "chaos", INJECTED);
        fault.run.event(25.3, "evidence", "fault", "f", "status", INJECTED);
        var verdict = fault.verdict();
        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons())
                .contains(
                        "f: INCONCLUSIVE on a cluster nothing shows what a %s does to a, whatever Chaos Mesh says."
                                .formatted(kind));
    }

    @Test
    void whatWasSeenWhenTheFaultHadEndedIsNotHeldAgainstIt() {
        var link = new FaultyLink(folder, LOSS);
        link.datagrams("before", "sent", 1000, "lost", 0);
        link.datagrams("too late", "sent", 1000, "lost", 0);
        assertThat(link.effect().proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void onlyARunWhoseFaultDidWhatItSaysPasses() {
        assertThat(probed(LOSS, "lost", 0, 100).verdict().outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, MISMATCH", "100, 100, INCONCLUSIVE"})
    void aRunWhoseFaultDidNothingNeverPasses(int before, int during, String proof) {
        var verdict = probed(LOSS, "lost", before, during).verdict();
        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.contains("f: " + proof));
    }

    private FaultyLink probed(String spec, String what, int before, int during) {
        var link = new FaultyLink(folder, spec);
        link.datagrams("before", "sent", 1000, what, before);
        link.datagrams("during", "sent", 1000, what, during);
        return link;
    }
}
