package faultline.check;

import faultline.measure.Recording;
import faultline.stack.Stack;

import java.util.Map;
import java.util.Optional;

/**
 * Whether a sink had everything in the end. Without that, what is missing is not lost.
 *
 * @param leftMsg backlog when the replicas were about to be read; empty where it was not seen
 * @param seconds from the end of the load until the backlog was gone for good
 */
public record Drain(
        String sink, boolean drained, Optional<Double> leftMsg, Optional<Double> seconds) {

    /**
     * The phase {@code account} says in {@code backlog_msg} what the groups had left when it began.
     * No sample can replace that: while a feeder still sends, none is the last.
     *
     * @param loadEnd the second in which the load ended
     */
    static Drain of(Recording recording, SinkSeries series, int loadEnd) {
        var left = left(recording, series.sink());
        var drained = left.isPresent() && left.get() == 0;
        return new Drain(
                series.sink(),
                drained,
                left,
                drained ? Optional.of(secondsWithBacklog(series, loadEnd)) : Optional.empty());
    }

    Finding finding() {
        if (drained) return Finding.pass("drained", "%s had everything in the end.", sink);
        return leftMsg.isPresent()
                ? Finding.inconclusive(
                        "drained", "%s still had %.0f messages to dump.", sink, leftMsg.get())
                : Finding.inconclusive(
                        "drained", "What %s still had to dump in the end was not seen.", sink);
    }

    private static Optional<Double> left(Recording recording, String sink) {
        return Timeline.phase(recording, "account")
                .map(e -> e.detail().get("backlog_msg"))
                .filter(Map.class::isInstance)
                .map(groups -> ((Map<?, ?>) groups).get(Stack.group(sink)))
                .map(left -> ((Number) left).doubleValue());
    }

    private static double secondsWithBacklog(SinkSeries series, int loadEnd) {
        return series.backlog().tailMap(loadEnd).entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .mapToDouble(e -> e.getKey() + 1 - loadEnd)
                .max()
                .orElse(0);
    }
}
