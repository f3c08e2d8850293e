package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.OptionalLong;

class KedaRuleTest {

    private static final KedaRule EVENLY = new KedaRule(500, 0, false, false, true, 0, 100);
    private static final KedaRule ONLY_WITH_LAG = new KedaRule(50, 0, false, true, false, 0, 100);

    @ParameterizedTest
    @CsvSource({"1000,1,6", "520,6,6", "560,6,7", "350,2,5"})
    void goldenVectorsOfSixPartitions(long lag, int current, int desired) {
        assertThat(KedaRule.of(500, 0, 100).desired(six(lag), current)).isEqualTo(desired);
    }

    @Test
    void goldenVectorsOfTheOtherSettings() {
        assertThat(EVENLY.desired(six(560), 6)).isEqualTo(6);
        assertThat(EVENLY.desired(six(350), 2)).isEqualTo(6);
        var one = new long[] {100, 0, 0, 0, 0, 0};
        assertThat(KedaRule.of(50, 0, 100).desired(one, 1)).isEqualTo(2);
        assertThat(ONLY_WITH_LAG.desired(one, 1)).isEqualTo(1);
    }

    @Test
    void sevenConsumersForSixPartitionsAreWarnedOfAndPreventedByTheMaximum() {
        var loose = KedaRule.of(500, 0, 100);
        assertThat(loose.warning(6).orElseThrow()).endsWith("Set the maximum to 6.");
        var bounded = KedaRule.of(500, 0, 6);
        assertThat(bounded.warning(6)).isEmpty();
        assertThat(bounded.desired(six(560), 6)).isEqualTo(6);
    }

    @Test
    void aPartitionWithoutACommitCountsByWhereItsGroupStarts() {
        assertThat(KedaRule.lag(70, OptionalLong.of(50), false, false)).isEqualTo(20);
        assertThat(KedaRule.lag(70, OptionalLong.of(90), false, false)).isZero();
        assertThat(KedaRule.lag(70, OptionalLong.empty(), true, false)).isEqualTo(70);
        assertThat(KedaRule.lag(70, OptionalLong.empty(), false, false)).isEqualTo(1);
        assertThat(KedaRule.lag(70, OptionalLong.empty(), true, true)).isZero();
    }

    @Test
    void byRateABacklogGoesToZero() {
        assertThat(KedaRule.byRate(8000, 0, 60, 1000, 0.2)).isEqualTo(10);
        assertThat(KedaRule.byRate(8000, 60_000, 60, 1000, 0.2)).isEqualTo(12);
        assertThatThrownBy(() -> KedaRule.byRate(8000, 0, 60, 1000, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPartitionsAndNegativeLagsAreRefused() {
        var rule = KedaRule.of(500, 0, 6);
        assertThatThrownBy(() -> rule.desired(new long[0], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rule.desired(new long[] {-1}, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KedaRule.of(0, 0, 6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void consumersComeAtOnceButNotMoreThanTwiceOrFourMore() {
        var start = Autoscaling.starting(KedaRule.of(10, 1, 50), 0);
        var first = start.step(0, fifty(1000), 1);
        assertThat(first.consumers()).isEqualTo(5);
        assertThat(first.next().step(15, fifty(1000), 5).consumers()).isEqualTo(10);
        assertThat(first.next().step(15, fifty(1000), 40).consumers()).isEqualTo(50);
    }

    @Test
    void consumersGoOnlyWhenFiveMinutesRecommendedFewer() {
        var scaling = Autoscaling.starting(KedaRule.of(10, 1, 6), 0);
        var peak = scaling.step(0, six(100), 6);
        assertThat(peak.next().step(15, six(1), 6).consumers()).isEqualTo(6);
        assertThat(peak.next().step(300, six(1), 6).consumers()).isEqualTo(6);
        assertThat(peak.next().step(315, six(1), 6).consumers()).isEqualTo(1);
    }

    @Test
    void theLastConsumerGoesAfterTheCooldownAndComesBackWithTheFirstMessage() {
        var scaling = Autoscaling.starting(KedaRule.of(10, 0, 6), 0);
        assertThat(scaling.step(285, six(0), 1).consumers()).isEqualTo(1);
        var asleep = scaling.step(300, six(0), 1);
        assertThat(asleep.consumers()).isZero();
        assertThat(asleep.next().step(315, six(0), 0).consumers()).isZero();
        assertThat(asleep.next().step(315, six(1), 0).consumers()).isEqualTo(1);
    }

    private static long[] six(long lag) {
        return lags(6, lag);
    }

    private static long[] fifty(long lag) {
        return lags(50, lag);
    }

    private static long[] lags(int partitions, long lag) {
        var lags = new long[partitions];
        Arrays.fill(lags, lag);
        return lags;
    }
}
