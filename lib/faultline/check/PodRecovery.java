package faultline.check;

import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a pod was away: from its death to the moment it was ready again, however often it was
 * started in between.
 *
 * @param diedSecond since the load started
 * @param seconds until it was ready; empty where the journal does not show that
 * @param starts that it took
 * @param cause what the timeline says of its death
 */
public record PodRecovery(
        String pod, double diedSecond, Optional<Double> seconds, int starts, String cause) {

    /** Deaths while the load was offered; at the end pods are stopped on purpose. */
    static List<PodRecovery> all(Recording recording, double to) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("pod"))
                .map(e -> e.text("pod"))
                .distinct()
                .sorted()
                .flatMap(pod -> of(Timeline.of(recording, pod), to).stream())
                .toList();
    }

    private static List<PodRecovery> of(List<Event> events, double to) {
        var recoveries = new ArrayList<PodRecovery>();
        Event died = null;
        int starts = 0;
        for (var event : events) {
            if (Timeline.is(event, "died") && died == null) {
                died = event.second() >= 0 && event.second() < to ? event : null;
                starts = 0;
            } else if (Timeline.is(event, "started")) {
                starts++;
            } else if (Timeline.is(event, "ready") && died != null) {
                var nanos = event.monotonicNanos() - died.monotonicNanos();
                recoveries.add(recovery(died, Optional.of(nanos / 1e9), starts));
                died = null;
            }
        }
        if (died != null) recoveries.add(recovery(died, Optional.empty(), starts));
        return recoveries;
    }

    private static PodRecovery recovery(Event died, Optional<Double> seconds, int starts) {
        return new PodRecovery(
                died.text("pod"), died.second(), seconds, starts, died.text("reason"));
    }
}
