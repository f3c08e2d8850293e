package faultline.model;

import java.util.ArrayList;
import java.util.List;

/** What the fitted curves say beyond today's demand, and how well they predict what they know. */
public final class Outlook {

    private Outlook() {}

    /** For how many months what is recommended lasts; a sentence. */
    public static String growth(
            Dimension dimension, List<Observation> consumers, double sharePerMonth, long seed) {
        var demand = dimension.demand();
        var count =
                dimension.answers().stream()
                        .filter(a -> a.what().equals("consumers"))
                        .filter(Answer.Sized.class::isInstance)
                        .mapToDouble(a -> ((Answer.Sized) a).number())
                        .findFirst();
        if (count.isEmpty())
            return "For how long that lasts cannot be said: the number of consumers is not known.";
        var left = count.getAsDouble() - demand.survive();
        var limit =
                UslEstimate.of(consumers, Weighting.RELATIVE, seed)
                        .throughput(left)
                        .times(demand.utilisation());
        var months = new Growth(demand.msgPerS(), sharePerMonth).monthsUntil(limit);
        return "Growing by %s a month it lasts for %s months: ln(limit/now)/ln(1 + g), limit = X(%s) × %s = %s messages/s."
                .formatted(
                        Written.percent(sharePerMonth),
                        months,
                        Written.number(left),
                        Written.number(demand.utilisation()),
                        limit);
    }

    /** How well each measured size is predicted by the others, a sentence each. */
    public static List<String> leftOut(String what, List<Observation> runs, long seed) {
        var sentences = new ArrayList<String>();
        try {
            for (var left : LeaveOut.each(runs, Weighting.RELATIVE, seed))
                sentences.add(
                        what
                                + ": "
                                + left.sentence()
                                + (left.isWithinTolerance()
                                        ? ""
                                        : " That is more than the %s that may be missed by."
                                                .formatted(Written.percent(LeaveOut.TOLERANCE))));
        } catch (Unanswerable few) {
            sentences.add(what + ": " + few.getMessage());
        }
        return sentences;
    }
}
