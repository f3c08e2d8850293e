package faultline.model;

import faultline.check.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a capacity search found.
 *
 * @param msgPerS the highest rate that is carried; empty where none is, or none is known
 * @param notCarriedMsgPerS the next rate, which is not; empty where every rate was carried
 * @param outcome {@code PASS} where a rate is carried and the next is not, {@code FAIL} where none
 *     is, {@code INCONCLUSIVE} where trials contradict each other, say nothing, or are not all made
 * @param sentences why
 */
public record Capacity(
        OptionalDouble msgPerS,
        OptionalDouble notCarriedMsgPerS,
        Outcome outcome,
        List<String> sentences,
        int trials) {

    public Capacity {
        sentences = List.copyOf(sentences);
    }

    static Capacity of(
            List<Double> rates,
            int passes,
            int fails,
            boolean done,
            Optional<Tally> undecided,
            List<String> surprises,
            int trials) {
        var carried = passes < 0 ? OptionalDouble.empty() : OptionalDouble.of(rates.get(passes));
        var not =
                fails == rates.size()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(rates.get(fails));
        var sentences = new ArrayList<String>();
        if (carried.isPresent() && not.isPresent())
            sentences.add(
                    "%s messages/s are carried and %s are not."
                            .formatted(number(carried), number(not)));
        else if (carried.isPresent())
            sentences.add(
                    "%s messages/s, the highest rate tried, are carried: the capacity is that or more."
                            .formatted(number(carried)));
        else if (not.isPresent())
            sentences.add("Not even %s messages/s are carried.".formatted(number(not)));
        else sentences.add("Nothing was tried.");
        if (!done) sentences.add("The search is not finished.");
        undecided.ifPresent(tally -> sentences.add(undecided(number(not), tally)));
        sentences.addAll(surprises);
        var sure = done && undecided.isEmpty() && surprises.isEmpty();
        return new Capacity(
                carried,
                not,
                !sure ? Outcome.INCONCLUSIVE : carried.isPresent() ? Outcome.PASS : Outcome.FAIL,
                sentences,
                trials);
    }

    private static String undecided(String rate, Tally tally) {
        var why =
                tally.passes() > 0
                        ? "the runs contradict each other (%s)".formatted(tally.words())
                        : tally.trials() == 1
                                ? "the only run does not decide"
                                : "none of %d runs decides".formatted(tally.trials());
        return "At %s messages/s %s, so it counts as not carried.".formatted(rate, why);
    }

    private static String number(OptionalDouble rate) {
        return Written.number(rate.orElseThrow());
    }
}
