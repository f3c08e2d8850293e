package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

class ScheduleTest {

    private static final long START = 7_000_000_123L;

    @ParameterizedTest
    @ValueSource(longs = {1, 999, 33_333, 600_000})
    void aMessageIsDueAtStartPlusIndexOverRateAfterABillionMessages(long rate) {
        var schedule = Schedule.starting(START, rate);
        for (long i : new long[] {0, 1, 2, 998, 999_999_937, 1_000_000_000, 1_000_000_007}) {
            var exact =
                    BigInteger.valueOf(i)
                            .multiply(BigInteger.valueOf(1_000_000_000))
                            .divide(BigInteger.valueOf(rate));
            assertThat(schedule.dueNanos(i)).isEqualTo(START + exact.longValueExact());
        }
    }

    @Property(tries = 300)
    void everyRateToTheMillionthIsExact(
            @ForAll @DoubleRange(min = 1, max = 9_000_000) @Scale(6) double rate,
            @ForAll @LongRange(max = 2_000_000_000) long sequence) {
        var millionths = BigDecimal.valueOf(Math.round(rate * 1e6));
        var exact =
                BigDecimal.valueOf(sequence)
                        .scaleByPowerOfTen(15)
                        .divide(millionths, 0, RoundingMode.FLOOR);
        assertThat(Schedule.starting(0, rate).dueNanos(sequence)).isEqualTo(exact.longValueExact());
    }

    @Property(tries = 300)
    void asManyAreDueAsHaveADueTimeThatIsPast(
            @ForAll @DoubleRange(min = 0.1, max = 1_000_000) double rate,
            @ForAll @LongRange(max = 3_600_000_000_000L) long elapsed) {
        var schedule = Schedule.starting(START, rate);
        var due = schedule.dueBy(START + elapsed);
        assertThat(schedule.dueNanos(due - 1)).isLessThanOrEqualTo(START + elapsed);
        assertThat(schedule.dueNanos(due)).isGreaterThan(START + elapsed);
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        assertThat(Schedule.starting(START, 1000).dueBy(START - 1)).isZero();
        assertThat(Schedule.starting(START, 1000).dueBy(START)).isOne();
    }

    @Test
    void debtSurvivesARateChange() {
        var slow = Schedule.starting(START, 1000);
        var later = START + 2_000_500_000L; // half-way between message 2000 and 2001
        var fast = slow.atRate(4000, later);

        assertThat(fast.dueBy(later)).isEqualTo(slow.dueBy(later)).isEqualTo(2001);
        for (long i = 0; i <= 2000; i++) assertThat(fast.dueNanos(i)).isEqualTo(slow.dueNanos(i));
        assertThat(fast.dueNanos(2001)).isEqualTo(later + 125_000);
        assertThat(fast.dueNanos(2001 + 4000)).isEqualTo(later + 125_000 + 1_000_000_000);
    }

    @Test
    void manyRateChangesLoseNothing() {
        var schedule = Schedule.starting(0, 1000);
        for (int second = 1; second <= 20; second++)
            schedule = schedule.atRate(second % 2 == 0 ? 1000 : 3000, second * 1_000_000_000L);
        // 1000 in each of the ten even seconds, 3000 in each of the ten odd ones, and message 0.
        assertThat(schedule.dueBy(20_000_000_000L)).isEqualTo(40_001);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e-9, 9_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateThatCannotBeKeptIsRefused(double rate) {
        assertThatThrownBy(() -> Schedule.starting(0, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: above 0");
    }
}
