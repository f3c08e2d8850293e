package faultline.model;

import faultline.check.LatencySummary;
import faultline.check.LoadSummary;
import faultline.check.Outcome;
import faultline.check.Verdict;
import faultline.measure.LatencyLog.Kind;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.plan.Section;
import faultline.stack.Stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run must meet for its rate to count as carried, at every sink. The words are Theodolite's:
 * an indicator, an operator, a threshold, absolute or relative to the load.
 *
 * @param p99Ms end to end, due to committed, at most
 * @param lagSlopeShare by how much the lag may grow each second, as a share of the offered rate
 * @param allowSeconds for how long a fault may disturb; what comes after must meet the objective
 * @param voidAboveStealPercent a run with more of its processor time stolen says nothing
 */
public record Objective(
        double p99Ms, double lagSlopeShare, int allowSeconds, double voidAboveStealPercent) {

    /** A gauge that is read once a second sometimes skips one or two. */
    private static final int LONGEST_GAP_SECONDS = 3;

    public Objective {
        Unanswerable.positive("the 99th percentile asked for", p99Ms);
        Unanswerable.share("the share of the rate that the lag may grow by", lagSlopeShare);
        Unanswerable.atLeast("the time that a fault may disturb", allowSeconds, 0);
        if (Double.isNaN(voidAboveStealPercent))
            throw new Unanswerable(
                    "The stolen time that makes a run void is not a number.", "Give a percentage.");
    }

    /** Judges a run that was checked; the seed draws the intervals of its trends. */
    public Judgement judge(Recording recording, long seed) {
        var verdict = Verdict.read(recording);
        if (verdict.isEmpty() || verdict.get().load().isEmpty())
            return said(Outcome.INCONCLUSIVE, "The run was not checked, or did not get so far.");
        var load = verdict.get().load().get();
        if (verdict.get().outcome() == Outcome.ABORTED)
            return new Judgement(Outcome.ABORTED, verdict.get().reasons(), Double.NaN);
        var stolen = load.machineStealPercent().orElse(0.0);
        if (stolen > voidAboveStealPercent)
            return said(
                    Outcome.INCONCLUSIVE,
                    "Void: other machines took %s of the processor time, above the %s that were declared."
                            .formatted(
                                    Written.percent(stolen / 100),
                                    Written.percent(voidAboveStealPercent / 100)));
        int from = from(recording, load.fromSecond());
        var outcomes = new ArrayList<Outcome>();
        var reasons = new ArrayList<String>();
        var worst = Double.NaN;
        if (verdict.get().outcome() == Outcome.FAIL) {
            outcomes.add(Outcome.FAIL);
            reasons.addAll(verdict.get().reasons());
        }
        var lagGrew = false;
        for (var sink : load.sinks()) {
            var p99 = p99Ms(recording, sink.sink(), from);
            if (!(worst >= p99)) worst = p99;
            outcomes.add(latency(sink.sink(), p99, reasons));
            var lag =
                    lag(
                            recording,
                            sink.sink(),
                            from,
                            load.toSecond(),
                            rate(recording),
                            seed,
                            reasons);
            lagGrew |= lag == Outcome.FAIL;
            outcomes.add(lag);
        }
        if (load.sinks().isEmpty()) reasons.add("Nothing is known of any sink.");
        var outcome = worst(outcomes);
        if (outcome == Outcome.FAIL && isToBlame(load, worst, lagGrew)) {
            outcome = Outcome.INCONCLUSIVE;
            reasons.add("Generator-limited, so the system is not to blame:");
            reasons.addAll(load.generatorLimited());
        }
        return new Judgement(outcome, reasons, worst);
    }

    /**
     * Whether the feeders may be what failed: they sent less than they had to, or, where latency is
     * all that failed, it would be allowed without their own lateness. A lag that grows behind
     * feeders that sent everything is the system's.
     */
    private boolean isToBlame(LoadSummary load, double worstMs, boolean lagGrew) {
        if (load.generatorLimited().isEmpty()) return false;
        if (load.sentTooLittle()) return true;
        if (lagGrew) return false;
        var lateMs = load.lateness().map(LatencySummary::p99Ms).orElse(0.0);
        return worstMs > p99Ms && worstMs - lateMs <= p99Ms;
    }

    private Outcome latency(String sink, double p99, List<String> reasons) {
        if (Double.isNaN(p99)) {
            reasons.add("%s committed nothing that could be timed.".formatted(sink));
            return Outcome.INCONCLUSIVE;
        }
        if (p99 <= p99Ms) return Outcome.PASS;
        reasons.add(
                "%s: end-to-end p99 was %s ms, %s are allowed."
                        .formatted(sink, Written.number(p99), Written.number(p99Ms)));
        return Outcome.FAIL;
    }

    private Outcome lag(
            Recording recording,
            String sink,
            int from,
            int to,
            double rate,
            long seed,
            List<String> reasons) {
        try {
            var trend = Trend.of(backlog(recording, sink, from, to), seed);
            var outcome = trend.keepsUp(rate, lagSlopeShare);
            if (outcome != Outcome.PASS)
                reasons.add(
                        "%s: the lag grew by %s messages each second, %s are allowed."
                                .formatted(
                                        sink,
                                        trend.perSecond(),
                                        Written.number(lagSlopeShare * rate)));
            return outcome;
        } catch (Unanswerable unknown) {
            reasons.add("%s: %s".formatted(sink, unknown.getMessage()));
            return Outcome.INCONCLUSIVE;
        }
    }

    /**
     * The first second that counts: where a fault was injected, what it may disturb is left out;
     * else the measured part.
     */
    public int from(Recording recording, int measured) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("fault") && e.text("status").equals("injected"))
                .mapToInt(e -> (int) Math.ceil(e.second()) + allowSeconds)
                .findFirst()
                .orElse(measured);
    }

    private static double rate(Recording recording) {
        return recording.plan().get("load") instanceof Map<?, ?> load
                        && load.get("rate_msg_per_s") instanceof Number rate
                ? rate.doubleValue()
                : Double.NaN;
    }

    /** Of all that was committed from then on, in the drain too. */
    private static double p99Ms(Recording recording, String sink, int from) {
        var micros =
                recording.latency(
                        Kind.E2E, Stack.group(sink) + "-", from, Double.POSITIVE_INFINITY);
        return micros.getTotalCount() == 0 ? Double.NaN : micros.getValueAtPercentile(99) / 1e3;
    }

    /** Messages that waited in each second of [from, to); short gaps are bridged by a line. */
    private static double[] backlog(Recording recording, String sink, int from, int to) {
        var values = new double[Math.max(0, to - from)];
        Arrays.fill(values, Double.NaN);
        var group = Stack.group(sink);
        for (var sample : recording.samples(Measure.BACKLOG_MSG, s -> s.pod().equals(group)))
            if (sample.second() >= from && sample.second() < to)
                values[sample.second() - from] = sample.values().get(Measure.BACKLOG_MSG);
        int first = 0;
        int end = values.length;
        while (first < end && Double.isNaN(values[first])) first++;
        while (end > first && Double.isNaN(values[end - 1])) end--;
        var seen = Arrays.copyOfRange(values, first, end);
        for (int i = 1; i < seen.length; i++) {
            if (!Double.isNaN(seen[i])) continue;
            int next = i;
            while (Double.isNaN(seen[next])) next++;
            if (next - i > LONGEST_GAP_SECONDS) return seen;
            seen[i] = seen[i - 1] + (seen[next] - seen[i - 1]) / (next - i + 1);
        }
        return seen;
    }

    /** A sink that fails decides, whatever cannot be said of another. */
    private static Outcome worst(List<Outcome> outcomes) {
        return outcomes.contains(Outcome.FAIL) ? Outcome.FAIL : Outcome.worst(outcomes);
    }

    private static Judgement said(Outcome outcome, String reason) {
        return new Judgement(outcome, List.of(reason), Double.NaN);
    }

    /** As a plan says it, in Theodolite's words. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("e2e_p99_ms", Map.of("operator", "lte", "threshold", p99Ms));
        map.put("lag_trend", Map.of("operator", "lt", "thresholdRelToLoad", lagSlopeShare));
        map.put("fault_may_disturb_s", allowSeconds);
        map.put("void_above_steal_percent", voidAboveStealPercent);
        return map;
    }

    /** What {@link #toMap} gave. */
    static Objective of(Section objective) {
        return new Objective(
                objective.child("e2e_p99_ms").number("threshold").doubleValue(),
                objective.child("lag_trend").number("thresholdRelToLoad").doubleValue(),
                objective.number("fault_may_disturb_s").intValue(),
                objective.number("void_above_steal_percent").doubleValue());
    }

    /** For people, a sentence. */
    public String sentence() {
        return ("A rate is carried where, at every sink, the end-to-end p99 is at most %s ms and"
                    + " the lag grows by less than %s of the rate each second; under a fault, from"
                    + " %d s after it on.")
                .formatted(Written.number(p99Ms), Written.percent(lagSlopeShare), allowSeconds);
    }
}
