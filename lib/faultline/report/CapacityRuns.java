package faultline.report;

import faultline.chart.Digits;
import faultline.check.LoadSummary;
import faultline.check.Outcome;
import faultline.check.Verdict;
import faultline.measure.Recording;
import faultline.model.CapacityStudy;
import faultline.model.CapacityStudy.Found;
import faultline.model.CapacityStudy.Judged;
import faultline.model.Settling;
import faultline.plan.Point;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs of a capacity search: how each was judged, and whether it could be. */
final class CapacityRuns {

    static final String LEGEND =
            "Warm-up is what MSER-5 would leave out, from the start of the load; a run is steady"
                    + " where the trend of its dump rate may be none (Theil and Sen, 95 %). Steal"
                    + " and pressure are of the machine: processor time that others took, and the"
                    + " time in which something waited for a processor. “–” cannot be said: a fault"
                    + " leaves no steady state, and a run of less than 50 s does not show its"
                    + " warm-up.";

    private static final long SEED = 1;

    private final List<Row> rows;
    private final CapacityStudy study;

    private record Row(Judged run, Optional<Settling> settling, Optional<LoadSummary> load) {

        boolean isControl() {
            return run.point().fault().equals(Point.CONTROL);
        }
    }

    CapacityRuns(List<Found> found, CapacityStudy study) {
        this.study = study;
        rows = found.stream().flatMap(f -> f.runs().stream()).map(CapacityRuns::row).toList();
    }

    private static Row row(Judged run) {
        var recording = Recording.read(run.journal());
        return new Row(
                run, Settling.of(recording, SEED), Verdict.read(recording).flatMap(Verdict::load));
    }

    Page.Table table() {
        return new Page.Table(
                List.of(
                        "run",
                        "offered (msg/s)",
                        "worst e2e p99 (ms)",
                        "warm-up (s)",
                        "steady",
                        "pressure (%)",
                        "steal (%)",
                        "objective",
                        "why"),
                List.of(false, true, true, true, false, true, true, false, false),
                rows.stream().map(this::cells).toList());
    }

    private List<String> cells(Row row) {
        var judgement = row.run().judgement();
        return List.of(
                row.run().point().id(),
                Digits.grouped(row.run().point().rateMsgPerS(), 0),
                Digits.measured(judgement.p99Ms()),
                settled(row).flatMap(Settling::warmUp).map(w -> "" + w.seconds()).orElse("–"),
                settled(row)
                        .filter(s -> s.trend().isPresent())
                        .map(s -> s.isSteady() ? "yes" : "no")
                        .orElse("–"),
                percent(row.load().flatMap(LoadSummary::machineCpuPressurePercent)),
                percent(row.load().flatMap(LoadSummary::machineStealPercent)),
                judgement.outcome().name(),
                String.join(" ", judgement.reasons()));
    }

    private static String percent(Optional<Double> value) {
        return value.map(Digits::measured).orElse("–");
    }

    private static Optional<Settling> settled(Row row) {
        return row.isControl() ? row.settling() : Optional.empty();
    }

    /** What stands against the runs, a sentence each. */
    List<String> limits() {
        var limits = new ArrayList<String>();
        var unsaid =
                rows.stream()
                        .filter(r -> r.run().judgement().outcome() == Outcome.INCONCLUSIVE)
                        .toList();
        limits.add(
                "%d of %d runs were decided. Void by the rule that was declared before the first run (more than %s %% of the processor time stolen): %s. Undecided for another reason: %s."
                        .formatted(
                                rows.size() - unsaid.size(),
                                rows.size(),
                                Digits.measured(study.objective().voidAboveStealPercent()),
                                named(unsaid.stream().filter(CapacityRuns::isVoid)),
                                named(unsaid.stream().filter(r -> !isVoid(r)))));
        limits.addAll(settling());
        return limits;
    }

    /** Only of what was carried: what was not need not settle. */
    private List<String> settling() {
        var sentences = new ArrayList<String>();
        var carried =
                rows.stream()
                        .filter(r -> r.run().judgement().outcome() == Outcome.PASS)
                        .filter(r -> settled(r).isPresent())
                        .toList();
        var told = carried.stream().filter(r -> settled(r).get().warmUp().isPresent()).toList();
        if (carried.isEmpty()) return sentences;
        sentences.add(
                told.isEmpty()
                        ? "Runs were too short to tell when they had warmed up: load for 50 s or"
                                + " more."
                        : "Of %s that were carried without a fault the warm-up that was left out was too short, or none was seen to end: %s. Their dump rate had a trend: %s."
                                .formatted(
                                        Text.count(told.size(), "run"),
                                        named(
                                                told.stream()
                                                        .filter(r ->
                                                                !settled(r)
                                                                        .get()
                                                                        .warmedUpInTime())),
                                        named(
                                                told.stream()
                                                        .filter(r ->
                                                                !settled(r).get().isSteady()))));
        return sentences;
    }

    private static boolean isVoid(Row row) {
        return row.run().judgement().reasons().stream().anyMatch(r -> r.startsWith("Void"));
    }

    private static String named(Stream<Row> some) {
        var names = some.map(r -> r.run().point().id()).toList();
        return names.isEmpty()
                ? "none"
                : names.size() + names.stream().collect(Collectors.joining(", ", " (", ")"));
    }
}
