package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

class DimensionTest {

    private static final double[] SIZES = {1, 2, 4, 8, 12, 16, 24};

    @Test
    void aDemandIsAnsweredWithEveryNumberAndTheFormulasBehindIt() {
        var answer = Dimension.of(demand(20_000, 1), measured(), 1);
        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.lines().getFirst())
                .isEqualTo(
                        "For 20,000 messages/s of 1,024 bytes, p99 within 500 ms, with 1 of each"
                                + " lost:");
        assertThat(answer.lines())
                .anyMatch(l -> l.matches("brokers: \\d+; needed: .*95 %: .* to .*"))
                .anyMatch(l -> l.contains("quorum: 2 × 1 + 1 = 3 controllers survive 1"))
                .anyMatch(l ->
                        l.contains(
                                "utilisation = min(0.8, 1 − outage/recovery) = min(0.8,"
                                        + " 1 − 20 s/60 s) = 0.6667"))
                .anyMatch(l -> l.contains("X(N) = λN/(1 + σ(N−1) + κN(N−1)), λ = "))
                .anyMatch(l -> l.contains("max(t/p, t/c) = max(20,000/9,000, 20,000/4,000) = 5"));
        assertThat(number(answer, "database nodes")).isEqualTo(3);
        assertThat(number(answer, "series stores")).isEqualTo(2);
    }

    @Test
    void consumersAreEnoughWithOneOfThemGone() {
        var answer = Dimension.of(demand(20_000, 1), measured(), 1);
        var consumers = number(answer, "consumers");
        var truth = new Usl(4000, 0.03, 0.0005);
        assertThat(truth.throughput(consumers - 1)).isGreaterThan(20_000 / (1 - 20 / 60.0));
        assertThat(truth.throughput(consumers - 4)).isLessThan(20_000 / (1 - 20 / 60.0));
        assertThat(number(answer, "partitions") % consumers).isZero();
        assertThat(number(answer, "partitions") % number(answer, "brokers")).isZero();
    }

    @Test
    void whatWasNotMeasuredIsNamedWithTheRunsThatWouldProvideIt() {
        var nothing =
                new Measured(
                        500,
                        List.of(),
                        List.of(Published.run(1, 100), Published.run(2, 200)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Scaling.NONE);
        var answer = Dimension.of(demand(20_000, 1), nothing, 1);
        assertThat(answer.isComplete()).isFalse();
        assertThat(answer.lines())
                .anyMatch(l ->
                        l.startsWith(
                                "brokers: cannot be said. No run says what several brokers"
                                        + " carry. At least 3:"))
                .anyMatch(l -> l.startsWith("consumers: cannot be said. There are runs of 2 sizes"))
                .anyMatch(l -> l.startsWith("database nodes: cannot be said. No run says"))
                .anyMatch(l -> l.startsWith("disk of all brokers: 7,"))
                .noneMatch(l -> l.contains("NaN"));
    }

    @Test
    void capacitiesOfALooserObjectiveAreNotUsedForAStricterOne() {
        var strict = demand(20_000, 1, 100);
        var answer = Dimension.of(strict, measured(), 1);
        assertThat(answer.answers()).allMatch(Answer.Missing.class::isInstance);
        assertThat(answer.lines()).anyMatch(l -> l.contains("--p99 100ms"));
    }

    @Test
    void aRateThatNoNumberCarriesHasASentence() {
        var answer = Dimension.of(demand(1e7, 1), measured(), 1);
        assertThat(answer.lines())
                .anyMatch(l ->
                        l.startsWith(
                                "consumers: cannot be said. No size carries 15,000,000"
                                        + " messages/s; the curve ends at"));
    }

    static Stream<List<Observation>> poor() {
        var sizes = List.of(1.0, 2.0, 3.0, 4.0, 6.0);
        return Stream.of(
                List.of(),
                List.of(Published.run(2, 1000), Published.run(2, 1000), Published.run(2, 1000)),
                sizes.stream().map(n -> Published.run(n, 1000)).toList(),
                sizes.stream().map(n -> Published.run(n, 1e-6)).toList(),
                sizes.stream().map(n -> Published.run(n, 1e12 / n)).toList(),
                sizes.stream().map(n -> Published.run(n, 1000 * n * n)).toList(),
                List.of(
                        Published.run(1, 1),
                        Published.run(2, 1e9),
                        Published.run(3, 1),
                        Published.run(1000, 1e9)));
    }

    @ParameterizedTest
    @MethodSource("poor")
    void howeverPoorTheRunsAreTheAnswerIsNumbersOrASentence(List<Observation> runs) {
        var measured = measured();
        var answer =
                Dimension.of(
                        demand(20_000, 1),
                        new Measured(
                                500,
                                List.of(),
                                runs,
                                measured.producePerPartition(),
                                measured.consumePerPartition(),
                                measured.database(),
                                measured.series(),
                                Optional.empty(),
                                Optional.empty(),
                                Scaling.NONE),
                        1);
        assertThat(answer.lines())
                .allSatisfy(line -> assertThat(line).doesNotContain("NaN", "Infinity", "not a n"));
    }

    @Test
    void aNumberBeyondAllThatWereMeasuredIsSaidToBeExtrapolated() {
        var truth = new Usl(4000, 0.03, 0.0005);
        var below = new ArrayList<Observation>();
        for (int block = 0; block < 3; block++)
            for (int size = 1; size <= 4; size++)
                below.add(new Observation(size, truth.throughput(size), block));
        var size = ScaledSize.of("consumers", below, 18_000, Scaling.NONE, 1);
        assertThat(size.size().value()).isGreaterThan(4);
        assertThat(size.lines())
                .contains("extrapolated: the largest size that was measured is 4")
                .contains("doubt: 4 sizes were measured; it takes 6.")
                .anyMatch(line -> line.startsWith("doubt: 0 measured sizes are past the peak"));
    }

    @Test
    void aMultipleThatNobodyCanProvideIsRefused() {
        assertThatThrownBy(() -> Formulas.multiple(1, 99_991, 99_989))
                .isInstanceOf(Unanswerable.class)
                .hasMessageStartingWith(
                        "The smallest multiple of 99991 and of 99989 is 9,998,000,099.");
    }

    @Test
    void aNumberThatCarriesLessWithItsSpareOnesIsNotRecommended() {
        var falling = new ArrayList<Observation>();
        for (var size : new int[] {1, 2, 3, 4, 6, 8})
            falling.add(Published.run(size, new Usl(20_000, 0.5, 0.3).throughput(size)));
        var measured = measured();
        var falls =
                new Measured(
                        500,
                        measured.brokers(),
                        falling,
                        measured.producePerPartition(),
                        measured.consumePerPartition(),
                        measured.database(),
                        measured.series(),
                        Optional.empty(),
                        Optional.empty(),
                        Scaling.NONE);
        assertThat(Dimension.of(demand(12_800, 1), falls, 1).lines())
                .anyMatch(l ->
                        l.matches(
                                "consumers: cannot be said\\. .* but 2, the spare ones among them,"
                                        + " carry .* only\\."));
        assertThat(number(Dimension.of(demand(8_000, 1), falls, 1), "consumers")).isEqualTo(2);
    }

    @Test
    void anotherMachineWidensTheIntervalAndSaysSo() {
        var scaling =
                new Scaling(
                        new Estimate(2, new Interval(1.8, 2.2)),
                        new Estimate(1, new Interval(0.9, 1.1)));
        var here = new Estimate(1000, new Interval(900, 1100));
        assertThat(scaling.apply(here).interval().low()).isCloseTo(810, within(1e-9));
        assertThat(scaling.apply(here).interval().high()).isCloseTo(2420, within(1e-9));
        assertThat(Scaling.NONE.apply(here)).isEqualTo(here);
        assertThat(scaling.sentence()).contains("processors by 2 (95 %: 1.8 to 2.2)");
    }

    @Property(tries = 5)
    void moreLoadAndMoreLossNeverNeedLess(
            @ForAll @DoubleRange(min = 1000, max = 15_000) double rate,
            @ForAll @IntRange(min = 0, max = 2) int survive) {
        var less = Dimension.of(demand(rate, survive), measured(), 1);
        var more = Dimension.of(demand(rate * 1.2, survive + 1), measured(), 1);
        for (var what : List.of("brokers", "consumers", "database nodes", "series stores"))
            assertThat(number(more, what)).isGreaterThanOrEqualTo(number(less, what));
    }

    /** Reference §2.6: 20,000 messages/s of 1 KiB for a day in three copies. */
    @Test
    void theDiskOfTheReferencesExampleIsRight() {
        assertThat(20_000 * 1024.0 * 86_400 * 3).isCloseTo(5.3e12, within(0.05e12));
        assertThat(Formulas.diskBytes(20_000 * 1024.0, 86_400, 3, 1))
                .isCloseTo(7.6e12, within(0.05e12));
    }

    @Test
    void formulasGiveTheNumbersOfTheirSources() {
        // Two database sinks and a replicated series store are 3 groups: the link divides by 5.
        assertThat(Formulas.brokersForNetwork(100, 3, 3, 100)).isEqualTo(5);
        assertThat(Formulas.brokersForDisk(100, 3, 100)).isEqualTo(3);
        assertThat(Formulas.bytesIn(100, 3, 3)).isEqualTo(100);
        assertThat(Formulas.bytesOut(100, 3, 3, 3)).isCloseTo(166.67, within(0.01));
        assertThat(Formulas.headroom(0.8, 3, 1)).isCloseTo(0.53, within(0.005));
        assertThat(Formulas.retentionSeconds(60, 0.8)).isCloseTo(600, within(1e-9));
        assertThat(Formulas.twoOfThree(0.99)).isCloseTo(0.9997, within(1e-5));
        assertThat(Formulas.availability(99, 1)).isEqualTo(0.99);
        assertThat(Formulas.gcacheBytes(1e6, 128)).isEqualTo(1.28e8);
        assertThat(Formulas.multiple(13, 3, 4)).isEqualTo(24);
        assertThat(Formulas.multiple(12, 3, 4)).isEqualTo(12);
        assertThatThrownBy(() -> Formulas.headroom(0.8, 3, 3)).isInstanceOf(Unanswerable.class);
    }

    @Test
    void growthMeetsItsLimitWhenTheLogarithmSays() {
        var growth = new Growth(1000, 0.1);
        var months = growth.monthsUntil(new Estimate(2000, new Interval(1100, 4000)));
        assertThat(months.value()).isCloseTo(7.27, within(0.01));
        assertThat(months.interval().low()).isCloseTo(1, within(1e-9));
        assertThat(growth.monthsUntil(Estimate.exactly(500)).value()).isZero();
        assertThatThrownBy(() -> new Growth(1000, 0)).isInstanceOf(Unanswerable.class);
    }

    @Test
    void aDemandThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> demand(0, 1)).isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> demand(Double.NaN, 1)).isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> demand(10, -1))
                .hasMessage("The number that may be lost is -1. It must be 0 or more.");
        assertThatThrownBy(() ->
                        new Demand(
                                10,
                                500,
                                1,
                                1024,
                                3,
                                3,
                                Duration.ofDays(1),
                                1,
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(1)))
                .hasMessageStartingWith("An outage of 120 s does not end within");
    }

    @Test
    void numbersReadWell() {
        assertThat(Written.number(12_341.4)).isEqualTo("12,341");
        assertThat(Written.number(0.0267159)).isEqualTo("0.02672");
        assertThat(Written.number(7.690945e-4)).isEqualTo("7.691e-4");
        assertThat(Written.number(0)).isEqualTo("0");
        assertThat(Written.number(999.99)).isEqualTo("1,000");
        assertThat(Written.number(Double.NaN)).isEqualTo("not a number");
    }

    private static double number(Dimension dimension, String what) {
        return dimension.answers().stream()
                .filter(a -> a.what().equals(what))
                .map(Answer.Sized.class::cast)
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static Demand demand(double rate, int survive) {
        return demand(rate, survive, 500);
    }

    private static Demand demand(double rate, int survive, double p99Ms) {
        return new Demand(
                rate,
                p99Ms,
                survive,
                1024,
                3,
                3,
                Duration.ofDays(1),
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }

    private static Measured measured() {
        return new Measured(
                500,
                runs(new Usl(15_000, 0.05, 0.0004)),
                runs(new Usl(4000, 0.03, 0.0005)),
                Optional.of(Estimate.exactly(9000)),
                Optional.of(Estimate.exactly(4000)),
                Optional.of(new Estimate(40_000, new Interval(36_000, 44_000))),
                Optional.of(new Estimate(90_000, new Interval(80_000, 99_000))),
                Optional.of(Estimate.exactly(200e6)),
                Optional.of(Estimate.exactly(125e6)),
                Scaling.NONE);
    }

    private static List<Observation> runs(Usl usl) {
        var random = new Random(1);
        var runs = new ArrayList<Observation>();
        for (int block = 0; block < 3; block++)
            for (var size : SIZES)
                runs.add(
                        new Observation(
                                size,
                                usl.throughput(size) * (1 + 0.02 * random.nextGaussian()),
                                block));
        return runs;
    }
}
