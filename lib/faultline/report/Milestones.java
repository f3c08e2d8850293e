package faultline.report;

import faultline.chart.Digits;
import faultline.measure.Event;
import faultline.measure.Recording;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of one run that a reader needs, oldest first, as rows of a table. */
final class Milestones {

    private static final List<String> COLUMNS =
            List.of("time (UTC)", "second", "after the fault", "who", "what");

    /** More than a reader follows; the timeline of the journal has them all. */
    private static final int MOST = 60;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.S").withZone(ZoneOffset.UTC);

    /** What programs say that tells of a fault, and not of a start. */
    private static final List<String> TROUBLES = List.of("retrying", "dumping", "resumed");

    private static final Map<String, String> PHASES =
            Map.of(
                    "load", "the load begins: second 0",
                    "drain", "the load ends, what waits is dumped",
                    "account", "every replica is read",
                    "done", "the run is over");

    private Milestones() {}

    /**
     * One of them.
     *
     * @param second since the load began; empty before
     * @param afterFault seconds since the first injection; empty before
     */
    record Milestone(
            Instant wall,
            Optional<Double> second,
            Optional<Double> afterFault,
            String who,
            String what) {

        List<String> row() {
            return List.of(
                    CLOCK.format(wall),
                    second.map(s -> Digits.grouped(s, 1)).orElse("–"),
                    afterFault.map(s -> "+" + seconds(s)).orElse(""),
                    who,
                    what);
        }

        Map<String, Object> toMap() {
            var map = new LinkedHashMap<String, Object>();
            map.put("wall", wall.toString());
            second.ifPresent(s -> map.put("second", s));
            afterFault.ifPresent(s -> map.put("after_fault_s", Math.round(s * 1e3) / 1e3));
            if (!who.isEmpty()) map.put("who", who);
            map.put("what", what);
            return map;
        }
    }

    static List<Milestone> of(Recording recording, Optional<Double> injected) {
        var milestones = new ArrayList<Milestone>();
        recording.events().stream()
                .sorted(Comparator.comparingLong(Event::monotonicNanos))
                .forEach(event ->
                        what(event)
                                .ifPresent(what ->
                                        milestones.add(
                                                new Milestone(
                                                        event.wall(),
                                                        Optional.of(event.second())
                                                                .filter(s -> !s.isNaN()),
                                                        injected.filter(at -> event.second() >= at)
                                                                .map(at -> event.second() - at),
                                                        who(event),
                                                        what))));
        return milestones;
    }

    /** What a page shows of them. */
    static Page.Table table(List<Milestone> milestones) {
        var rows = new ArrayList<>(milestones.stream().limit(MOST).map(Milestone::row).toList());
        if (milestones.size() > MOST)
            rows.add(
                    List.of(
                            "",
                            "",
                            "",
                            "",
                            "and %d more in timeline.jsonl".formatted(milestones.size() - MOST)));
        return new Page.Table(COLUMNS, List.of(true, true, true, false, false), rows);
    }

    static String seconds(double seconds) {
        return "%s s".formatted(Digits.grouped(seconds, 1));
    }

    private static String who(Event event) {
        return switch (event.kind()) {
            case "pod", "program" -> event.text("pod");
            case "fault" -> event.text("fault");
            case "observation" -> event.text("who");
            default -> "";
        };
    }

    private static Optional<String> what(Event event) {
        return switch (event.kind()) {
            case "phase" -> Optional.ofNullable(PHASES.get(event.text("phase")));
            case "gate" ->
                    Optional.of(
                            "the hypothesis %s from second %s to %s"
                                    .formatted(
                                            event.text("held").equals("true")
                                                    ? "held"
                                                    : "did not hold",
                                            event.text("from"),
                                            event.text("to")));
            case "fault" -> Optional.of(event.text("status") + targets(event));
            case "pod" ->
                    event.second() >= 0
                            ? Optional.of(reason(event.text("status"), event.text("reason")))
                            : Optional.empty();
            case "program" ->
                    TROUBLES.contains(event.text("status"))
                            ? Optional.of(reason(event.text("status"), event.text("reason")))
                            : Optional.empty();
            case "breach" ->
                    Optional.of(
                            "%s of the %s: %s, from second %s%s"
                                    .formatted(
                                            event.text("status").equals("begun")
                                                    ? "breach"
                                                    : "end of the breach",
                                            event.text("role").equals("abort")
                                                    ? "abort condition"
                                                    : "hypothesis",
                                            event.text("condition"),
                                            event.text("from"),
                                            event.text("status").equals("begun")
                                                    ? ""
                                                    : " to " + event.text("to")));
            case "abort" -> Optional.of("aborted: " + event.text("reason"));
            case "not-whole" -> Optional.of("the stack is not whole: " + event.text("missing"));
            case "observation", "note" -> Optional.of(event.text("text"));
            default -> Optional.empty();
        };
    }

    private static String targets(Event event) {
        return event.detail().get("targets") instanceof List<?> targets && !targets.isEmpty()
                ? " on " + Text.and(targets.stream().map(String::valueOf).toList())
                : "";
    }

    private static String reason(String status, String reason) {
        return reason.isEmpty() ? status : status + ": " + reason;
    }
}
