package faultline.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /**
     * What is left where everything is spread evenly over so many sites and one of them is down; a
     * sentence for each component whose number is known.
     *
     * @param sizes capacities by size, by what was sized
     */
    public static List<String> siteDown(
            Dimension dimension, Map<String, List<Observation>> sizes, int sites, long seed) {
        Unanswerable.atLeast("the number of sites", sites, 2);
        var sentences = new ArrayList<String>();
        for (var answer : dimension.answers()) {
            if (!(answer instanceof Answer.Sized sized) || !SPREAD.containsKey(sized.what()))
                continue;
            int all = (int) sized.number();
            int left = all - Math.ceilDiv(all, sites);
            var carried =
                    sizes.containsKey(sized.what()) && left > 0
                            ? carried(sizes.get(sized.what()), left, dimension.demand(), seed)
                            : "";
            sentences.add(
                    "One of %d sites down: %s, n − ⌈n/%1$d⌉ = %d − ⌈%3$d/%1$d⌉ = %d left%s.%s"
                            .formatted(
                                    sites,
                                    sized.what(),
                                    all,
                                    left,
                                    SPREAD.get(sized.what()).words(all, left),
                                    carried));
        }
        return sentences;
    }

    /** What a component needs of itself to go on. */
    private enum Need {
        MAJORITY,
        ONE;

        String words(int all, int left) {
            int least = this == MAJORITY ? all / 2 + 1 : 1;
            var what = this == MAJORITY ? "a majority" : "one";
            return ", and %s of them (%d) is %sthere"
                    .formatted(what, least, left >= least ? "" : "not ");
        }
    }

    private static final Map<String, Need> SPREAD =
            Map.of(
                    "brokers", Need.MAJORITY,
                    "consumers", Need.ONE,
                    "database nodes", Need.MAJORITY,
                    "series stores", Need.ONE);

    private static String carried(List<Observation> runs, int left, Demand demand, long seed) {
        try {
            var carried = UslEstimate.of(runs, Weighting.RELATIVE, seed).throughput(left);
            return " They carry X(%d) = %s messages/s, on the machines that were measured; %s are wanted."
                    .formatted(left, carried, Written.number(demand.msgPerS()));
        } catch (Unanswerable few) {
            return " What they carry cannot be said: " + few.why();
        }
    }

    /** How well each number of consumers, and each of brokers, is predicted by the others. */
    public static List<String> leftOut(MeasuredRuns runs, long seed) {
        var sentences = new ArrayList<String>();
        sentences.addAll(leftOut("consumers", runs.consumers(), runs.consumerLatencies(), seed));
        sentences.addAll(leftOut("brokers", runs.brokers(), runs.brokerLatencies(), seed));
        return sentences;
    }

    /**
     * How well each measured size is predicted by the others, a sentence or two each.
     *
     * @param latencies of runs that were carried; where they are few, only throughput is predicted
     */
    public static List<String> leftOut(
            String what,
            List<Observation> runs,
            List<LatencyLeaveOut.Loaded> latencies,
            long seed) {
        var sentences = new ArrayList<String>();
        try {
            for (var left : LeaveOut.each(runs, Weighting.RELATIVE, seed))
                sentences.add(
                        what
                                + ": "
                                + left.sentence()
                                + beyond(left.isWithinTolerance(), LeaveOut.TOLERANCE)
                                + LatencyLeaveOut.of(left, latencies)
                                        .map(p99 ->
                                                " "
                                                        + p99.sentence()
                                                        + beyond(
                                                                p99.isWithinTolerance(),
                                                                LatencyLeaveOut.TOLERANCE))
                                        .orElse(""));
        } catch (Unanswerable few) {
            sentences.add(what + ": " + few.getMessage());
        }
        return sentences;
    }

    private static String beyond(boolean within, double tolerance) {
        return within
                ? ""
                : " That is more than the %s that may be missed by."
                        .formatted(Written.percent(tolerance));
    }
}
