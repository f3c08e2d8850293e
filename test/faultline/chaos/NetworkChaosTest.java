package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Netem.Chance;
import faultline.chaos.Netem.Delay;
import faultline.chaos.Netem.Reorder;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

class NetworkChaosTest {

    private static final String MARIADB = "selector: {labelSelectors: {app: mariadb}}";

    private static final List<String> PODS = List.of("a", "b", "c", "d");

    private static NetworkChaos read(String fields) {
        return (NetworkChaos) Networks.network(fields).injection();
    }

    @Test
    void everyBlockIsReadWithItsUnitsResolved() {
        var spec = EveryKind.specs().get("NetworkChaos");
        var chaos =
                (NetworkChaos)
                        Manifest.parse("n", EveryKind.document("NetworkChaos", spec)).injection();

        assertThat(chaos.netem())
                .isEqualTo(
                        new Netem(
                                Optional.of(
                                        new Delay(
                                                Duration.ofMillis(20),
                                                Duration.ofMillis(5),
                                                25,
                                                Optional.of(new Reorder(5, 10, 5)))),
                                Optional.of(new Chance(1, 25)),
                                Optional.of(new Chance(0.5, 0)),
                                Optional.of(new Chance(0.1, 0)),
                                OptionalLong.of(80_000_000)));
        assertThat(chaos.action()).isEqualTo(NetworkAction.NETEM);
        assertThat(chaos.direction()).isEqualTo(Direction.BOTH);
        assertThat(chaos.target().orElseThrow().mode().rule()).isEqualTo(Mode.Rule.ALL);
    }

    @Test
    void whatIsNotWrittenHasTheDefaultsOfChaosMesh() {
        var chaos = read("action: delay, delay: {latency: 10ms}");

        assertThat(chaos.direction()).isEqualTo(Direction.TO);
        assertThat(chaos.device()).isEqualTo("eth0");
        assertThat(chaos.target()).isEmpty();
        assertThat(chaos.netem().delay())
                .contains(new Delay(Duration.ofMillis(10), Duration.ZERO, 0, Optional.empty()));
        assertThat(read("action: delay, delay: {latency: 1ms}, device: eth0@if5").device())
                .as("what follows the @ is cut")
                .isEqualTo("eth0");
    }

    @Test
    void aBandwidthIsReadWithItsBucket() {
        var chaos =
                read(
                        "action: bandwidth, bandwidth: {rate: 1mbps, limit: 20971520, buffer:"
                                + " 10000, peakrate: 5, minburst: 1500}");
        assertThat(chaos.bandwidth())
                .contains(
                        new Bandwidth(
                                8_000_000,
                                20_971_520,
                                10_000,
                                OptionalLong.of(5),
                                OptionalLong.of(1500)));
    }

    @Test
    void ofASingleActionEveryBlockThatIsThereIsMerged() {
        var chaos = read("action: delay, delay: {latency: 10ms}, loss: {loss: \"5\"}");
        assertThat(chaos.netem().delay()).isPresent();
        assertThat(chaos.netem().loss()).contains(new Chance(5, 0));
    }

