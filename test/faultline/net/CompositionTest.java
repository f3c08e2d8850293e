package faultline.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.NotSupported;
import faultline.net.Impairment.Stage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Faults on one link, against the line of queues that Chaos Mesh's daemon builds. */
class CompositionTest {

    /** A fault that is added, or taken away. */
    record Step(String name, boolean everywhere, boolean cut, boolean away) {

        LinkFault fault() {
            return new LinkFault(
                    name,
                    everywhere,
                    List.of(
                            cut
                                    ? new Partition()
                                    : new Delay(Duration.ofMillis(1), Duration.ZERO, 0)));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false, false))
                .as(Step::new)
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 500)
    void aPacketMeetsCutsThenUnfilteredFaultsByAgeThenTheOneInItsBand(
            @ForAll("steps") List<Step> steps) {
        var composition = new Composition();
        var order = new ArrayList<String>();
        var model = new ArrayList<Step>();
        for (var step : steps) {
            if (step.away()) {
                assertThat(composition.remove(step.name()))
                        .isEqualTo(model.removeIf(s -> s.name().equals(step.name())));
                continue;
            }
            var band = model.stream().filter(s -> !s.everywhere() && !s.cut()).findFirst();
            var taken =
                    !step.everywhere()
                            && !step.cut()
                            && band.isPresent()
                            && !band.get().name().equals(step.name());
            assertThat(composition.excluded(step.fault()).isPresent()).isEqualTo(taken);
            if (taken) continue;
            composition.add(step.fault(), List.<Stage>of(packet -> order.add(step.name())));
            var old = model.stream().filter(s -> s.name().equals(step.name())).findFirst();
            if (old.isPresent()) model.set(model.indexOf(old.get()), step);
            else model.add(step);
        }

        for (var stage : composition.stages()) stage.pass(new Crossing());

        var expected =
                Stream.of(
                                model.stream().filter(Step::cut),
                                model.stream().filter(s -> !s.cut() && s.everywhere()),
                                model.stream().filter(s -> !s.cut() && !s.everywhere()))
                        .flatMap(part -> part.map(Step::name))
                        .toList();
        assertThat(order).isEqualTo(expected);
        assertThat(composition.isCut()).isEqualTo(model.stream().anyMatch(Step::cut));
    }

    @Test
    void delaysOfTwoFaultsAddUpAndTheSecondSeesAPacketWhenTheFirstLetsItGo() {
        var composition = new Composition();
        for (var name : List.of("one", "two")) {
            var fault =
                    new LinkFault(
                            name, true, List.of(new Delay(Duration.ofMillis(7), Duration.ZERO, 0)));
            composition.add(fault, fault.stages(1, fault.ofSender(1)));
        }
        var packet = new Crossing();
        packet.begin(100, 5_000_000);
        for (var stage : composition.stages()) stage.pass(packet);
        assertThat(packet.arrivesNanos).isEqualTo(12_000_000);
        assertThat(packet.leavesNanos).isEqualTo(19_000_000);
    }

    @Test
    void theLinksOfOnePodShareARateAndNothingElse() {
        var fault =
                new LinkFault("f", false, List.of(new Loss(0.5, 0), Bandwidth.of(1000, 9000, 500)));
        var ofSender = fault.ofSender(1);
        var one = fault.stages(2, ofSender);
        var other = fault.stages(3, ofSender);
        assertThat(one.get(0)).isNotSameAs(other.get(0));
        var first = new Crossing();
        var second = new Crossing();
        for (var packet : List.of(first, second)) packet.begin(500, 0);
        one.get(1).pass(first);
        other.get(1).pass(second);
        assertThat(first.leavesNanos).isZero();
        assertThat(second.leavesNanos).isEqualTo(500_000_000);
    }

    @Test
    void aSecondFaultWithTargetsOnTheSameLinkIsRefused() {
        try (var real = new RealNetwork(1)) {
            var delay = List.<Impairment>of(new Delay(Duration.ofMillis(1), Duration.ZERO, 0));
            var fabric = real.network.fabric();
            var there = List.of(new Ends("a", "b"));
            fabric.impair(new LinkFault("one", false, delay), there);
            fabric.impair(new LinkFault("one", false, delay), there);
            fabric.impair(new LinkFault("two", false, delay), List.of(new Ends("b", "a")));
            fabric.impair(new LinkFault("all", true, delay), there);
            assertThatThrownBy(() -> fabric.impair(new LinkFault("two", false, delay), there))
                    .isInstanceOf(NotSupported.class)
                    .hasMessageContaining("one acts on a -> b already")
                    .hasMessageContaining("action: netem");
            fabric.mend("one");
            fabric.impair(new LinkFault("two", false, delay), there);
        }
    }

    @Test
    void externalTargetsAreThePodsThatTheyMeanOrRefused() {
        var pods = new TreeMap<>(Map.of("kafka-0", "10.64.0.10", "kafka-1", "10.64.0.11"));
        assertThat(OutsideTargets.pods("10.64.0.11", pods)).containsExactly("kafka-1");
        assertThat(OutsideTargets.pods("10.64.0.0/16", pods)).containsExactly("kafka-0", "kafka-1");
        assertThat(OutsideTargets.pods("0.0.0.0/0", pods)).containsExactly("kafka-0", "kafka-1");
        assertThat(OutsideTargets.pods("10.64.0.11/32", pods)).containsExactly("kafka-1");
        assertThat(OutsideTargets.pods("kafka-1", pods)).containsExactly("kafka-1");
        assertThat(OutsideTargets.pods("kafka-0.kafka.svc", pods)).containsExactly("kafka-0");
        assertThat(OutsideTargets.refusal("kafka-10", pods)).contains("is no pod of this stack");
        assertThat(OutsideTargets.refusal("127.0.0.1", pods)).contains("reach nobody else here");
        assertThat(OutsideTargets.refusal("kafka-0:9092", pods)).contains("leave the port out");
    }
}
