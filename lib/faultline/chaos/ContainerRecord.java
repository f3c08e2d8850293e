package faultline.chaos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been done to one target, as Chaos Mesh keeps it.
 *
 * @param id {@code faultline/kafka-0}, for a container {@code faultline/kafka-0/kafka}
 * @param selectorKey {@code .} for the selector of the spec, {@code .Target} for the target's
 * @param injectedCount successful injections
 * @param recoveredCount successful recoveries
 * @param events the last hundred, oldest first
 */
public record ContainerRecord(
        String id,
        String selectorKey,
        Phase phase,
        int injectedCount,
        int recoveredCount,
        List<Event> events) {

    /** The steps of the cycle, in its order; after the last comes the first. */
    public enum Phase {
        NOT_INJECTED("Not Injected"),
        NOT_INJECTED_WAIT("Not Injected/Wait"),
        INJECTED("Injected"),
        INJECTED_WAIT("Injected/Wait");

        private final String label;

        Phase(String label) {
            this.label = label;
        }

        /** As the status says it. */
        public String label() {
            return label;
        }
    }

    /**
     * How an operation on the target ended.
     *
     * @param type {@code Succeeded} or {@code Failed}
     * @param operation {@code Apply} or {@code Recover}
     * @param message why it failed; where it did not, what there is to say about it, mostly nothing
     */
    public record Event(String type, String operation, String message, Instant timestamp) {

        Map<String, Object> toMap() {
            var map = new LinkedHashMap<String, Object>();
            map.put("type", type);
            map.put("operation", operation);
            map.put("message", message);
            map.put("timestamp", timestamp.truncatedTo(ChronoUnit.MILLIS).toString());
            return map;
        }
    }

    private static final int EVENTS_KEPT = 100;

    static ContainerRecord untouched(String id, String selectorKey) {
        return new ContainerRecord(id, selectorKey, Phase.NOT_INJECTED, 0, 0, List.of());
    }

    /** Whether it is about this pod. */
    boolean isOf(String pod) {
        return id.split("/")[1].equals(pod);
    }

    ContainerRecord applying() {
        return step(Phase.NOT_INJECTED, Phase.NOT_INJECTED_WAIT, 0, 0, events);
    }

    ContainerRecord applied(Instant when, String how) {
        return step(
                Phase.NOT_INJECTED_WAIT,
                Phase.INJECTED,
                1,
                0,
                with("Succeeded", "Apply", how, when));
    }

    ContainerRecord applyFailed(Instant when, String why) {
        return step(
                Phase.NOT_INJECTED_WAIT,
                Phase.NOT_INJECTED,
                0,
                0,
                with("Failed", "Apply", why, when));
    }

    ContainerRecord recovering() {
        return step(Phase.INJECTED, Phase.INJECTED_WAIT, 0, 0, events);
    }

    ContainerRecord recovered(Instant when) {
        return step(
                Phase.INJECTED_WAIT,
                Phase.NOT_INJECTED,
                0,
                1,
                with("Succeeded", "Recover", "", when));
    }

    ContainerRecord recoverFailed(Instant when, String why) {
        return step(
                Phase.INJECTED_WAIT, Phase.INJECTED, 0, 0, with("Failed", "Recover", why, when));
    }

    Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", id);
        map.put("selectorKey", selectorKey);
        map.put("phase", phase.label());
        map.put("injectedCount", injectedCount);
        map.put("recoveredCount", recoveredCount);
        map.put("events", events.stream().map(Event::toMap).toList());
        return map;
    }

    private ContainerRecord step(
            Phase from, Phase to, int injected, int recovered, List<Event> events) {
        if (phase != from)
            throw new IllegalStateException(
                    "%s is %s: it cannot become %s".formatted(id, phase.label(), to.label()));
        return new ContainerRecord(
                id, selectorKey, to, injectedCount + injected, recoveredCount + recovered, events);
    }

    private List<Event> with(String type, String operation, String message, Instant when) {
        var all = new ArrayList<>(events);
        all.add(new Event(type, operation, message, when));
        return List.copyOf(all.subList(Math.max(0, all.size() - EVENTS_KEPT), all.size()));
    }
}
