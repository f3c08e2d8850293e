package faultline.report;

import faultline.chart.Digits;
import faultline.chart.Repetitions;
import faultline.chart.RunResult;
import faultline.check.LoadSummary;
import faultline.check.Outcome;
import faultline.check.SinkSummary;
import faultline.check.UnaskedDrops;
import faultline.check.Verdict;
import faultline.plan.Factors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the runs say, in sentences. Nothing is said of a rate that was not offered. */
final class Findings {

    /** From this share of the offered rate on the dump rate is said to have kept up. */
    private static final double KEPT_UP = 0.98;

    /** A run with more of its processor time stolen says nothing: as a capacity search has it. */
    private static final double VOID_STEAL_PERCENT = 5;

    private static final String ENOUGH = "98 % or more";

    private final Study study;

    Findings(Study study) {
        this.study = study;
    }

    /** The worst of all runs counts, as in an experiment; nobody's word where one has none. */
    String outcome() {
        if (study.runs().stream().anyMatch(r -> r.verdict().isEmpty())) return "UNCHECKED";
        return Outcome.worst(
                        study.runs().stream()
                                .flatMap(r -> r.verdict().stream())
                                .map(Verdict::outcome)
                                .toList())
                .name();
    }

    /** The head of a report. */
    List<Page.Fact> answer() {
        var facts = new ArrayList<Page.Fact>();
        facts.add(new Page.Fact("Runs", verdicts()));
        var keptUp = study.isSweep() ? keptUp() : List.<String>of();
        if (!keptUp.isEmpty()) facts.add(new Page.Fact("Dump rate", String.join(" ", keptUp)));
        var faults = faults();
        if (!faults.isEmpty()) facts.add(new Page.Fact("Faults", String.join(" ", faults)));
        facts.add(new Page.Fact("Data", accounting()));
        return facts;
    }

    /** What limits the numbers. */
    List<String> limits() {
        var limits = new ArrayList<>(study.warnings());
        if (!study.missing().isEmpty())
            limits.add(
                    "%s of the plan not made: %s."
                            .formatted(
                                    Text.count(study.missing().size(), "run"),
                                    String.join(", ", study.missing())));
        var limited = study.runs().stream().filter(RunResult::isGeneratorLimited).toList();
        if (!limited.isEmpty())
            limits.add(
                    ("Generator-limited: in %s the feeders were late themselves, so that these"
                                    + " numbers say less about the platform than about the feeders"
                                    + " (%s).")
                            .formatted(
                                    Text.count(limited.size(), "run"),
                                    limited.stream()
                                            .map(RunResult::id)
                                            .collect(Collectors.joining(", "))));
        stolen().ifPresent(limits::add);
        study.runs().forEach(run -> unasked(run).ifPresent(limits::add));
        var repetitions =
                study.runs().stream()
                        .collect(
                                Collectors.groupingBy(
                                        r ->
                                                List.of(
                                                        r.point().replicas(),
                                                        r.point().rateMsgPerS(),
                                                        r.point().faultLabel()),
                                        Collectors.counting()))
                        .values();
        if (study.isSweep() && repetitions.stream().anyMatch(n -> n < 3))
            limits.add(
                    "Fewer than 3 repetitions of a point were made: no intervals are given, and a"
                            + " difference between two points may be chance.");
        return limits;
    }

    /** By a rule that is the same for every sweep, so that nobody chooses what to leave out. */
    private Optional<String> stolen() {
        var known =
                study.runs().stream()
                        .filter(r -> r.load().flatMap(LoadSummary::machineStealPercent).isPresent())
                        .toList();
        var stolen =
                known.stream()
                        .filter(r ->
                                r.load().flatMap(LoadSummary::machineStealPercent).get()
                                        > VOID_STEAL_PERCENT)
                        .toList();
        if (stolen.isEmpty()) return Optional.empty();
        return Optional.of(
                "Void: in %d of %s other machines took more than %s %% of the processor time, so that these numbers are theirs too (%s)."
                        .formatted(
                                stolen.size(),
                                Text.count(known.size(), "run"),
                                Digits.measured(VOID_STEAL_PERCENT),
                                names(stolen)));
    }

