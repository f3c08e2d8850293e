package faultline.check;

import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.List;
import java.util.Optional;

/** Questions to the events of a run. */
final class Timeline {

    private Timeline() {}

    /** When a fault, or the first of a schedule or workflow, was injected; empty where none was. */
    static Optional<Event> injected(Recording recording, String fault) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("fault"))
                .filter(e -> e.text("fault").equals(fault) || e.text("flow").equals(fault))
                .filter(e -> e.text("status").equals("injected"))
                .findFirst();
    }

    static Optional<Event> phase(Recording recording, String phase) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("phase") && e.text("phase").equals(phase))
                .findFirst();
    }

    /** Why the run was stopped before its end; empty where it was not. */
    static Optional<String> aborted(Recording recording) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("abort"))
                .map(e -> e.text("reason"))
                .findFirst();
    }

    /** That the stack did not restore itself after all, and what it lacked. */
    static Optional<Event> notWhole(Recording recording) {
        return recording.events().stream().filter(e -> e.kind().equals("not-whole")).findFirst();
    }

    /** Deaths, starts and returns of one pod, oldest first. */
    static List<Event> of(Recording recording, String pod) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("pod") && e.text("pod").equals(pod))
                .toList();
    }

    static boolean is(Event pod, String status) {
        return pod.text("status").equals(status);
    }
}
