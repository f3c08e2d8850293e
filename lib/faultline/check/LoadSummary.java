package faultline.check;

import faultline.measure.LatencyLog.Kind;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.stack.Component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was offered and what came of it in the measure window. Rates are totals divided by the
 * window's length: what a pod does not report while it is down is not made up.
 *
 * @param fromSecond first second of the window, since the load started
 * @param toSecond the second after its last
 * @param generatorLimited reasons to blame the feeders and not the system; empty where there is
 *     none
 * @param lateness due to handed over
 * @param service handed over to acknowledged
 * @param cpuPercent by component, all its pods together: 100 is one core
 * @param machineCpuPercent of the whole machine
 */
public record LoadSummary(
        int fromSecond,
        int toSecond,
        Optional<Double> offeredMsgPerS,
        Optional<Double> sentMsgPerS,
        Optional<Double> ackedMsgPerS,
        Optional<Double> failedMsgPerS,
        List<String> generatorLimited,
        Optional<LatencySummary> lateness,
        Optional<LatencySummary> service,
        List<SinkSummary> sinks,
        Map<String, Double> cpuPercent,
        Optional<Double> machineCpuPercent,
        Optional<Double> machineCpuPressurePercent,
        Optional<Double> machineStealPercent) {

    /** Below this share of what came due the feeders did not keep up: load-and-capacity §3.3. */
    static final double SENT_SHARE = 0.99;

    /** Above this share of due-to-acknowledged the feeders were late themselves: §3.3. */
    static final double LATE_SHARE = 0.1;

    /** What a sleeping thread may be late by on busy cores: no fault of the feeder's. */
    public static final double LATE_FLOOR_MS = 10;

    public LoadSummary {
        if (fromSecond < 0 || toSecond <= fromSecond)
            throw new IllegalArgumentException(
                    "seconds %d to %d measured".formatted(fromSecond, toSecond));
    }

    static LoadSummary of(Recording recording, List<SinkSeries> sinks, int from, int to) {
        if (to <= from)
            throw new IllegalStateException("the run ended before its measure window began");
        var window = new Window(recording, from, to);
        var offered = window.rate(Measure.OFFERED_MSG_PER_S);
        var sent = window.rate(Measure.SENT_MSG_PER_S);
        var feeders = Component.FEEDER.label() + "-";
        var lateness = LatencySummary.of(recording.latency(Kind.LATENESS, feeders, from, to));
        var service = LatencySummary.of(recording.latency(Kind.SERVICE, feeders, from, to));
        return new LoadSummary(
                from,
                to,
                offered,
                sent,
                window.rate(Measure.ACKED_MSG_PER_S),
                window.rate(Measure.FAILED_MSG_PER_S),
                generatorLimited(offered, sent, lateness, service),
                lateness,
                service,
                sinks.stream().map(s -> SinkSummary.of(recording, s, from, to)).toList(),
                window.cpuPercent(),
                window.machine(Measure.CPU_PERCENT),
                window.machine(Measure.CPU_PRESSURE_PERCENT),
                window.machine(Measure.STEAL_PERCENT));
    }

    /**
     * Response, due to acknowledged, has no histogram of its own: its 99th percentile is taken as
     * the sum of the other two, which it hardly ever exceeds.
     */
    private static List<String> generatorLimited(
            Optional<Double> offered,
            Optional<Double> sent,
            Optional<LatencySummary> lateness,
            Optional<LatencySummary> service) {
        var reasons = new ArrayList<String>();
        if (sentTooLittle(offered, sent))
            reasons.add(
                    "The feeders sent %.0f of %.0f messages/s that came due."
                            .formatted(sent.get(), offered.get()));
        if (lateness.isPresent() && service.isPresent()) {
            var late = lateness.get().p99Ms();
            var response = late + service.get().p99Ms();
            if (late > LATE_FLOOR_MS && late > LATE_SHARE * response)
                reasons.add(
                        "The feeders were late by %.1f of %.1f ms (99th percentile)."
                                .formatted(late, response));
        }
        return reasons;
    }

    /** Whether the feeders did not send all that came due, whatever the system took. */
    public boolean sentTooLittle() {
        return sentTooLittle(offeredMsgPerS, sentMsgPerS);
    }

    private static boolean sentTooLittle(Optional<Double> offered, Optional<Double> sent) {
        return offered.isPresent() && sent.isPresent() && sent.get() < SENT_SHARE * offered.get();
    }

    /** Samples of the measure window. */
    private record Window(Recording recording, int from, int to) {

        Optional<Double> rate(Measure measure) {
            var values = values(measure, Component.FEEDER.label());
            return values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(values.stream().mapToDouble(v -> v).sum() / (to - from));
        }

        Optional<Double> machine(Measure measure) {
            var values = values(measure, "machine");
            return values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(values.stream().mapToDouble(v -> v).average().orElseThrow());
        }

        Map<String, Double> cpuPercent() {
            var pods =
                    recording.samples(Measure.CPU_PERCENT, s -> in(s.second())).stream()
                            .filter(s -> !s.pod().equals("machine"))
                            .collect(
                                    Collectors.groupingBy(
                                            s -> Map.entry(s.component(), s.pod()),
                                            Collectors.averagingDouble(
                                                    s -> s.values().get(Measure.CPU_PERCENT))));
            var components = new TreeMap<String, Double>();
            pods.entrySet().stream()
                    .sorted(Comparator.comparing(e -> e.getKey().getValue()))
                    .forEach(e -> components.merge(e.getKey().getKey(), e.getValue(), Double::sum));
            return components;
        }

        private List<Double> values(Measure measure, String component) {
            return recording
                    .samples(measure, s -> in(s.second()) && s.component().equals(component))
                    .stream()
                    .map(s -> s.values().get(measure))
                    .toList();
        }

        private boolean in(int second) {
            return second >= from && second < to;
        }
    }
}
