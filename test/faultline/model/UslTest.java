package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class UslTest {

    private static final Usl CISCO = Published.CISCO_USL;

    @Test
    void ciscosRunsGiveThePublishedParameters() {
        var usl = UslFit.of(Published.CISCO, Weighting.EQUAL).usl();
        assertThat(usl.lambda()).isCloseTo(995.6486, withinPercentage(0.02));
        assertThat(usl.sigma()).isCloseTo(0.02671591, withinPercentage(0.02));
        assertThat(usl.kappa()).isCloseTo(7.690945e-4, withinPercentage(0.02));
        assertThat(usl.peakSize()).hasValueCloseTo(35.57, withinPercentage(0.02));
        assertThat(usl.peakThroughput()).hasValueCloseTo(12341.0, withinPercentage(0.02));
    }

    @Test
    void specSdm91GivesThePublishedParameters() {
        var usl = UslFit.of(Published.SDM91, Weighting.EQUAL).usl();
        assertThat(usl.lambda()).isCloseTo(89.9952, withinPercentage(0.02));
        assertThat(usl.sigma()).isCloseTo(0.0277285, withinPercentage(0.02));
        assertThat(usl.kappa()).isCloseTo(1.044e-4, withinPercentage(0.05));
        assertThat(usl.peakSize()).hasValueCloseTo(96.52, withinPercentage(0.02));
        assertThat(usl.limit()).hasValueCloseTo(3245.589, withinPercentage(0.02));
        assertThat(usl.optimalSize()).hasValueCloseTo(36.06401, withinPercentage(0.02));
    }

    /** usl4j leaves kappa out of its inverse and answers 15.38. */
    @Test
    void theSizeForAThroughputTakesCrosstalkIntoAccount() {
        assertThat(CISCO.throughput(20)).isCloseTo(11063.63, within(0.01));
        assertThat(CISCO.sizeFor(11063.63)).hasValueCloseTo(20.00, within(0.01));
    }

    /** usl4j's N(X), and so its R(X): 30 workers are taken for 17.8. */
    @Test
    void thirtyWorkersAreNotTakenForFewer() {
        var carried = CISCO.throughput(30);
        var withoutCrosstalk =
                (1 - CISCO.sigma()) * carried / (CISCO.lambda() - CISCO.sigma() * carried);
        assertThat(withoutCrosstalk).isCloseTo(17.8, within(0.05));
        var size = CISCO.sizeFor(carried).orElseThrow();
        assertThat(size).isCloseTo(30, within(1e-6));
        assertThat(CISCO.residenceSeconds(size)).isCloseTo(30 / carried, within(1e-9));
    }

    /** usl4j has a sign wrong in X(R) and answers 29,726. */
    @Test
    void theThroughputAtAResidenceTimeIsTheOneThatHasIt() {
        assertThat(CISCO.throughputAtResidence(CISCO.residenceSeconds(20)))
                .hasValueCloseTo(11063.63, within(0.01));
    }

    @Property(tries = 300)
    void sizesAndResidenceTimesGoBothWays(
            @ForAll @DoubleRange(min = 0.1, max = 1e6) double lambda,
            @ForAll @DoubleRange(min = 0, max = 0.9) double sigma,
            @ForAll @DoubleRange(min = 0, max = 0.1) double kappa,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double share) {
        var usl = new Usl(lambda, sigma, kappa);
        var size = 1 + share * (Math.min(200, usl.peakSize().orElse(200)) - 1);
        if (size < 1 || size > 0.98 * usl.peakSize().orElse(1e9)) return;
        assertThat(usl.sizeFor(usl.throughput(size))).hasValueCloseTo(size, within(size * 1e-6));
        if (sigma + kappa > 1e-6)
            assertThat(usl.throughputAtResidence(usl.residenceSeconds(size)))
                    .hasValueCloseTo(usl.throughput(size), withinPercentage(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.03,0.002", "0.002,0.03", "0.05,0", "0,0.004"})
    void theRoundTripIsExactToNineDigits(double sigma, double kappa) {
        var usl = new Usl(1000, sigma, kappa);
        assertThat(usl.sizeFor(usl.throughput(4))).hasValueCloseTo(4.0, within(1e-9));
        assertThat(usl.throughputAtResidence(usl.residenceSeconds(4)))
                .hasValueCloseTo(usl.throughput(4), within(usl.throughput(4) * 1e-9));
    }

    @Test
    void littlesLawHoldsOnTheCurve() {
        assertThat(CISCO.throughput(12) * CISCO.residenceSeconds(12)).isCloseTo(12, within(1e-9));
    }

    @Test
    void withoutCrosstalkThereIsNoPeakAndWithoutContentionNoLimit() {
        var linear = new Usl(100, 0, 0);
        assertThat(linear.peakSize()).isEmpty();
        assertThat(linear.peakThroughput()).isEmpty();
        assertThat(linear.limit()).isEmpty();
        assertThat(linear.optimalSize()).isEmpty();
        assertThat(linear.sizeFor(700)).hasValue(7);
        assertThat(new Usl(100, 0.1, 0).limit()).hasValue(1000);
    }

    @Test
    void aThroughputAboveTheCurveHasNoSize() {
        assertThat(CISCO.sizeFor(12_400)).isEmpty();
        assertThat(new Usl(100, 0.1, 0).sizeFor(1001)).isEmpty();
        assertThat(new Usl(100, 1, 0).sizeFor(101)).isEmpty();
        assertThat(new Usl(100, 1, 0).sizeFor(100)).hasValue(1);
    }

    @Test
    void runsThatGrowFasterThanLinearNeverGetANegativeParameter() {
        var usl =
                UslFit.of(
                                List.of(1.0, 2.0, 4.0, 8.0, 16.0).stream()
                                        .map(n -> Published.run(n, 100 * Math.pow(n, 1.2)))
                                        .toList(),
                                Weighting.RELATIVE)
                        .usl();
        assertThat(usl.kappa()).isZero();
        assertThat(usl.sigma()).isZero();
        assertThat(usl.peakSize()).isEmpty();
    }

    @Test
    void theBoundedFitIsNoWorseThanAnyPointOfAGrid() {
        var runs =
                List.of(
                        Published.run(1, 100),
                        Published.run(2, 210),
                        Published.run(4, 380),
                        Published.run(8, 760),
                        Published.run(16, 1390));
        var sizes = new double[] {1, 2, 4, 8, 16};
        var solver = new UslSolver(sizes, Weighting.EQUAL.roots(runs));
        var fit = UslFit.of(runs, Weighting.EQUAL).usl();
        var values = UslFit.values(runs);
        var best = solver.squares(values, fit);
        for (double lambda = 90; lambda < 120; lambda += 0.5)
            for (double sigma = 0; sigma < 0.1; sigma += 0.002)
                for (double kappa = 0; kappa < 0.01; kappa += 0.0005)
                    assertThat(solver.squares(values, new Usl(lambda, sigma, kappa)))
                            .isGreaterThanOrEqualTo(best * (1 - 1e-9));
    }

    @Test
    void manyRunsAtASizeCountByTheirScatterWhereThereAreEnough() {
        var runs = new ArrayList<Observation>();
        for (var size : new double[] {1, 2, 4, 8})
            for (int i = 0; i < 5; i++)
                runs.add(
                        new Observation(
                                size,
                                new Usl(100, 0.05, 0).throughput(size)
                                        + (i - 2) * (size == 8 ? 40 : 0.1)
                                        + (size == 8 ? 60 : 0),
                                i));
        assertThat(UslFit.of(runs, Weighting.BY_REPETITIONS).usl().sigma())
                .isCloseTo(0.05, within(0.001));
        assertThat(UslFit.of(runs, Weighting.EQUAL).usl().sigma()).isLessThan(0.04);
        assertThatThrownBy(() -> UslFit.of(Published.SDM91, Weighting.BY_REPETITIONS))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith("Size 1 has 1 repetition, too few")
                .hasMessageContaining("Repeat every size 5 times");
    }
}
