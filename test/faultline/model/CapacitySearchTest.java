package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.check.Outcome;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

class CapacitySearchTest {

    private static List<Double> rates(int levels) {
        return IntStream.rangeClosed(1, levels).mapToObj(i -> i * 1000.0).toList();
    }

    /** All 65, six of which Theodolite's binary search answers with none. */
    @Test
    void everyMonotoneOracleIsAnsweredLikeBruteForce() {
        int oracles = 0;
        for (int levels = 1; levels <= 10; levels++)
            for (int carried = 0; carried <= levels; carried++) {
                int highest = carried;
                oracles++;
                var search = new CapacitySearch(rates(levels), 1, OptionalInt.empty());
                var trials = run(search, level -> pass(level < highest));
                var answer = search.answer(trials);
                assertThat(answer.msgPerS()).isEqualTo(rate(carried));
                assertThat(answer.notCarriedMsgPerS())
                        .isEqualTo(carried == levels ? OptionalDouble.empty() : rate(carried + 1));
                assertThat(answer.outcome()).isEqualTo(carried > 0 ? Outcome.PASS : Outcome.FAIL);
                assertThat(trials.size())
                        .isLessThanOrEqualTo((int) Math.ceil(Math.log(levels) / Math.log(2)) + 2);
            }
        assertThat(oracles).isEqualTo(65);
    }

    @Test
    void aGuessAndRepetitionsChangeTheWayButNotTheAnswer() {
        for (int levels = 1; levels <= 10; levels++)
            for (int carried = 0; carried <= levels; carried++)
                for (int guess = 0; guess < levels; guess++)
                    for (int repetitions : new int[] {1, 2, 3}) {
                        int highest = carried;
                        var search =
                                new CapacitySearch(
                                        rates(levels), repetitions, OptionalInt.of(guess));
                        assertThat(search.next(List.of())).hasValue(guess);
                        var trials = run(search, level -> pass(level < highest));
                        assertThat(search.answer(trials).msgPerS()).isEqualTo(rate(carried));
                    }
    }

    @Test
    void bothRatesThatTheAnswerStandsOnAreRepeated() {
        var search = new CapacitySearch(rates(8), 3, OptionalInt.empty());
        var trials = run(search, level -> pass(level < 5));
        assertThat(trials).filteredOn(t -> t.level() == 4).hasSize(3);
        assertThat(trials).filteredOn(t -> t.level() == 5).hasSize(3);
        assertThat(search.answer(trials).sentences())
                .containsExactly("5,000 messages/s are carried and 6,000 are not.");
    }