    /** What the network of the kit has done to a run, where nobody asked it to. */
    private static Optional<String> unasked(RunResult run) {
        return run.verdict().stream()
                .flatMap(verdict -> verdict.findings().stream())
                .filter(finding -> finding.condition().equals(UnaskedDrops.CONDITION))
                .map(finding -> "In %s %s".formatted(run.id(), finding.reason()))
                .findFirst();
    }

    private String verdicts() {
        var counts =
                study.runs().stream()
                        .collect(
                                Collectors.groupingBy(
                                        RunResult::outcome, TreeMap::new, Collectors.counting()));
        var planned = study.runs().size() + study.missing().size();
        return "%s of %d made: %s."
                .formatted(
                        Text.count(study.runs().size(), "run"),
                        planned,
                        counts.isEmpty()
                                ? "nothing to judge"
                                : counts.entrySet().stream()
                                        .sorted(
                                                Comparator.comparing(
                                                        e -> !e.getKey().equals("PASS")))
                                        .map(e -> e.getValue() + " " + e.getKey())
                                        .collect(Collectors.joining(", ")));
    }

    private List<String> keptUp() {
        var sentences = new ArrayList<String>();
        study.runs().stream()
                .filter(RunResult::isControl)
                .map(Size::of)
                .distinct()
                .sorted(Comparator.comparing(Size::replicas).thenComparing(Size::factors))
                .forEach(size -> sentences.add(keptUp(size)));
        return sentences;
    }

    /** Runs of different sizes, or of other messages, have nothing to do with each other. */
    private record Size(int replicas, Factors factors) {

        static Size of(RunResult run) {
            return new Size(run.point().replicas(), run.point().factors());
        }

        String label() {
            return Text.count(replicas, "replica")
                    + (factors.equals(Factors.NONE) ? "" : ", " + factors.label());
        }
    }

    private String keptUp(Size size) {
        var byRate =
                study.runs().stream()
                        .filter(r -> r.isControl() && Size.of(r).equals(size))
                        .filter(r -> !Double.isNaN(share(r)))
                        .collect(
                                Collectors.groupingBy(
                                        r -> r.point().rateMsgPerS(),
                                        TreeMap::new,
                                        Collectors.toList()));
        var start = "With %s and no fault ".formatted(size.label());
        if (byRate.isEmpty()) return start + "no dump rate was measured.";
        Double best = null;
        for (var entry : byRate.entrySet()) {
            if (median(entry.getValue()) < KEPT_UP)
                return kneeAfter(start, best, entry.getKey(), byRate);
            best = entry.getKey();
        }
        return ("%sMariaDB took %s of every rate that was offered, up to %s msg/s (end-to-end p99"
                        + " %s ms there); where that stops lies above and was not measured.")
                .formatted(start, ENOUGH, rate(best), p99(byRate.get(best)));
    }

    /**
     * @param best the highest rate that was kept up with, null where there is none
     * @param worse the rate above it
     */
    private static String kneeAfter(
            String start, Double best, double worse, Map<Double, List<RunResult>> byRate) {
        var dumped = dumped(byRate.get(worse));
        if (best == null)
            return "%sMariaDB did not take %s even of the lowest rate: %s of %s msg/s."
                    .formatted(start, ENOUGH, dumped, rate(worse));
        return ("%sMariaDB took %s of what was offered up to %s msg/s (end-to-end p99 %s ms"
                        + " there); of %s msg/s it took %s.")
                .formatted(start, ENOUGH, rate(best), p99(byRate.get(best)), rate(worse), dumped);
    }

    private List<String> faults() {
        return study.runs().stream()
                .filter(r -> !r.isControl())
                .collect(
                        Collectors.groupingBy(
                                r -> r.point().faultLabel(),
                                // runs are in the order of their settings, which is not that of
                                // their texts: 20ms comes before 100ms
                                LinkedHashMap::new,
                                Collectors.toList()))
                .entrySet()
                .stream()
                .map(e -> fault(e.getKey(), e.getValue()))
                .toList();
    }

