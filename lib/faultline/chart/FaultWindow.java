package faultline.chart;

import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a fault was on, in seconds since the load started.
 *
 * @param ending what happened at its end
 * @param to when that was; empty where the journal ends before that
 */
public record FaultWindow(
        String fault, List<String> targets, double from, Ending ending, Optional<Double> to) {

    /** How a window ends, in words for each kind of fault. */
    public enum Ending {
        /** Of a kill: its targets work again. */
        READY("until ready again", "all was up again %.1f s later", "not all was up again"),
        /** Of what lasts and kills nobody: packets late, a processor busy. */
        OVER("while it lasted", "it lasted %.1f s", "it still lasted"),
        /** Of what lasts and took its targets down. */
        OVER_AND_READY(
                "until over and ready again",
                "it was over and all was up again %.1f s later",
                "it was not over, or not all was up again,");

        private final String legend;
        private final String after;
        private final String never;

        Ending(String legend, String after, String never) {
            this.legend = legend;
            this.after = after;
            this.never = never;
        }
    }

    /** Its line in a legend: {@code kafka-delay while it lasted}. */
    String legend() {
        return fault + " " + ending.legend;
    }

    /** What it hit, when, and how that ended. */
    String sentence() {
        var end =
                to.map(at -> ending.after.formatted(at - from))
                        .orElse(ending.never + " when the journal ends");
        return "%s hit %s at %.1f s; %s.".formatted(fault, String.join(", ", targets), from, end);
    }

    /**
     * The faults of a run as they came. A kill has no end of its own, so its window goes from the
     * death of the target to the moment when it is ready again; any other fault's from its
     * injection to its end, and on until targets that died are ready.
     */
    public static List<FaultWindow> all(Recording recording) {
        return recording.events().stream()
                .filter(e -> isFault(e, "injected"))
                .filter(e -> !Double.isNaN(e.second()))
                .map(e -> of(recording, e))
                .toList();
    }

    private static FaultWindow of(Recording recording, Event injected) {
        var name = injected.text("fault");
        var at = injected.second();
        var targets = targets(injected);
        var died = first(recording, targets, "died", at - 1);
        var recovered =
                recording.events().stream()
                        .filter(e -> isFault(e, "recovered") && e.second() >= at)
                        .filter(e -> e.text("fault").equals(name))
                        .map(Event::second)
                        .findFirst();
        var ready =
                died.isPresent()
                        ? lastReady(recording, targets, died.get())
                        : Optional.<Double>empty();
        var ending =
                isKill(recording, name)
                        ? Ending.READY
                        : died.isPresent() ? Ending.OVER_AND_READY : Ending.OVER;
        var from = ending == Ending.READY ? died.orElse(at) : at;
        var to = ending == Ending.READY && died.isPresent() ? ready : later(recovered, ready, died);
        return new FaultWindow(name, targets, from, ending, to);
    }

    private static Optional<Double> later(
            Optional<Double> recovered, Optional<Double> ready, Optional<Double> died) {
        if (died.isEmpty()) return recovered;
        return recovered.flatMap(r -> ready.map(s -> Math.max(r, s)));
    }

    private static boolean isFault(Event event, String status) {
        return event.kind().equals("fault") && event.text("status").equals(status);
    }

    private static List<String> targets(Event event) {
        return event.detail().get("targets") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Optional<Double> first(
            Recording recording, List<String> targets, String status, double from) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("pod") && e.text("status").equals(status))
                .filter(e -> targets.contains(e.text("pod")) && e.second() >= from)
                .map(Event::second)
                .findFirst();
    }

    /** When the last of the targets became ready again; empty if one of those that died did not. */
    private static Optional<Double> lastReady(
            Recording recording, List<String> targets, double from) {
        var last = from;
        for (var target : targets) {
            if (first(recording, List.of(target), "died", from).isEmpty()) continue;
            var ready = first(recording, List.of(target), "ready", from);
            if (ready.isEmpty()) return Optional.empty();
            last = Math.max(last, ready.get());
        }
        return Optional.of(last);
    }

    private static boolean isKill(Recording recording, String name) {
        return faults(recording)
                .filter(fault -> name.equals(fault.get("name")))
                .anyMatch(fault ->
                        fault.get("manifest") instanceof Map<?, ?> manifest
                                && manifest.get("spec") instanceof Map<?, ?> spec
                                && String.valueOf(spec.get("action")).endsWith("-kill"));
    }

    /** Of a schedule or a workflow. */
    private static Stream<Map<?, ?>> children(Map<?, ?> flow) {
        return flow.get("children") instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(child -> (Map<?, ?>) child)
                : Stream.of();
    }

    private static Stream<Map<?, ?>> faults(Recording recording) {
        var faults =
                recording.plan().get("faults") instanceof List<?> list
                        ? list.stream()
                        : Stream.ofNullable(recording.plan().get("fault"));
        return faults.filter(Map.class::isInstance)
                .map(fault -> (Map<?, ?>) fault)
                .flatMap(fault -> Stream.concat(Stream.of(fault), children(fault)));
    }
}
