package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.check.Effect.Proof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/** The zero point of a sweep over a parameter: a fault on links that asks for nothing. */
class ZeroEffectTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    action: delay, delay: {latency: 0ms}                           | CONFIRMED
                    action: delay, delay: {latency: 0s, jitter: 0ms}               | CONFIRMED
                    action: loss, loss: {loss: "0", correlation: "25"}             | CONFIRMED
                    action: netem, delay: {latency: 0ms}, corrupt: {corrupt: "0.0"} | CONFIRMED
                    action: delay, delay: {latency: 20ms}                          | MISMATCH
                    action: partition                                              | MISMATCH
                    action: loss, loss: {loss: "0.5"}                              | INCONCLUSIVE
                    action: netem, delay: {latency: 0ms}, loss: {loss: "5"}        | INCONCLUSIVE
                    action: netem, delay: {latency: 0ms}, rate: {rate: 1mbit}      | INCONCLUSIVE
                    action: bandwidth, bandwidth: {rate: 1mbit, limit: 1, buffer: 1} | INCONCLUSIVE
                    """)
    void onlyAFaultThatAsksForNothingNeedsNoEffect(String spec, Proof proof) {
        assertThat(effect(spec, 0.2, 0.3).proof()).isEqualTo(proof);
    }

    @Test
    void aFaultThatAsksForNothingSaysSo() {
        assertThat(effect("action: delay, delay: {latency: 0ms}", 0.2, 0.3).reason())
                .isEqualTo(
                        "a to b: a round trip took 0.2 ms before the fault and 0.3 ms during it."
                            + " The manifest asks for nothing here, so nothing is to be proved.");
    }

    @Test
    void aLinkThatIsGoneAlthoughNothingWasAskedForProvesNothing() {
        assertThat(effect("action: delay, delay: {latency: 0ms}", 0.2, null).proof())
                .isEqualTo(Proof.INCONCLUSIVE);
        assertThat(effect("action: delay, delay: {latency: 0ms}", null, 0.2).proof())
                .isEqualTo(Proof.INCONCLUSIVE);
    }

    private Effect effect(String spec, Double before, Double during) {
        var link = new FaultyLink(folder, spec);
        link.roundTrip("before", before);
        link.roundTrip("during", during);
        return link.effect();
    }
}
