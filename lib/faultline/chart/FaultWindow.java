package faultline.chart;

import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a fault was on, in seconds since the load started.
 *
 * @param to when its targets worked again; empty where the journal ends before that
 */
public record FaultWindow(String fault, List<String> targets, double from, Optional<Double> to) {

    /**
     * The fault of a run. A kill has no end of its own, so its window goes from the death of the
     * target to the moment when it is ready again; any other fault's from its injection to its end,
     * and on until targets that died are ready.
     */
    public static Optional<FaultWindow> of(Recording recording) {
        var injected =
                recording.events().stream()
                        .filter(e -> isFault(e, "injected"))
                        .filter(e -> !Double.isNaN(e.second()))
                        .findFirst();
        if (injected.isEmpty()) return Optional.empty();
        var at = injected.get().second();
        var targets = targets(injected.get());
        var died = first(recording, targets, "died", at - 1);
        var from = died.orElse(at);
        var recovered =
                recording.events().stream()
                        .filter(e -> isFault(e, "recovered") && e.second() >= at)
                        .map(Event::second)
                        .findFirst();
        var ready =
                died.isPresent() ? lastReady(recording, targets, from) : Optional.<Double>empty();
        var to = isKill(recording) && died.isPresent() ? ready : later(recovered, ready, died);
        return Optional.of(new FaultWindow(injected.get().text("fault"), targets, from, to));
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

    private static boolean isKill(Recording recording) {
        return recording.plan().get("fault") instanceof Map<?, ?> fault
                && fault.get("manifest") instanceof Map<?, ?> manifest
                && manifest.get("spec") instanceof Map<?, ?> spec
                && String.valueOf(spec.get("action")).endsWith("-kill");
    }
}
