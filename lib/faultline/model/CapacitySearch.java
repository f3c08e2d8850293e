package faultline.model;

import static faultline.model.Unanswerable.atLeast;
import static faultline.model.Unanswerable.positive;

import faultline.model.Tally.State;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Searches the highest rate that meets an objective: brackets it from a guess, bisects, and repeats
 * both ends of what is left. A pure function from the trials so far to the next, so that a search
 * that was interrupted goes on from its journals.
 *
 * <p>A rate is carried where it and every tried rate below it are: one that passes above one that
 * fails is reported, and never taken for the answer.
 *
 * @param rates in messages/s, rising
 * @param repetitions trials of each of the two rates that the answer stands on, at least; and the
 *     most that any rate gets
 * @param guess the level to begin at; bisection where empty
 */
public record CapacitySearch(List<Double> rates, int repetitions, OptionalInt guess) {

    private static final int MOST_RATES = 1000;
    private static final MathContext DIGITS = new MathContext(3);

    public CapacitySearch {
        rates = List.copyOf(rates);
        atLeast("the number of rates", rates.size(), 1);
        atLeast("the number of repetitions", repetitions, 1);
        for (int i = 0; i < rates.size(); i++) {
            positive("a rate", rates.get(i));
            if (i > 0 && rates.get(i) <= rates.get(i - 1))
                throw new Unanswerable(
                        "Rate %s comes after %s."
                                .formatted(
                                        Written.number(rates.get(i)),
                                        Written.number(rates.get(i - 1))),
                        "Rates must rise.");
        }
        if (guess.isPresent() && (guess.getAsInt() < 0 || guess.getAsInt() >= rates.size()))
            throw new Unanswerable("The guess is not one of the rates.", "Take one of them.");
    }

    /**
     * Rates from one to another, each higher by {@code step}: 0.1 is a tenth. Three digits of each,
     * which finer steps than 0.01 would need more of, so that runs have readable names.
     */
    public static List<Double> rates(double from, double to, double step) {
        positive("the lowest rate", from);
        positive("the highest rate", to);
        positive("the step", step);
        if (Math.log(to / from) / Math.log1p(step) > MOST_RATES)
            throw new Unanswerable(
                    "Steps of %s make more than %d rates."
                            .formatted(Written.number(step), MOST_RATES),
                    "Search in wider steps; a capacity is hardly known to better than 0.01.");
        var rates = new ArrayList<Double>();
        for (var rate = from; rate < to * (1 + step / 2); rate *= 1 + step)
            rates.add(step < 0.01 ? rate : new BigDecimal(rate).round(DIGITS).doubleValue());
        if (rates.isEmpty())
            throw new Unanswerable("The highest rate is below the lowest.", "Swap them.");
        return rates;
    }

    /** The level to try next; empty where the search is done. */
    public OptionalInt next(List<Trial> trials) {
        var states = states(trials);
        for (int level = 0; level < states.size(); level++)
            if (states.get(level) == State.OPEN) return OptionalInt.of(level);
        int fails = firstNotCarried(states);
        int passes = lastCarried(states, fails);
        if (fails - passes > 1) return OptionalInt.of(between(passes, fails));
        // What the answer stands on: its own rate, the next one, and whatever contradicts them.
        for (int level = 0; level < states.size(); level++)
            if ((level == passes || level == fails || isSurprise(states, level, fails))
                    && Tally.of(trials, level).trials() < repetitions) return OptionalInt.of(level);
        return OptionalInt.empty();
    }

    /** What the trials say, be they all or only some. */
    public Capacity answer(List<Trial> trials) {
        var states = states(trials);
        int fails = firstNotCarried(states);
        int passes = lastCarried(states, fails);
        var surprises = new ArrayList<String>();
        for (int level = fails + 1; level < states.size(); level++)
            if (isSurprise(states, level, fails))
                surprises.add(
                        "Not monotone: %s messages/s passed (%s), although %s did not (%s)."
                                .formatted(
                                        Written.number(rates.get(level)),
                                        Tally.of(trials, level).words(),
                                        Written.number(rates.get(fails)),
                                        Tally.of(trials, fails).words()));
        return Capacity.of(
                rates,
                passes,
                fails,
                next(trials).isEmpty(),
                fails < states.size() && states.get(fails) == State.UNDECIDED
                        ? Optional.of(Tally.of(trials, fails))
                        : Optional.empty(),
                surprises,
                trials.size());
    }

    private List<State> states(List<Trial> trials) {
        for (var trial : trials)
            if (trial.level() >= rates.size())
                throw new Unanswerable(
                        "A trial is of level %d of %d.".formatted(trial.level(), rates.size()),
                        "Go on with the rates that the search began with.");
        var states = new ArrayList<State>();
        for (int level = 0; level < rates.size(); level++)
            states.add(Tally.of(trials, level).state(repetitions));
        return states;
    }

    private static int firstNotCarried(List<State> states) {
        for (int level = 0; level < states.size(); level++)
            if (states.get(level) == State.FAIL || states.get(level) == State.UNDECIDED)
                return level;
        return states.size();
    }

    private static int lastCarried(List<State> states, int below) {
        for (int level = below - 1; level >= 0; level--)
            if (states.get(level) == State.PASS) return level;
        return -1;
    }

    private static boolean isSurprise(List<State> states, int level, int fails) {
        return level > fails && states.get(level) == State.PASS;
    }

    /** From a guess in steps that double, until it is bracketed; the middle otherwise. */
    private int between(int passes, int fails) {
        var middle = (passes + fails) >>> 1;
        if (guess.isEmpty()) return middle;
        int start = guess.getAsInt();
        if (passes < 0 && fails == rates.size()) return start;
        if (fails == rates.size())
            return Math.min(rates.size() - 1, passes + Math.max(1, 2 * (passes - start)));
        if (passes < 0) return Math.max(0, fails - Math.max(1, 2 * (start - fails)));
        return middle;
    }
}
