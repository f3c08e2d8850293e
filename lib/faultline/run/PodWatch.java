package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.measure.Journal;
import faultline.platform.Platform;
import faultline.platform.Pod;
import faultline.platform.Pod.Phase;

import java.util.HashMap;
import java.util.Map;

/** Writes into the timeline when pods die, start and become ready. */
final class PodWatch {

    private final Platform platform;
    private final Journal journal;
    private final Map<String, Pod> before = new HashMap<>();

    PodWatch(Platform platform, Journal journal) {
        this.platform = platform;
        this.journal = journal;
    }

    /** Compares with the last look; ten times a second is often enough. */
    void look() {
        var pods = platform.pods(Map.of());
        // One that was scaled away has not died; it may come back as a new one.
        before.keySet().retainAll(pods.stream().map(Pod::name).toList());
        for (var pod : pods) {
            var last = before.put(pod.name(), pod);
            if (last == null) continue;
            var replaced = !pod.instance().equals(last.instance());
            var ended = pod.phase() != Phase.RUNNING || replaced;
            if (last.phase() == Phase.RUNNING && ended)
                event(last, pod.phase() == Phase.SUCCEEDED ? "finished" : "died", pod.reason());
            if (replaced && pod.phase() == Phase.RUNNING) event(pod, "started", "");
            if (pod.ready() && (replaced || !last.ready())) event(pod, "ready", "");
        }
    }

    private void event(Pod pod, String status, String reason) {
        journal.event(
                "pod",
                ordered(
                        "pod",
                        pod.name(),
                        "status",
                        status,
                        "instance",
                        pod.instance(),
                        "reason",
                        reason));
    }
}
