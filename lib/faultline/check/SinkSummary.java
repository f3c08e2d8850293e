package faultline.check;

import faultline.measure.LatencyLog.Kind;
import faultline.measure.Recording;
import faultline.stack.Stack;

import java.util.Optional;

/**
 * One sink over the measure window.
 *
 * @param dumpedRowsPerS mean; empty where nothing was seen of its consumers
 * @param largestBacklogMsg from the start of the window to the end of the journal
 * @param e2e due to committed, of all that was committed from the start of the window to the end of
 *     the drain: what waited longest is committed last, and leaving it out would flatter the run
 */
public record SinkSummary(
        String sink,
        Optional<Double> dumpedRowsPerS,
        Optional<Double> largestBacklogMsg,
        Drain drain,
        Optional<LatencySummary> e2e) {

    static SinkSummary of(Recording recording, SinkSeries series, int from, int to) {
        var dumped = SinkSeries.values(series.dumped(), from, to).summaryStatistics();
        return new SinkSummary(
                series.sink(),
                dumped.getCount() == 0
                        ? Optional.empty()
                        : Optional.of(dumped.getSum() / (to - from)),
                SinkSeries.values(series.backlog(), from, Integer.MAX_VALUE)
                        .boxed()
                        .max(Double::compare),
                Drain.of(recording, series, to),
                LatencySummary.of(
                        recording.latency(
                                Kind.E2E,
                                Stack.group(series.sink()) + "-",
                                from,
                                Double.POSITIVE_INFINITY)));
    }
}
