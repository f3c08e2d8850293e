package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class BottleneckTest {

    @Test
    void whatIsFarthestPastItsThresholdComesFirst() {
        var found =
                Bottleneck.of(
                        List.of(
                                new Evidence(Sign.POD_CPU, "kafka-0", 0.92),
                                new Evidence(Sign.FLOW_CONTROL, "mariadb-1", 0.6),
                                new Evidence(Sign.LINK, "kafka-0 → kafka-1", 0.3)));
        assertThat(found.part()).isEqualTo("database");
        assertThat(found.causes())
                .containsExactly(
                        "Galera's flow control paused mariadb-1 for 60.0 % of the time; the limit"
                                + " is 5.0 %.",
                        "Pod kafka-0 used 92.0 % of the processor time that it may use; the limit"
                                + " is 90.0 %.");
        assertThat(found.sentence()).startsWith("What broke first: database. Galera's flow");
    }

    @Test
    void aFeederThatWasLateIsBlamedBeforeEverythingElse() {
        var found =
                Bottleneck.of(
                        List.of(
                                new Evidence(Sign.FLOW_CONTROL, "mariadb-1", 1),
                                new Evidence(Sign.FEEDER_LATENESS, "feeder-0", 0.11)));
        assertThat(found.part()).isEqualTo("feeder");
        assertThat(found.causes()).hasSize(2);
    }

    @Test
    void aFeederThatWasLateOnFullProcessorsIsNotTheCause() {
        var late = new Evidence(Sign.FEEDER_LATENESS, "the feeders", 0.2);
        var full = new Evidence(Sign.MACHINE_CPU, "the machine", 0.99);
        assertThat(Bottleneck.of(List.of(late, full)).part()).isEqualTo("cpu");
        var very = new Evidence(Sign.FEEDER_LATENESS, "the feeders", 1);
        assertThat(Bottleneck.of(List.of(very, full)).part()).isEqualTo("cpu");
        var missing = new Evidence(Sign.FEEDER_SHORTFALL, "the feeders", 0.05);
        assertThat(Bottleneck.of(List.of(late, full, missing)).part()).isEqualTo("feeder");
    }

    @Test
    void handlersThatAreBusyOnFullProcessorsAreNotTheCause() {
        var busy = new Evidence(Sign.REQUEST_HANDLERS, "kafka-0", 1);
        var full = new Evidence(Sign.MACHINE_CPU, "the machine", 0.96);
        assertThat(Bottleneck.of(List.of(busy)).part()).isEqualTo("broker");
        assertThat(Bottleneck.of(List.of(busy, full)).part()).isEqualTo("cpu");
    }

    @Test
    void fullProcessorsAreToldWithThoseWhoTookTheMostOfThem() {
        var found =
                Bottleneck.of(
                        List.of(
                                new Evidence(Sign.MACHINE_CPU, "the machine", 0.97),
                                new Evidence(Sign.POD_CPU, "kafka-0", 0.1),
                                new Evidence(Sign.POD_CPU, "feeder-0", 0.3),
                                new Evidence(Sign.POD_CPU, "kafka-1", 0.05),
                                new Evidence(Sign.POD_CPU, "mariadb-0", 0.2)));
        assertThat(found.sentence())
                .contains(
                        " Processor time by kind of pod: no pod (kit, switch, system) 32.0 %,"
                                + " feeder 30.0 %, mariadb 20.0 %, kafka 15.0 %; the busiest pod:"
                                + " feeder-0 with 30.0 %. Not measured:");
    }

    @Test
    void whereNothingCrossesItIsUnknownAndSaidWhatWasNotMeasured() {
        var found = Bottleneck.of(List.of(new Evidence(Sign.CPU_PRESSURE, "machine", 0.1)));
        assertThat(found.part()).isEqualTo(Bottleneck.UNKNOWN);
        assertThat(found.unmeasured()).doesNotContain(Sign.CPU_PRESSURE).contains(Sign.LINK);
        assertThat(found.sentence())
                .startsWith("What broke first is unknown: nothing that was measured reached")
                .contains("Not measured: feeder lateness,");
    }

    @Property(tries = 50)
    void theOrderOfTheEvidenceDoesNotMatter(
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b) {
        for (var first : Sign.values())
            for (var second : Sign.values()) {
                var one = new Evidence(first, "x", a);
                var other = new Evidence(second, "y", b);
                assertThat(Bottleneck.of(List.of(one, other)))
                        .isEqualTo(Bottleneck.of(List.of(other, one)));
            }
    }

    @Test
    void eachSignSpeaksOfItsPlaceAndItsShare() {
        assertThat(Arrays.stream(Sign.values()))
                .allSatisfy(sign ->
                        assertThat(new Evidence(sign, "kafka-0", 0.95).sentence())
                                .matches("[A-Z].*95\\.0 %.*the limit is .* %\\."));
    }

    @Test
    void whatIsNoShareIsRefused() {
        assertThatThrownBy(() -> new Evidence(Sign.LINK, "x", Double.NaN))
                .isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> new Evidence(Sign.LINK, "x", 95))
                .hasMessage("LINK of x is 95. It must be a share, 0 to 1.");
    }
}
