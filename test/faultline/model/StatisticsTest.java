package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faultline.check.Outcome;
import faultline.model.PairedRatio.Pair;
import faultline.model.PairedRatio.Verdict;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

class StatisticsTest {

    @Test
    void aRatioIsTheGeometricMeanWithStudentsInterval() {
        var ratio = PairedRatio.of(List.of(new Pair(100, 110), new Pair(50, 60), new Pair(10, 13)));
        assertThat(ratio.ratio().value()).isCloseTo(Math.cbrt(1.1 * 1.2 * 1.3), within(1e-12));
        // By hand: logs 0.09531, 0.18232, 0.26236; s = 0.08357; t(2) = 4.303.
        assertThat(ratio.ratio().interval().low()).isCloseTo(0.9727, within(1e-3));
        assertThat(ratio.ratio().interval().high()).isCloseTo(1.4733, within(1e-3));
        assertThat(ratio.verdict(0.1)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatChangesNothingIsTheSameAndWhatChangesMuchIsNot() {
        assertThat(noisy(1.01, 0.02).verdict(0.1)).isEqualTo(Verdict.SAME);
        assertThat(noisy(1.5, 0.02).verdict(0.1)).isEqualTo(Verdict.HIGHER);
        assertThat(noisy(0.5, 0.02).verdict(0.1)).isEqualTo(Verdict.LOWER);
        assertThat(noisy(1.1, 0.5).verdict(0.1)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(noisy(1, 0.02).isAtLeast(0.9)).isTrue();
        assertThat(noisy(0.91, 0.1).isAtLeast(0.9)).isFalse();
    }

    @Test
    void theIntervalOfARatioCoversItAsOftenAsItSays() {
        var random = new Random(4);
        int covered = 0;
        for (int i = 0; i < 1000; i++) {
            var pairs =
                    IntStream.range(0, 7)
                            .mapToObj(_ -> new Pair(1, 1.2 * Math.exp(0.3 * random.nextGaussian())))
                            .toList();
            if (PairedRatio.of(pairs).ratio().interval().contains(1.2)) covered++;
        }
        assertThat(covered / 1000.0).isBetween(0.93, 0.97);
    }

    @Test
    void fewPairsAndZerosAreRefused() {
        assertThatThrownBy(() -> PairedRatio.of(List.of(new Pair(1, 2))))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("There is 1 pair: no interval can be given.");
        assertThatThrownBy(() -> new Pair(0, 1)).isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> noisy(1, 0.02).verdict(0)).isInstanceOf(Unanswerable.class);
    }

    @Test
    void aWarmUpIsCutOff() {
        var warmUp = WarmUp.of(series(120, 1, i -> i < 30 ? 500 + 15 * i : 1000));
        assertThat(warmUp.steady()).isTrue();
        assertThat(warmUp.seconds()).isBetween(25, 40);
    }

    @Test
    void aRunWithoutAWarmUpLosesLittle() {
        assertThat(WarmUp.of(series(120, 5, _ -> 1000)).seconds()).isLessThanOrEqualTo(30);
        assertThat(WarmUp.of(series(60, 0, _ -> 1000))).isEqualTo(new WarmUp(0, true));
    }

    @Test
    void aRunThatNeverSettlesIsSaidSo() {
        assertThat(WarmUp.of(series(120, 1, i -> i * i)).steady()).isFalse();
    }

    @Test
    void shortRunsAndGapsAreRefused() {
        assertThatThrownBy(() -> WarmUp.of(series(30, 1, _ -> 1000)))
                .isInstanceOf(Unanswerable.class)
                .hasMessageEndingWith("Load for 50 s or more.");
        var gap = series(120, 1, i -> i == 7 ? Double.NaN : 1);
        assertThatThrownBy(() -> WarmUp.of(gap))
                .hasMessageStartingWith("Nothing is known of second 7.");
        assertThatThrownBy(() -> Trend.of(gap, 1)).isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> Trend.of(new double[3], 1)).isInstanceOf(Unanswerable.class);
    }

    @Test
    void aTrendIsFoundThroughWildSeconds() {
        var trend = Trend.of(series(200, 3, i -> 2 * i + (i % 40 == 0 ? 5000 : 0)), 1);
        assertThat(trend.perSecond().interval().contains(2)).isTrue();
        assertThat(trend.perSecond().value()).isCloseTo(2, within(0.3));
        assertThat(trend.mayBeNone()).isFalse();
    }

    @Test
    void aLagThatStaysKeepsUpOneThatGrowsDoesNotAndBetweenItIsNotKnown() {
        assertThat(Trend.of(series(60, 20, _ -> 300), 1).keepsUp(1000, 0.01))
                .isEqualTo(Outcome.PASS);
        assertThat(Trend.of(series(60, 20, i -> 40.0 * i), 1).keepsUp(1000, 0.01))
                .isEqualTo(Outcome.FAIL);
        assertThat(Trend.of(series(60, 200, i -> 10.0 * i), 1).keepsUp(1000, 0.01))
                .isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(Trend.of(new double[30], 1).keepsUp(1000, 0.01)).isEqualTo(Outcome.PASS);
    }

    /** Neighbouring seconds are alike here: 0.6 of one goes over into the next. */
    @Test
    void theIntervalOfATrendHoldsThoughSecondsAreAlike() {
        var random = new Random(8);
        int covered = 0;
        for (int run = 0; run < 30; run++) {
            var values = new double[240];
            double noise = 0;
            for (int i = 0; i < values.length; i++) {
                noise = 0.6 * noise + 10 * random.nextGaussian();
                values[i] = 0.5 * i + noise;
            }
            if (Trend.of(values, run).perSecond().interval().contains(0.5)) covered++;
        }
        assertThat(covered / 30.0).isGreaterThan(0.8);
    }

    @Property(tries = 40)
    void whateverTheSeriesItHasATrendAndAWarmUpOrASentence(
            @ForAll @Size(max = 90) List<Double> values) {
        var series = values.stream().mapToDouble(v -> v / 1e200).toArray();
        try {
            var trend = Trend.of(series, 1);
            assertThat(trend.perSecond().value()).isFinite();
            assertThat(trend.perSecond().interval().high()).isFinite();
            assertThat(WarmUp.of(series).seconds()).isBetween(0, 90);
        } catch (Unanswerable sentence) {
            assertThat(sentence.why()).endsWith(".").doesNotContain("NaN");
        }
    }

    private static PairedRatio noisy(double factor, double scatter) {
        var random = new Random(6);
        return PairedRatio.of(
                IntStream.range(0, 9)
                        .mapToObj(_ ->
                                new Pair(
                                        100,
                                        100 * factor * Math.exp(scatter * random.nextGaussian())))
                        .toList());
    }

    private static double[] series(int seconds, double scatter, IntToDoubleFunction value) {
        var random = new Random(2);
        return IntStream.range(0, seconds)
                .mapToDouble(i -> value.applyAsDouble(i) + scatter * random.nextGaussian())
                .toArray();
    }
}