    @Property(tries = 300)
    void aLatencyOfOneUnitIsExact(
            @ForAll @IntRange(min = 1, max = 9999) int number,
            @ForAll @IntRange(max = 3) int unit) {
        var units = List.of("us", "ms", "s", "m");
        var nanos = List.of(1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L);
        var delay = "{latency: %d%s}".formatted(number, units.get(unit));
        assertThat(read("action: delay, delay: " + delay).netem().delay().orElseThrow().latency())
                .isEqualTo(Duration.ofNanos(number * nanos.get(unit)));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    to   | c d | a>c a>d b>c b>d
                    from | c d | c>a d>a c>b d>b
                    both | c   | a>c c>a b>c c>b
                    both | b   | a>b b>a
                    to   | a b | a>b b>a
                    """)
    void theLinksThatAreTouchedFollowTheDirection(String direction, String targets, String links) {
        var chaos =
                read(
                        "action: partition, direction: %s, target: {mode: all, %s}"
                                .formatted(direction, MARIADB));
        assertThat(chaos.links(List.of("a", "b"), List.of(targets.split(" ")), PODS))
                .extracting(link -> link.from() + ">" + link.to())
                .containsExactlyInAnyOrder(links.split(" "));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"to, a>b a>c a>d", "from, b>a c>a d>a", "both, a>b a>c a>d b>a c>a d>a"})
    void withoutATargetAPartitionDropsEverything(String direction, String links) {
        var partition = Networks.network("action: partition, direction: " + direction);
        assertThat(((NetworkChaos) partition.injection()).links(List.of("a"), List.of(), PODS))
                .extracting(link -> link.from() + ">" + link.to())
                .containsExactlyInAnyOrder(links.split(" "));
        assertThat(partition.caveats(Pods.PODS))
                .singleElement()
                .asString()
                .startsWith("spec.target is missing: everything is dropped that the pods ");
    }

    @ParameterizedTest
    @CsvSource({"from, delay", "both, delay", "from, loss", "both, bandwidth"})
    void withoutATargetOnlyAPartitionLooksBack(String direction, String action) {
        assertThatThrownBy(() -> read("action: %s, direction: %s".formatted(action, direction)))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("f.yaml: spec.direction: found \"" + direction + "\"");
    }

    @Test
    void externalTargetsAreReadInAllTheirForms() {
        var chaos =
                read(
                        "action: partition, direction: both, externalTargets: [10.0.0.1,"
                                + " 10.0.0.0/8, example.com, 'example.com:443', '10.0.0.0/8:80']");
        assertThat(chaos.externalTargets())
                .containsExactly(
                        external("10.0.0.1", "10.0.0.1", 32, -1),
                        external("10.0.0.0/8", "10.0.0.0", 8, -1),
                        external("example.com", "example.com", -1, -1),
                        external("example.com:443", "example.com", -1, 443),
                        external("10.0.0.0/8:80", "10.0.0.0", 8, 80));
        assertThat(chaos.links(List.of("a"), List.of(), PODS))
                .hasSize(10)
                .contains(new Link("a", "example.com:443"), new Link("10.0.0.1", "a"));
    }

    private static ExternalTarget external(String written, String host, int prefix, int port) {
        return new ExternalTarget(
                written,
                host,
                prefix < 0 ? OptionalInt.empty() : OptionalInt.of(prefix),
                port < 0 ? OptionalInt.empty() : OptionalInt.of(port));
    }

    @Test
    void bothEndsAreDrawnOnTheirOwnAndWrittenIntoTheManifest() {
        var manifest =
                Networks.fault(
                        "NetworkChaos",
                        "action: delay, direction: both, delay: {latency: 10ms}, target: {mode:"
                                + " fixed, value: \"2\", "
                                + MARIADB
                                + "}",
                        "one",
                        "labelSelectors: {app: kafka}");
        var fault = manifest.resolve(Pods.PODS, 7);

        assertThat(fault.targets()).hasSize(1).allMatch(pod -> pod.startsWith("kafka-"));
        assertThat(fault.targetPods()).hasSize(2).allMatch(pod -> pod.startsWith("mariadb-"));
        assertThat(new Fields("f", "", fault.manifest()).child("spec").child("target").values())
                .isEqualTo(
                        Map.of(
                                "mode",
                                "all",
                                "selector",
                                Map.of("pods", Map.of("faultline", fault.targetPods()))));
        assertThat(fault.links(Pods.PODS)).hasSize(4);
        var again = Manifest.parse("again", Yaml.print(fault.manifest()));
        assertThat(again.resolve(Pods.PODS, 99)).isEqualTo(fault);
    }

    @Test
    void aTargetThatMatchesNothingIsRefusedAtItsOwnPath() {
        var nobody =
                Networks.network(
                        "action: partition, target: {mode: all, selector: {labelSelectors: {app:"
                                + " mysql}}}");
        assertThatThrownBy(() -> nobody.resolve(Pods.PODS, 1))
                .hasMessageStartingWith("f.yaml: spec.target.selector: found no pod");
    }

    @Test
    void aParameterChangesOneFieldAndNothingElse() {
        var manifest = Networks.network("action: delay, delay: {latency: 10ms, jitter: 1ms}");

        var swept = manifest.with("latency", "100ms");
        assertThat(((NetworkChaos) swept.injection()).netem().delay())
                .contains(
                        new Delay(
                                Duration.ofMillis(100), Duration.ofMillis(1), 0, Optional.empty()));
        assertThat(swept.with("delay.latency", "10ms")).isEqualTo(manifest);
        assertThat(swept.resolve(Pods.PODS, 1).targets())
                .isEqualTo(manifest.resolve(Pods.PODS, 1).targets());

        assertThatThrownBy(() -> manifest.with("loss", "5"))
                .hasMessage(
                        "f.yaml: spec: found 0 fields that are called \"loss\"; allowed: action,"
                                + " delay.latency, delay.jitter, duration");
        assertThatThrownBy(() -> manifest.with("latency", "soon"))
                .hasMessageStartingWith("f.yaml: spec.delay.latency: found \"soon\"");
        assertThatThrownBy(() -> manifest.with("mode", "one"))
                .hasMessageContaining("0 fields that are called \"mode\"");
        var stress = Networks.stress("stressors: {cpu: {workers: 1, load: 10}}");
        assertThat(((StressChaos) stress.with("load", "90").injection()).cpu().orElseThrow())
                .isEqualTo(new StressChaos.Cpu(1, 90, List.of()));
    }
}
