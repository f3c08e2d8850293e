package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.plan.Load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class RateChangesTest {

    private static final long SECOND = 1_000_000_000L;

    private static final Load STEPS =
            new Load(
                    300,
                    100,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(9),
                    6,
                    "all",
                    "none",
                    java.util.Optional.empty(),
                    List.of(
                            new Load.Step(Duration.ofSeconds(3), 300),
                            new Load.Step(Duration.ofSeconds(4), 1000),
                            new Load.Step(Duration.ofSeconds(2), 50)));

    @Test
    void everySecondOffersTheRateOfItsStepAndTheTotalIsWhatAFeederIsTold() {
        var schedule = schedule(3);
        var total = 0L;
        for (int second = 0; second < 11; second++) {
            var due = dueIn(schedule, second);
            total += due;
            assertThat((double) due)
                    .as("second %d", second)
                    .isCloseTo(
                            STEPS.rateAt(second) / 3, org.assertj.core.api.Assertions.within(1.0));
        }
        assertThat(STEPS.messagesEach(3)).isEqualTo(Math.round(5600 / 3.0));
        assertThat(total).isBetween(STEPS.messagesEach(3) - 1, STEPS.messagesEach(3) + 1);
    }

    @Test
    void withoutChangesTheRateStaysAsItIs() {
        var schedule = Schedule.starting(SECOND, 10);
        assertThat(RateChanges.of(new Settings(Map.of())).apply(schedule)).isEqualTo(schedule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5:0", "5:x", "5:10,5:20", "5:10,4:20", "-1:10", "5:10,,6:20"})
    void whatIsNoChangeIsRefused(String text) {
        assertThatThrownBy(() -> RateChanges.of(new Settings(Map.of("FAULTLINE_RATES", text))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("SECONDS:RATE");
    }

    private static Schedule schedule(int feeders) {
        var told = String.join(",", STEPS.changesEach(feeders));
        return RateChanges.of(new Settings(Map.of("FAULTLINE_RATES", told)))
                .apply(Schedule.starting(7 * SECOND, STEPS.rateMsgPerS() / feeders));
    }

    private static long dueIn(Schedule schedule, int second) {
        var from = (7 + second) * SECOND;
        return schedule.dueBy(from + SECOND - 1) - schedule.dueBy(from - 1);
    }
}
