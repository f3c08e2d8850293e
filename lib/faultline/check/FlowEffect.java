package faultline.check;

import faultline.check.Effect.Proof;
import faultline.check.PlannedRun.PlannedFault;
import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether each fault that a schedule or a workflow has injected did what it says. */
final class FlowEffect {

    private FlowEffect() {}

    /** Of those that were injected: which of the planned ones these are, time decides. */
    static List<Effect> all(Recording recording, PlannedFault flow) {
        return flow.children().stream()
                .filter(child -> Timeline.injected(recording, child.name()).isPresent())
                .flatMap(child -> one(recording, child))
                .toList();
    }

    private static Stream<Effect> one(Recording recording, PlannedFault child) {
        var isLookedAt = child.network().isPresent() || child.stress().isPresent();
        if (!isLookedAt || wasSeen(recording, child.name()))
            return Checker.effects(recording, child).stream();
        return Stream.of(
                new Effect(
                        child.name(),
                        String.join(", ", child.targets()),
                        Proof.INCONCLUSIVE,
                        child.name() + " was over before what it does could be seen."));
    }

    /** Whether the look at it was over before the fault was: a later one shows something else. */
    private static boolean wasSeen(Recording recording, String fault) {
        var seen = first(recording, "probe", fault, "when", "during");
        var recovered = first(recording, "fault", fault, "status", "recovered");
        return seen.isPresent()
                && recovered
                        .filter(end -> end.monotonicNanos() < seen.get().monotonicNanos())
                        .isEmpty();
    }

    private static Optional<Event> first(
            Recording recording, String kind, String fault, String key, String value) {
        return recording.events().stream()
                .filter(event -> event.kind().equals(kind) && event.text("fault").equals(fault))
                .filter(event -> event.text(key).equals(value))
                .findFirst();
    }
}
