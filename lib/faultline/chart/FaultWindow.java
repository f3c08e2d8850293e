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
 * @param to when its targets worked again; empty where the journal ends before that
 */
public record FaultWindow(String fault, List<String> targets, double from, Optional<Double> to) {

    /** The first fault of a run. */
    public static Optional<FaultWindow> of(Recording recording) {
        return all(recording).stream().findFirst();
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
        var from = died.orElse(at);
        var recovered =
                recording.events().stream()
                        .filter(e -> isFault(e, "recovered") && e.second() >= at)
                        .filter(e -> e.text("fault").equals(name))
                        .map(Event::second)
                        .findFirst();
        var ready =
                died.isPresent() ? lastReady(recording, targets, from) : Optional.<Double>empty();
        var to =
                isKill(recording, name) && died.isPresent() ? ready : later(recovered, ready, died);
        return new FaultWindow(name, targets, from, to);
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