    @Test
    void aLuckyPassIsFoundOutByRepeating() {
        var search = new CapacitySearch(rates(8), 3, OptionalInt.empty());
        int[] asked = new int[8];
        var trials = run(search, level -> pass(level < 4 || level == 4 && asked[level]++ == 0));
        assertThat(search.answer(trials).msgPerS()).hasValue(4000);
        assertThat(search.answer(trials).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aPassAboveAFailureIsReportedAndNotBelieved() {
        var search = new CapacitySearch(rates(8), 1, OptionalInt.empty());
        var trials =
                List.of(
                        new Trial(3, Outcome.PASS),
                        new Trial(5, Outcome.PASS),
                        new Trial(4, Outcome.FAIL));
        var answer = search.answer(trials);
        assertThat(answer.msgPerS()).hasValue(4000);
        assertThat(answer.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(answer.sentences())
                .contains(
                        "Not monotone: 6,000 messages/s passed (1 of 1 run passed), although 5,000"
                                + " did not (0 of 1 run passed).");
    }

    @Test
    void runsThatSayNothingAreRepeatedAndThenCountAsNotCarried() {
        var search = new CapacitySearch(rates(4), 3, OptionalInt.empty());
        var trials = run(search, level -> level < 2 ? Outcome.PASS : Outcome.INCONCLUSIVE);
        var answer = search.answer(trials);
        assertThat(answer.msgPerS()).hasValue(2000);
        assertThat(answer.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(answer.sentences())
                .contains(
                        "At 3,000 messages/s none of 3 runs decides, so it counts as not carried.");
    }

    @Test
    void theHighestRateIsALowerBoundWhereAllAreCarried() {
        var search = new CapacitySearch(rates(4), 1, OptionalInt.empty());
        assertThat(search.answer(run(search, _ -> Outcome.PASS)).sentences().getFirst())
                .endsWith("the capacity is that or more.");
    }

    @Test
    void aSearchThatWasInterruptedSaysSo() {
        var search = new CapacitySearch(rates(4), 1, OptionalInt.empty());
        assertThat(search.answer(List.of()).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(search.answer(List.of(new Trial(1, Outcome.PASS))).sentences())
                .contains("The search is not finished.");
    }

    @Property(tries = 300)
    void everyOracleHoweverNoisyComesToAnEnd(
            @ForAll @IntRange(min = 1, max = 12) int levels,
            @ForAll @IntRange(min = 1, max = 4) int repetitions,
            @ForAll long seed) {
        var random = new Random(seed);
        var search = new CapacitySearch(rates(levels), repetitions, OptionalInt.empty());
        var trials = run(search, _ -> Outcome.values()[random.nextInt(4)]);
        assertThat(trials.size()).isLessThanOrEqualTo(levels * repetitions);
        var carried = search.answer(trials).msgPerS();
        var not = search.answer(trials).notCarriedMsgPerS();
        if (carried.isPresent() && not.isPresent())
            assertThat(carried.getAsDouble()).isLessThan(not.getAsDouble());
    }

    @Test
    void ratesBetweenTwoEndsHaveThreeDigits() {
        var rates = CapacitySearch.rates(6000, 40_000, 0.1);
        assertThat(rates).startsWith(6000.0, 6600.0, 7260.0, 7990.0).hasSize(21);
        assertThat(CapacitySearch.rates(1000, 2000, 0.01)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void runsThatContradictEachOtherAreToldFromOneThatDoesNotDecide() {
        var split = new CapacitySearch(rates(2), 2, OptionalInt.empty());
        assertThat(
                        split.answer(
                                        List.of(
                                                new Trial(0, Outcome.PASS),
                                                new Trial(0, Outcome.PASS),
                                                new Trial(1, Outcome.PASS),
                                                new Trial(1, Outcome.FAIL)))
                                .sentences())
                .contains(
                        "At 2,000 messages/s the runs contradict each other (1 of 2 runs passed),"
                                + " so it counts as not carried.");
        var once = new CapacitySearch(rates(2), 1, OptionalInt.empty());
        assertThat(
                        once.answer(
                                        List.of(
                                                new Trial(0, Outcome.PASS),
                                                new Trial(1, Outcome.INCONCLUSIVE)))
                                .sentences())
                .contains(
                        "At 2,000 messages/s the only run does not decide, so it counts as not"
                                + " carried.");
    }

    @Test
    void ratesThatDoNotRiseAreRefused() {
        assertThatThrownBy(() -> new CapacitySearch(List.of(2.0, 1.0), 1, OptionalInt.empty()))
                .isInstanceOf(Unanswerable.class)
                .hasMessage("Rate 1 comes after 2. Rates must rise.");
        assertThatThrownBy(() -> new CapacitySearch(List.of(), 1, OptionalInt.empty()))
                .isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> CapacitySearch.rates(1000, 0, 0.1))
                .isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> CapacitySearch.rates(1000, 2000, 1e-12))
                .isInstanceOf(Unanswerable.class);
        assertThat(CapacitySearch.rates(1000, 2000, 1)).containsExactly(1000.0, 2000.0);
    }

    private static List<Trial> run(CapacitySearch search, IntFunction<Outcome> oracle) {
        var trials = new ArrayList<Trial>();
        for (var next = search.next(trials); next.isPresent(); next = search.next(trials)) {
            trials.add(new Trial(next.getAsInt(), oracle.apply(next.getAsInt())));
            assertThat(trials.size()).isLessThan(100);
        }
        return trials;
    }

    private static Outcome pass(boolean carried) {
        return carried ? Outcome.PASS : Outcome.FAIL;
    }

    private static OptionalDouble rate(int levels) {
        return levels == 0 ? OptionalDouble.empty() : OptionalDouble.of(levels * 1000.0);
    }
}
