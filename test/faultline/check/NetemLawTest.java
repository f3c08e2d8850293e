package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faultline.chaos.Netem;
import faultline.chaos.Netem.Chance;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

class NetemLawTest {

    @Property(tries = 30)
    void withoutACorrelationTheLossIsBinomial(@ForAll @IntRange(min = 1, max = 99) int percent) {
        var n = 1000;
        var p = percent / 100.0;
        var lost = NetemLaw.of(netem(chance(percent, 0), none(), none()), n).lost();
        // 300 games: the mean is off by its deviation over √300, here times six.
        assertThat(lost.mean()).isCloseTo(n * p, within(6 * Math.sqrt(n * p * (1 - p) / 300)));
        assertThat(lost.deviation() / Math.sqrt(n * p * (1 - p))).isBetween(0.75, 1.25);
    }

    @Test
    void numbersThatLeanOnEachOtherCrowdAroundAHalf() {
        var mild = NetemLaw.of(netem(chance(10, 25), none(), none()), 1000).lost();
        // Two draws: P(3/4·u + 1/4·u′ < 1/10) = 0.1² / (2 · 3/4 · 1/4) = 0.0267.
        assertThat(mild.mean()).isBetween(15.0, 35.0);
        // P(x < 1/2) stays a half, and hits come in bursts: more scatter than a binomial has.
        var even = NetemLaw.of(netem(chance(50, 75), none(), none()), 1000).lost();
        assertThat(even.mean()).isCloseTo(500, within(30.0));
        assertThat(even.deviation()).isGreaterThan(1.5 * Math.sqrt(250));
    }

    @Test
    void everyCopyMeetsLossAndCorruptionByItself() {
        var law = NetemLaw.of(netem(chance(20, 0), chance(50, 0), chance(10, 0)), 1000);
        // Both copies of half of them arrive well with 0.8² · 0.9².
        assertThat(law.duplicated().mean()).isCloseTo(500 * 0.64 * 0.81, within(6.0));
        assertThat(law.corrupted().mean()).isCloseTo(1500 * 0.8 * 0.1, within(6.0));
    }

    @Test
    void overtakingFollowsTheGap() {
        var delay =
                new Netem.Delay(
                        Duration.ofMillis(20),
                        Duration.ZERO,
                        0,
                        Optional.of(new Netem.Reorder(25, 0, 5)));
        var law =
                NetemLaw.of(
                        new Netem(Optional.of(delay), none(), none(), none(), OptionalLong.empty()),
                        1000);
        // 4 wait, then one of 4 on the average overtakes: 1 of 8.
        assertThat(law.overtaking().mean()).isCloseTo(125, within(4.0));
        assertThat(law.lost().mean()).isZero();
    }

    private static Netem netem(
            Optional<Chance> loss, Optional<Chance> duplicate, Optional<Chance> corrupt) {
        return new Netem(Optional.empty(), loss, duplicate, corrupt, OptionalLong.empty());
    }

    private static Optional<Chance> chance(double percent, double correlation) {
        return Optional.of(new Chance(percent, correlation));
    }

    private static Optional<Chance> none() {
        return Optional.empty();
    }
}
