package faultline.report;

import faultline.chart.Digits;
import faultline.check.Effect;
import faultline.check.Impact;
import faultline.check.Outcome;
import faultline.check.Verdict;
import faultline.measure.Event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The course of one run with a fault: what happened together, in which order, and what held. */
record Course(Autopsy autopsy) {

    /** From this share of the time that processes waited for a core on it is worth a sentence. */
    private static final double STARVED_PERCENT = 50;

    /** Said once for all replicas, and not once for each. */
    private static final Set<String> COUNTED = Set.of("lost == 0", "phantom == 0", "drained");

    /** What happened together and in which order; a reader decides what caused what. */
    List<String> shown(Optional<Verdict> control, List<Evidence> logs) {
        var shown = new ArrayList<String>();
        var inTime = new TreeMap<Double, List<String>>();
        impact().injectedSecond()
                .ifPresent(at ->
                        say(
                                inTime,
                                at,
                                "%s injected on %s."
                                        .formatted(
                                                Text.and(impact().faults()),
                                                Text.and(impact().targets()))));
        for (var pod : verdict().podRecoveries())
            say(inTime, pod.diedSecond(), "%s died (%s).".formatted(pod.pod(), pod.cause()));
        retries()
                .forEach((what, events) ->
                        say(
                                inTime,
                                events.getFirst().second(),
                                "%s%s."
                                        .formatted(
                                                what,
                                                events.size() > 1
                                                        ? " (%d times)".formatted(events.size())
                                                        : "")));
        for (var breach : impact().breaches())
            say(
                    inTime,
                    breach.from(),
                    "broken until second %d: %s.".formatted(breach.to(), breach.condition()));
        inTime.values().forEach(shown::addAll);
        verdict().effects().forEach(e -> shown.add("%s: %s".formatted(e.proof(), e.reason())));
        control.ifPresent(c ->
                shown.add(
                        c.outcome() == Outcome.PASS
                                ? "The same load without the fault met the hypothesis."
                                : "The same load without the fault ended %s too, so that"
                                        + " the fault need not be the cause."
                                                .formatted(c.outcome())));
        verdict()
                .load()
                .flatMap(l -> l.machineCpuPressurePercent())
                .filter(p -> p >= STARVED_PERCENT)
                .ifPresent(p ->
                        shown.add(
                                "Processes waited %.0f %% of the time for a core of this machine."
                                        .formatted(p)));
        logs.forEach(line -> shown.add("First error in a log: " + line));
        return shown;
    }

    private static void say(TreeMap<Double, List<String>> inTime, double second, String what) {
        inTime.computeIfAbsent(second, s -> new ArrayList<>())
                .add("Second %s: %s".formatted(Digits.grouped(second, 1), what));
    }

    List<String> wentWell() {
        var well = new ArrayList<String>();
        for (var pod : verdict().podRecoveries())
            pod.seconds()
                    .ifPresent(s ->
                            well.add(
                                    "%s was ready again after %s, without anybody's help."
                                            .formatted(pod.pod(), Autopsy.seconds(s))));
        verdict().findings().stream()
                .filter(f -> f.outcome() == Outcome.PASS)
                .filter(f -> !f.condition().equals("fault took effect"))
                .filter(f -> !COUNTED.contains(f.condition()))
                .forEach(f -> well.add(f.reason()));
        if (verdict().findings().stream()
                .filter(f -> f.condition().equals("lost == 0"))
                .allMatch(f -> f.outcome() == Outcome.PASS))
            well.add("No acknowledged message was lost on any replica that was read.");
        if (!verdict().effects().isEmpty()
                && verdict().effects().stream().allMatch(e -> e.proof() == Effect.Proof.CONFIRMED))
            well.add("The fault was seen to take effect on everything that it was aimed at.");
        return well;
    }

    private LinkedHashMap<String, List<Event>> retries() {
        var retries = new LinkedHashMap<String, List<Event>>();
        autopsy.recording().events().stream()
                .filter(e -> e.kind().equals("program") && e.text("status").equals("retrying"))
                .forEach(e ->
                        retries.computeIfAbsent(
                                        "%s: %s".formatted(e.text("pod"), e.text("reason")),
                                        k -> new ArrayList<>())
                                .add(e));
        return retries;
    }

    private Verdict verdict() {
        return autopsy.verdict();
    }

    private Impact impact() {
        return autopsy.impact();
    }
}
