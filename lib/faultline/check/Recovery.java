package faultline.check;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How one sink came through one fault, by what was measured and not by when the fault was meant to
 * begin and end: onset is the first bad second, recovery the first of several good ones.
 *
 * @param onsetSecond since the load started
 * @param recoveredSecond since the load started
 * @param seconds from onset to recovery
 * @param atLeastSeconds from onset to the end of what was seen, where it did not recover before
 * @param stalledSeconds in which nothing at all was dumped
 * @param unseenSeconds of which it is not known how much was dumped
 * @param largestBacklogMsg from the onset until recovery was certain, or from the injection on
 *     where no second was bad
 * @param worstE2eMs over the same time
 * @param lawSeconds what the drain law makes of the standstill: stalled / (1 - offered / capacity),
 *     where capacity is the most that was dumped in a second while it caught up (reference
 *     load-and-capacity §2.3); empty for a standstill below 2 s, or none that it can end
 * @param reason a whole sentence
 */
public record Recovery(
        String fault,
        String sink,
        State state,
        Optional<Integer> onsetSecond,
        Optional<Integer> recoveredSecond,
        Optional<Integer> seconds,
        Optional<Integer> atLeastSeconds,
        int stalledSeconds,
        int unseenSeconds,
        Optional<Double> largestBacklogMsg,
        Optional<Double> worstE2eMs,
        Optional<Double> lawSeconds,
        String reason) {

    /** What can be said. */
    public enum State {
        /** No second was bad. */
        NONE_SEEN,
        RECOVERED,
        INCONCLUSIVE
    }

    /**
     * @param offered messages/s
     * @param from first second of the measure window
     * @param injected when the fault was injected, seconds since the load started
     * @param to the second in which the load ended
     */
    static Recovery of(
            String fault,
            SinkSeries series,
            double offered,
            int from,
            double injected,
            int to,
            RecoveryRule rule) {
        int first = (int) Math.floor(injected) - rule.toleranceSeconds();
        var highest = SinkSeries.values(series.backlog(), from, first).max().orElse(0);
        IntPredicate bad =
                second -> {
                    var dumped = series.dumped().get(second);
                    var backlog = series.backlogAt(second);
                    return dumped == null
                            || dumped < rule.goodShare() * offered
                            || backlog.isEmpty()
                            || backlog.getAsDouble() > highest + rule.backlogSeconds() * offered;
                };
        var seen = new Seen(fault, series, offered);
        if (first - from < rule.goodSeconds())
            return seen.withoutOnset(
                    State.INCONCLUSIVE,
                    first,
                    to,
                    "Fewer than %d seconds were measured before the fault.",
                    rule.goodSeconds());
        var badBefore = IntStream.range(from, first).filter(bad).count();
        if (badBefore > rule.unsteadyShare() * (first - from))
            return seen.withoutOnset(
                    State.INCONCLUSIVE,
                    first,
                    to,
                    "There was no steady state before the fault: %d of %d seconds were bad"
                            + " already.",
                    badBefore,
                    first - from);
        if (first + rule.toleranceSeconds() >= to)
            return seen.withoutOnset(
                    State.INCONCLUSIVE, first, to, "Nothing was measured after the fault.");
        var onset = IntStream.range(first, to).filter(bad).findFirst();
        if (onset.isEmpty())
            return seen.withoutOnset(
                    State.NONE_SEEN, first, to, "%s had no bad second.", series.sink());
        var recovered =
                IntStream.rangeClosed(onset.getAsInt() + 1, to - rule.goodSeconds())
                        .filter(s -> IntStream.range(s, s + rule.goodSeconds()).noneMatch(bad))
                        .findFirst();
        return recovered.isPresent()
                ? seen.recovered(onset.getAsInt(), recovered.getAsInt(), rule.goodSeconds())
                : seen.notYet(onset.getAsInt(), to);
    }

    /** Adds to what is known of onset and recovery what was seen of the sink meanwhile. */
    private record Seen(String fault, SinkSeries series, double offered) {

        Recovery withoutOnset(State state, int from, int to, String reason, Object... values) {
            return recovery(
                    state,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    from,
                    to,
                    to,
                    reason.formatted(values));
        }

        Recovery recovered(int onset, int recovered, int goodSeconds) {
            var law = law(onset, recovered);
            var reason = "%s was back after %d s".formatted(series.sink(), recovered - onset);
            return recovery(
                    State.RECOVERED,
                    Optional.of(onset),
                    Optional.of(recovered),
                    Optional.empty(),
                    onset,
                    recovered,
                    recovered + goodSeconds,
                    reason + law.map("; the drain law says %.0f s."::formatted).orElse("."));
        }

        Recovery notYet(int onset, int to) {
            return recovery(
                    State.INCONCLUSIVE,
                    Optional.of(onset),
                    Optional.empty(),
                    Optional.of(to - onset),
                    onset,
                    to,
                    to,
                    "%s had not recovered when the load ended, %d s after the first bad second."
                            .formatted(series.sink(), to - onset));
        }

        private Optional<Double> law(int from, int to) {
            var stalled = stalled(from, to);
            var capacity = SinkSeries.values(series.dumped(), from, to).max().orElse(0);
            return stalled < 2 || capacity <= offered
                    ? Optional.empty()
                    : Optional.of(stalled / (1 - offered / capacity));
        }

        private int stalled(int from, int to) {
            return (int) SinkSeries.values(series.dumped(), from, to).filter(v -> v == 0).count();
        }

        /**
         * @param to the second after the last bad one
         * @param certain the second after those that proved the end: messages of a stall are
         *     committed, late, in them
         */
        private Recovery recovery(
                State state,
                Optional<Integer> onset,
                Optional<Integer> recovered,
                Optional<Integer> atLeast,
                int from,
                int to,
                int certain,
                String reason) {
            return new Recovery(
                    fault,
                    series.sink(),
                    state,
                    onset,
                    recovered,
                    recovered.map(r -> r - onset.orElseThrow()),
                    atLeast,
                    stalled(from, to),
                    (int)
                            IntStream.range(from, to)
                                    .filter(s -> !series.dumped().containsKey(s))
                                    .count(),
                    max(SinkSeries.values(series.backlog(), from, certain)),
                    max(SinkSeries.values(series.worst(), from, certain)),
                    recovered.flatMap(end -> law(from, end)),
                    reason);
        }

        private static Optional<Double> max(DoubleStream values) {
            return values.boxed().max(Double::compare);
        }
    }
}
