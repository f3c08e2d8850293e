package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Condition;
import faultline.measure.Measure;
import faultline.measure.Sample;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gate and the watch, in a time that is only counted. */
class VigilTest {

    private final List<String> events = new ArrayList<>();
    private final Vigil vigil =
            new Vigil(
                    new Guard(
                            List.of(Condition.parse("backlog_msg < 100 for 3s")),
                            List.of(Condition.parse("backlog_msg > 1000 for 1s")),
                            Duration.ofSeconds(5)),
                    10,
                    (kind, detail) -> events.add(kind + " " + detail));

    @Test
    void theGateOpensAfterAWholeWindowThatHolds() {
        see(1, 1, 200, 1, 1, 999);
        assertThat(vigil.gate()).isEmpty();
        assertThat(events).singleElement().asString().contains("gate {held=true, from=10, to=15");
    }

    @Test
    void nothingMayBeInjectedWhereTheHypothesisDoesNotHoldBefore() {
        see(1, 200, 200, 200, 1);
        assertThat(vigil.gate().orElseThrow())
                .contains("nothing was injected", "not kept from 11 s to 14 s");
        assertThat(events).singleElement().asString().contains("held=false");
    }

    @Test
    void nothingMayBeInjectedWhereNothingWasSeen() {
        for (int i = 0; i < 5; i++) vigil.see(List.of());
        assertThat(vigil.gate().orElseThrow()).contains("no data");
    }

    @Test
    void anAbortIsDecidedWithTheFirstSecondThatBreaks() {
        see(1, 1, 1, 1, 1);
        vigil.gate();
        assertThat(vigil.see(row(999))).isEmpty();
        assertThat(vigil.see(row(1001)).orElseThrow())
                .contains("abort condition backlog_msg > 1000 for 1s: true from 16 s to 17 s");
        assertThat(vigil.see(row(1002))).as("it is said once").isEmpty();
    }

    @Test
    void aBreachOfTheHypothesisIsWrittenDownWithItsBeginAndItsEndAndEndsNothing() {
        see(1, 1, 1, 1, 1);
        vigil.gate();
        events.clear();
        for (var value : new double[] {200, 300, 200, 200, 1, 1})
            assertThat(vigil.see(row(value))).isEmpty();
        assertThat(events).hasSize(2);
        assertThat(events.getFirst())
                .contains("role=hypothesis, status=begun, from=15, to=18, value=300");
        assertThat(events.getLast()).contains("status=over, from=15, to=19");
    }

    @Test
    void theSecondsBetweenGateAndMethodCountForNeither() {
        see(1, 1, 1, 1, 1, 5000, 5000);
        assertThat(vigil.gate()).isEmpty();
        assertThat(vigil.see(row(1))).isEmpty();
        assertThat(vigil.next()).isEqualTo(18);
    }

    private void see(double... values) {
        for (var value : values) assertThat(vigil.see(row(value))).isEmpty();
    }

    private static List<Sample> row(double backlog) {
        return List.of(
                new Sample(0, "consumer-mariadb", "group", Map.of(Measure.BACKLOG_MSG, backlog)));
    }
}
