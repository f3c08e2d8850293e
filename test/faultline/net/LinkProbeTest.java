package faultline.net;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.chaos.Fault;
import faultline.chaos.Link;
import faultline.chaos.Manifest;
import faultline.local.LinkProber;
import faultline.platform.LinkProbe;
import faultline.platform.LinkProbe.Found;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the probes of links see, over two namespaces and the switch between them. */
@Timeout(120)
class LinkProbeTest {

    private static final List<PodSpec> PODS =
            List.of(
                    new PodSpec("a", Component.KAFKA, 0, Map.of("app", "a")),
                    new PodSpec("b", Component.KAFKA, 1, Map.of("app", "b")));

    private RealNetwork real;
    private SwitchNetwork network;

    @BeforeEach
    void open() {
        real = new RealNetwork(3);
        network = new SwitchNetwork(real.network, Limits.DEFAULT);
    }

    @AfterEach
    void close() {
        if (real != null) real.close();
    }

    @Test
    void aLossIsSeenInItsDirectionAndNowhereElse() throws Exception {
        var fault = inject("action: loss, loss: {loss: '10'}");
        var there = probe(fault, "a", "b");
        // Five deviations of a binomial: √(n · 0.1 · 0.9).
        assertThat(Math.abs(there.lost() - 0.1 * there.sent()))
                .isLessThan(5 * Math.sqrt(there.sent() * 0.09));
        assertThat(probe(fault, "b", "a").lost()).isZero();
        network.mend("f");
        assertThat(probe(fault, "a", "b").lost()).isZero();
    }

    @Test
    void corruptedDatagramsAreCountedApartFromLostOnes() throws Exception {
        var fault = inject("action: netem, loss: {loss: '10'}, corrupt: {corrupt: '20'}");
        var found = probe(fault, "a", "b");
        var sent = found.sent();
        assertThat(found.lost()).isBetween(sent / 40, sent / 5);
        assertThat(found.corrupted()).isBetween(sent / 12, sent / 3);
        assertThat(found.duplicated() + found.overtaking()).isZero();
        assertThat(found.bytesPerSecond()).isEmpty();
    }

    @Test
    void duplicatesAreCounted() throws Exception {
        var found = probe(inject("action: duplicate, duplicate: {duplicate: '30'}"), "a", "b");
        assertThat(found.duplicated()).isBetween(found.sent() / 6, found.sent() / 2);
        assertThat(found.lost() + found.corrupted()).isZero();
    }

    @Test
    void packetsThatOvertakeAreSeen() throws Exception {
        // A gap of 0 is one of 1 to tc, so that any packet may overtake.
        for (var gap : List.of(0, 5)) {
            var fault =
                    inject(
                            "action: delay, delay: {latency: 100ms, reorder: {reorder: '50', gap:"
                                    + " %d}}".formatted(gap));
            assertThat(probe(fault, "a", "b").overtaking()).isGreaterThan(10);
            network.mend("f");
        }
    }

    @Test
    void aRateIsNeverSeenToBePassedAndAFreeLinkIsFaster() throws Exception {
        for (var spec :
                List.of(
                        "action: bandwidth, bandwidth: {rate: 8mbit, limit: 200000, buffer: 20000}",
                        "action: netem, rate: {rate: 8mbit}")) {
            var fault = inject(spec);
            var during = probe(fault, "a", "b").bytesPerSecond().orElseThrow();
            network.mend("f");
            // However late the clock is read, that much cannot have come through.
            assertThat(during).as(spec).isBetween(1000.0, 1_050_000.0);
            var free = 0.0;
            for (var tries = 0; tries < 20 && free < 2_000_000; tries++)
                free = probe(fault, "a", "b").bytesPerSecond().orElseThrow();
            assertThat(free).as(spec).isGreaterThan(2_000_000);
        }
    }

    @Test
    void theLinksThatAreProbedShowEveryPodFirst() {
        var links =
                List.of("a", "b", "c", "d", "e").stream()
                        .flatMap(from -> Stream.of("x", "y", "z").map(to -> new Link(from, to)))
                        .toList();
        var chosen = new LinkProbe(200, 0, 0, Duration.ZERO).choose(links);
        assertThat(chosen).hasSize(LinkProbe.MOST_LINKS).doesNotHaveDuplicates();
        assertThat(chosen).extracting(Link::from).contains("a", "b", "c", "d", "e");
        assertThat(chosen).extracting(Link::to).contains("x", "y", "z");
        assertThat(new LinkProbe(200, 50, 0, Duration.ZERO).choose(links)).hasSize(4);
    }

    private Fault inject(String fields) {
        var fault =
                Manifest.parse(
                                "f.yaml",
                                """
                                apiVersion: chaos-mesh.org/v1alpha1
                                kind: NetworkChaos
                                metadata: {name: f}
                                spec: {%s, mode: all, duration: 60s,
                                  selector: {labelSelectors: {app: a}}, direction: to,
                                  target: {mode: all, selector: {labelSelectors: {app: b}}}}
                                """
                                        .formatted(fields))
                        .resolve(PODS, 1);
        network.impair(fault, PODS);
        return fault;
    }

    private Found probe(Fault fault, String from, String to) throws Exception {
        return LinkProber.probe(network, from, to, LinkProbe.of(fault).orElseThrow());
    }
}
