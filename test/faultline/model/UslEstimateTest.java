package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class UslEstimateTest {

    private static final Usl TRUTH = new Usl(1000, 0.04, 0.008);
    private static final double[] SIZES = {1, 2, 4, 6, 8, 10, 13, 16};

    /** R's confint takes n−1 degrees of freedom and a one-sided quantile. */
    @Test
    void standardErrorsAndStudentIntervalsOfSdm91AreRight() {
        var fit = UslFit.of(Published.SDM91, Weighting.EQUAL);
        assertThat(fit.standardErrors()[1]).isCloseTo(0.0091217, within(1e-6));
        assertThat(fit.standardErrors()[2]).isCloseTo(1.99e-5, within(1e-7));
        assertThat(fit.studentIntervals().get(1).low()).isCloseTo(0.0024, within(1e-4));
        assertThat(fit.studentIntervals().get(1).high()).isCloseTo(0.0531, within(1e-4));
    }

    /** R's: 1.943 errors, qt(0.95, 6), where 7 runs of 3 parameters take qt(0.975, 4) = 2.776. */
    @Test
    void studentsIntervalOfSevenRunsCoversTheTruthAndRsDoesNot() {
        int runs = 400;
        int ours = 0;
        int theirs = 0;
        var random = new Random(7);
        for (int i = 0; i < runs; i++) {
            var seven = simulated(new double[] {1, 3, 5, 8, 11, 14, 18}, 1, 0.01, 0, random);
            var fit = UslFit.of(seven, Weighting.RELATIVE);
            var away = Math.abs(fit.usl().sigma() - TRUTH.sigma());
            if (fit.studentIntervals().get(1).contains(TRUTH.sigma())) ours++;
            if (away <= 1.943 * fit.standardErrors()[1]) theirs++;
        }
        assertThat(ours / (double) runs).isBetween(0.92, 0.98);
        assertThat(theirs / (double) runs).isLessThan(0.91);
    }

    @Test
    void runsThatAreAllTheSameAreAFlatCurveWithoutAPeak() {
        var flat = new ArrayList<Observation>();
        for (int block = 0; block < 5; block++)
            for (var size : SIZES) flat.add(new Observation(size, 1000, block));
        var estimate = UslEstimate.of(flat, Weighting.RELATIVE, 50, 1);
        assertThat(estimate.throughput(9).value()).isCloseTo(1000, within(1.0));
        assertThat(estimate.doubts().getFirst()).startsWith("No peak is within the data");
        assertThat(estimate.sizeFor(900).value()).isLessThanOrEqualTo(1.01);
        assertThatThrownBy(() -> estimate.sizeFor(1100))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("No size carries 1,100 messages/s");
        assertThatThrownBy(() -> UslFit.of(flat, Weighting.BY_REPETITIONS))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("The repetitions of size 1 are all the same");
    }

    @Test
    void ciscosPeakHasTheIntervalOfTheReferenceButIsNotClaimed() {
        var estimate = UslEstimate.of(Published.CISCO, Weighting.EQUAL, 1);
        assertThat(estimate.fittedPeak().interval().low()).isCloseTo(32.7, within(1.0));
        assertThat(estimate.fittedPeak().interval().high()).isCloseTo(41.3, within(2.5));
        assertThat(estimate.probabilityOfCrosstalk()).isEqualTo(1);
        assertThatThrownBy(estimate::peakSize)
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("0 measured sizes are past the peak")
                .hasMessageEndingWith(
                        "Measure 6 sizes or more, 2 of them past the one with most throughput, 3"
                                + " times each.");
    }

    /** 0.92 to 0.98 in 500 simulations of 2,000 is for scripts/modelbench.java to show. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.03})
    void intervalsCoverTheTruthAsOftenAsTheySay(double betweenBlocks) {
        int runs = 100;
        int[] covered = new int[4];
        var random = new Random(11);
        for (int i = 0; i < runs; i++) {
            var estimate =
                    UslEstimate.of(
                            simulated(SIZES, 3, 0.03, betweenBlocks, random),
                            Weighting.RELATIVE,
                            200,
                            i);
            if (estimate.lambda().interval().contains(TRUTH.lambda())) covered[0]++;
            if (estimate.sigma().interval().contains(TRUTH.sigma())) covered[1]++;
            if (estimate.kappa().interval().contains(TRUTH.kappa())) covered[2]++;
            if (estimate.fittedPeak().interval().contains(TRUTH.peakSize().orElseThrow()))
                covered[3]++;
        }
        for (var count : covered) assertThat(count / (double) runs).isBetween(0.89, 0.99);
    }

    @Test
    void aPeakIsClaimedWithDataPastIt() {
        var estimate = estimate(SIZES, 3);
        assertThat(estimate.doubts()).isEmpty();
        assertThat(estimate.peakSize().interval().contains(TRUTH.peakSize().orElseThrow()))
                .isTrue();
    }

    @Test
    void noPeakIsClaimedWithoutDataPastIt() {
        var estimate = estimate(new double[] {1, 2, 3, 4, 5, 6}, 3);
        assertThat(estimate.doubts()).isNotEmpty();
        assertThatThrownBy(estimate::peakSize).isInstanceOf(Unanswerable.class);
    }

    @Test
    void fewSizesAndFewRunsAreDoubts() {
        assertThat(estimate(new double[] {1, 4, 10, 13, 16}, 2).doubts())
                .contains(
                        "5 sizes were measured; it takes 6.", "Some size has 2 runs; it takes 3.");
    }

    @Test
    void aStraightLineIsNotSaidToComeDown() {
        var straight = new Usl(100, 0.02, 0);
        var random = new Random(3);
        var runs = new ArrayList<Observation>();
        for (int block = 0; block < 3; block++)
            for (var size : SIZES)
                runs.add(
                        new Observation(
                                size,
                                straight.throughput(size) * (1 + 0.03 * random.nextGaussian()),
                                block));
        var estimate = UslEstimate.of(runs, Weighting.RELATIVE, 400, 1);
        assertThat(estimate.probabilityOfCrosstalk()).isLessThan(0.975);
        assertThat(estimate.doubts().getFirst()).startsWith("No peak is within the data");
        assertThat(estimate.fittedPeak().interval().high()).isInfinite();
    }

    @Test
    void oneMoreRunScattersMoreThanTheCurve() {
        var estimate = estimate(SIZES, 3);
        var curve = estimate.throughput(7).interval();
        var run = estimate.oneRun(7).interval();
        assertThat(run.low()).isLessThan(curve.low());
        assertThat(run.high()).isGreaterThan(curve.high());
    }

    @Test
    void oneMoreRunFallsIntoItsIntervalAboutAsOftenAsItSays() {
        var random = new Random(5);
        int inside = 0;
        for (int i = 0; i < 100; i++) {
            var estimate =
                    UslEstimate.of(
                            simulated(SIZES, 3, 0.03, 0, random), Weighting.RELATIVE, 200, i);
            var next = TRUTH.throughput(5) * (1 + 0.03 * random.nextGaussian());
            if (estimate.oneRun(5).interval().contains(next)) inside++;
        }
        assertThat(inside / 100.0).isBetween(0.89, 0.99);
    }

    @Test
    void theSizeForAThroughputHasAnIntervalAndOneTooHighHasASentence() {
        var estimate = estimate(SIZES, 3);
        var size = estimate.sizeFor(TRUTH.throughput(5));
        assertThat(size.interval().contains(5)).isTrue();
        assertThat(size.interval().high()).isLessThan(7);
        assertThatThrownBy(() -> estimate.sizeFor(1e6))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("No size carries 1,000,000 messages/s; the curve ends at");
    }

    @Test
    void theSameSeedGivesTheSame() {
        assertThat(estimate(SIZES, 3)).isEqualTo(estimate(SIZES, 3));
    }

    @Test
    void aSizeThatWasLeftOutIsPredicted() {
        var checks =
                LeaveOut.each(simulated(SIZES, 3, 0.02, 0, new Random(2)), Weighting.RELATIVE, 1);
        assertThat(checks).hasSize(SIZES.length);
        assertThat(checks.get(3).isWithinTolerance()).isTrue();
        assertThat(checks.get(3).sentence())
                .matches("Size 6 carried 4,\\d{3} messages/s; the other sizes predict .*%\\.");
        assertThatThrownBy(() ->
                        LeaveOut.each(
                                simulated(new double[] {1, 2, 3, 4}, 3, 0, 0, new Random(1)),
                                Weighting.RELATIVE,
                                1))
                .isInstanceOf(Unanswerable.class);
    }

    @Test
    void aSizeThatDoesNotFitTheOthersIsSaidToMiss() {
        var runs = new ArrayList<>(simulated(SIZES, 1, 0, 0, new Random(2)));
        runs.set(4, Published.run(8, TRUTH.throughput(8) * 0.7));
        var miss = LeaveOut.each(runs, Weighting.RELATIVE, 1).get(4);
        assertThat(miss.isWithinTolerance()).isFalse();
        assertThat(miss.miss()).isGreaterThan(0.3);
    }

    @Test
    void theLatencyOfASizeThatWasLeftOutIsPredictedFromItsUtilisation() {
        var runs = new ArrayList<LatencyLeaveOut.Loaded>();
        for (var size : new double[] {1, 2, 4})
            for (var used : new double[] {0.5, 0.8, 1}) {
                var most = TRUTH.throughput(size);
                runs.add(
                        new LatencyLeaveOut.Loaded(
                                size, most * used, 20 * Math.exp(3 * used), most));
            }
        var exact = new LeaveOut(2, TRUTH.throughput(2), Estimate.exactly(TRUTH.throughput(2)));
        var p99 = LatencyLeaveOut.of(exact, runs).orElseThrow();
        assertThat(p99.miss()).isCloseTo(0, within(1e-9));
        assertThat(p99.sentence())
                .matches("At .* messages/s its p99 was 401\\.7 ms; .* off by [+-]0\\.0 %\\.");
        var less = new LeaveOut(2, TRUTH.throughput(2), exact.predicted().times(0.8));
        assertThat(LatencyLeaveOut.of(less, runs).orElseThrow().isWithinTolerance()).isFalse();
        assertThat(LatencyLeaveOut.of(exact, runs.subList(0, 4))).isEmpty();
    }

    @Test
    void aLatencyOfNothingPredictsNothing() {
        var runs = new ArrayList<LatencyLeaveOut.Loaded>();
        for (var size : new double[] {1, 2, 4})
            for (var p99Ms : new double[] {0, Double.NaN})
                runs.add(new LatencyLeaveOut.Loaded(size, 500 + size, p99Ms, 1000));
        var left = new LeaveOut(2, 1000, Estimate.exactly(1000));
        assertThat(LatencyLeaveOut.of(left, runs)).isEmpty();
        // Runs at almost one utilisation: a line through them is as steep as can be.
        runs.clear();
        for (int i = 0; i < 6; i++)
            runs.add(new LatencyLeaveOut.Loaded(i == 0 ? 2 : 1, 500 + 1e-5 * i, 1 + 99 * i, 1000));
        var off = new LeaveOut(2, 1000, Estimate.exactly(1));
        assertThat(LatencyLeaveOut.of(off, runs)).isEmpty();
    }

    @Test
    void fewSizesAreRefusedWithTheRunsThatAreWanted() {
        var sentence = "There are runs of 3 sizes; a curve with three parameters takes 4.";
        assertThatThrownBy(() -> estimate(new double[] {1, 2, 4}, 9))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith(sentence);
        assertThatThrownBy(() -> UslFit.of(List.of(), Weighting.EQUAL))
                .isInstanceOf(Unanswerable.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -5, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoThroughputIsRefused(double msgPerS) {
        assertThatThrownBy(() -> new Observation(3, msgPerS, 1))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("The throughput at size 3 is ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoSizeIsRefused(double size) {
        assertThatThrownBy(() -> new Observation(size, 3, 1)).isInstanceOf(Unanswerable.class);
    }

    @Property(tries = 60)
    void whateverIsMeasuredGivesNumbersOrASentence(@ForAll("runs") List<double[]> values) {
        try {
            var runs = values.stream().map(v -> new Observation(v[0], v[1], (int) v[2])).toList();
            var estimate = UslEstimate.of(runs, Weighting.RELATIVE, 30, 1);
            for (var number :
                    List.of(
                            estimate.lambda(),
                            estimate.sigma(),
                            estimate.kappa(),
                            estimate.throughput(3),
                            estimate.oneRun(3))) {
                assertThat(number.value()).isFinite().isNotNegative();
                assertThat(number.interval().low()).isFinite().isNotNegative();
            }
        } catch (Unanswerable sentence) {
            assertThat(sentence.why()).matches("(?s)[A-Z0-9].*\\.").doesNotContain("NaN");
            assertThat(sentence.wanted()).matches("(?s)[A-Z].*\\.");
        }
    }

    @Provide
    Arbitrary<List<double[]>> runs() {
        var size = Arbitraries.of(1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 100.0, 0.0);
        var value =
                Arbitraries.oneOf(
                        Arbitraries.doubles().between(0.01, 1e7),
                        Arbitraries.doubles().between(99, 101),
                        Arbitraries.frequency(
                                Tuple.of(40, 5.0),
                                Tuple.of(1, 0.0),
                                Tuple.of(1, -1.0),
                                Tuple.of(1, Double.NaN)));
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(60, size.filter(s -> s > 0)), Tuple.of(1, size)),
                        value,
                        Arbitraries.integers().between(1, 3))
                .as((n, x, block) -> new double[] {n, x, block})
                .list()
                .ofMaxSize(15);
    }

    private static UslEstimate estimate(double[] sizes, int blocks) {
        return UslEstimate.of(
                simulated(sizes, blocks, 0.03, 0, new Random(1)), Weighting.RELATIVE, 400, 1);
    }

    static List<Observation> simulated(
            double[] sizes, int blocks, double scatter, double betweenBlocks, Random random) {
        var runs = new ArrayList<Observation>();
        for (int block = 0; block < blocks; block++) {
            var shift = betweenBlocks * random.nextGaussian();
            for (var size : sizes)
                runs.add(
                        new Observation(
                                size,
                                TRUTH.throughput(size)
                                        * (1 + scatter * random.nextGaussian() + shift),
                                block));
        }
        return runs;
    }
}
