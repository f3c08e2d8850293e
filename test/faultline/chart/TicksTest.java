package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void stepsAreOneTwoOrFive() {
        assertThat(Ticks.linear(0, 8_400, 5)).containsExactly(0.0, 2000.0, 4000.0, 6000.0, 8000.0);
        assertThat(Ticks.linear(0, 1, 3)).containsExactly(0.0, 0.5, 1.0);
    }

    @Test
    void decadesAreFilledUpWhereThereAreFew() {
        assertThat(Ticks.logarithmic(5, 20_000, 8)).containsExactly(10.0, 100.0, 1000.0, 10_000.0);
        assertThat(Ticks.logarithmic(10, 100, 8)).containsExactly(10.0, 20.0, 50.0, 100.0);
    }

    @Test
    void everySecondDecadeIsLeftOutWhereThereAreMany() {
        assertThat(Ticks.logarithmic(1, 1e6, 4)).containsExactly(1.0, 100.0, 10_000.0, 1e6);
    }

    @Property
    void anyRangeHasAFewTicksInsideIt(
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 1e9) double largest,
            @ForAll @IntRange(min = 2, max = 20) int atMost) {
        assertThat(Ticks.linear(0, largest, atMost))
                .hasSizeBetween(1, atMost)
                .allMatch(t -> t >= 0 && t <= largest * 1.000001);
    }

    @Property
    void roundedBoundsHoldTheValue(
            @ForAll @Scale(3) @DoubleRange(min = 1e-3, max = 1e9) double value) {
        assertThat(Ticks.below(value)).isLessThanOrEqualTo(value * 1.000001);
        assertThat(Ticks.above(value)).isGreaterThanOrEqualTo(value * 0.999999);
        assertThat(Ticks.above(value) / Ticks.below(value)).isBetween(0.99, 2.6);
    }
}