    private static String fault(String name, List<RunResult> runs) {
        var times =
                runs.stream()
                        .map(RunResult::recoveryS)
                        .filter(s -> !Double.isNaN(s))
                        .sorted()
                        .toList();
        var open = runs.stream().filter(r -> !Double.isNaN(r.unrecoveredS())).count();
        var unknown =
                runs.stream()
                        .filter(r -> Double.isNaN(r.recoveryS()) && Double.isNaN(r.unrecoveredS()))
                        .toList();
        var parts = new ArrayList<String>();
        if (!times.isEmpty() && times.getLast() == 0)
            parts.add("was not felt in " + Text.count(times.size(), "run"));
        else if (times.size() == 1)
            parts.add("was felt for %s s".formatted(Digits.measured(times.getFirst())));
        else if (!times.isEmpty())
            parts.add(
                    "was felt for %s s (median of %d runs; %s to %s s)"
                            .formatted(
                                    Digits.measured(Repetitions.highMedian(times)),
                                    times.size(),
                                    Digits.measured(times.getFirst()),
                                    Digits.measured(times.getLast())));
        if (open > 0) parts.add("was not over when the load ended in " + Text.count(open, "run"));
        if (!unknown.isEmpty())
            parts.add(
                    "cannot be given a recovery time in %s (%s: %s)"
                            .formatted(
                                    Text.count(unknown.size(), "run"),
                                    unknown.getFirst().id(),
                                    unknown.getFirst()
                                            .recovery()
                                            .map(r -> r.reason().replaceFirst("\\.$", ""))
                                            .orElse("it was not seen")));
        return name + " " + Text.and(parts) + ".";
    }

    private String accounting() {
        var read = study.runs().stream().filter(r -> !r.replicas().isEmpty()).toList();
        if (read.isEmpty()) return "No replica was read, so nothing can be said about losses.";
        var lossy = read.stream().filter(r -> r.worst(a -> a.lost().count()) > 0).toList();
        var haunted = read.stream().filter(r -> r.worst(RunResult::phantoms) > 0).toList();
        var undrained =
                read.stream()
                        .filter(r -> r.replicas().stream().anyMatch(a -> !a.drained()))
                        .count();
        var sentence = new StringBuilder();
        sentence.append(
                lossy.isEmpty()
                        ? "No acknowledged message was lost"
                        : "Acknowledged messages were lost in " + names(lossy));
        sentence.append(
                haunted.isEmpty()
                        ? (lossy.isEmpty() ? " and none" : "; none")
                                + " was stored that had not been sent"
                        : "; messages that had not been sent were stored in " + names(haunted));
        sentence.append(", by every replica of %s.".formatted(Text.count(read.size(), "run")));
        if (undrained > 0)
            sentence.append(
                    (" In %s a replica was read before everything was dumped: what was missing"
                                    + " there is not counted as lost.")
                            .formatted(Text.count(undrained, "run")));
        return sentence.toString();
    }

    private static String names(List<RunResult> runs) {
        return Text.and(runs.stream().map(RunResult::id).toList());
    }

    private static double share(RunResult run) {
        return run.main(SinkSummary::dumpedRowsPerS) / run.offeredMsgPerS();
    }

    private static double median(List<RunResult> runs) {
        return Repetitions.lowMedian(runs.stream().map(Findings::share).toList());
    }

    private static String dumped(List<RunResult> runs) {
        var rate =
                Repetitions.lowMedian(
                        runs.stream().map(r -> r.main(SinkSummary::dumpedRowsPerS)).toList());
        return Digits.measured(rate) + " rows/s";
    }

    private static String p99(List<RunResult> runs) {
        return Digits.measured(
                Repetitions.highMedian(runs.stream().map(RunResult::e2eP99Ms).toList()));
    }

    private static String rate(double msgPerS) {
        return Digits.grouped(msgPerS, 3);
    }
}
