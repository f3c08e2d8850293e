package faultline.kube;

import faultline.chaos.ContainerRecord;
import faultline.chaos.Fault;
import faultline.chaos.Status;
import faultline.chaos.Status.DesiredPhase;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a cluster says of a fault at one moment.
 *
 * @param status by the records alone, with the kit's names of the pods
 * @param reported conditions as the controller wrote them; they come one pass after the records
 */
record Observed(Status status, Map<String, Boolean> reported) {

    /** Records of the selector itself have this key; those of the other end another. */
    private static final String SELECTOR = ".";

    /**
     * @param kitName the kit's name for a pod of the cluster
     */
    static Observed of(GenericKubernetesResource resource, UnaryOperator<String> kitName) {
        var status = map(resource.getAdditionalProperties().get("status"));
        var experiment = map(status.get("experiment"));
        var records =
                list(experiment.get("containerRecords"))
                        .map(record -> record(record, kitName))
                        .toList();
        var stop = DesiredPhase.STOP.label().equals(experiment.get("desiredPhase"));
        var reported = new HashMap<String, Boolean>();
        list(status.get("conditions"))
                .forEach(c -> reported.put((String) c.get("type"), "True".equals(c.get("status"))));
        return new Observed(
                new Status(stop ? DesiredPhase.STOP : DesiredPhase.RUN, records),
                Map.copyOf(reported));
    }

    /** Whether every target, and no other pod, has been hit; whatever a single condition says. */
    boolean isInjected(Fault fault) {
        return reported.getOrDefault("AllInjected", false)
                && status.isInjected()
                && selected() == expected(fault);
    }

    /**
     * Whether nothing of it is on any pod any more, of whichever pods it was on. {@code
     * AllRecovered} is not asked: it is true before the first injection too.
     */
    boolean isFree() {
        return status.desiredPhase() == DesiredPhase.STOP
                && status.records().stream()
                        .allMatch(record ->
                                record.phase() == ContainerRecord.Phase.NOT_INJECTED
                                        && record.recoveredCount() == record.injectedCount());
    }

    /** What it is still waiting for, in a sentence for the user. */
    String story(Fault fault) {
        if (status.records().isEmpty()) return "no pod has been selected";
        if (selected() != expected(fault))
            return "%d of %d targets have been selected".formatted(selected(), expected(fault));
        return String.join(
                "; ",
                status.records().stream()
                        .map(record ->
                                record.id()
                                        + " is "
                                        + record.phase().label()
                                        + lastFailure(record)
                                                .map(why -> " (" + why + ")")
                                                .orElse(""))
                        .toList());
    }

    /** When the last of these operations succeeded anywhere, by the cluster's clock. */
    Optional<Instant> last(String operation) {
        return status.records().stream()
                .flatMap(record -> record.events().stream())
                .filter(e -> e.type().equals("Succeeded") && e.operation().equals(operation))
                .map(ContainerRecord.Event::timestamp)
                .max(Instant::compareTo);
    }

    private long selected() {
        return status.records().stream().filter(r -> r.selectorKey().equals(SELECTOR)).count();
    }

    private static long expected(Fault fault) {
        return Status.of(fault).records().stream()
                .filter(r -> r.selectorKey().equals(SELECTOR))
                .count();
    }

    private static Optional<String> lastFailure(ContainerRecord record) {
        return record.events().isEmpty() || !record.events().getLast().type().equals("Failed")
                ? Optional.empty()
                : Optional.of(record.events().getLast().message());
    }

    private static ContainerRecord record(
            Map<String, Object> record, UnaryOperator<String> kitName) {
        var id = ((String) record.get("id")).split("/");
        id[1] = kitName.apply(id[1]);
        return new ContainerRecord(
                String.join("/", id),
                (String) record.get("selectorKey"),
                phase((String) record.get("phase")),
                ((Number) record.getOrDefault("injectedCount", 0)).intValue(),
                ((Number) record.getOrDefault("recoveredCount", 0)).intValue(),
                list(record.get("events")).map(Observed::event).toList());
    }

    private static ContainerRecord.Event event(Map<String, Object> event) {
        return new ContainerRecord.Event(
                (String) event.get("type"),
                (String) event.get("operation"),
                (String) event.getOrDefault("message", ""),
                Instant.parse((String) event.get("timestamp")));
    }

    private static ContainerRecord.Phase phase(String label) {
        return Stream.of(ContainerRecord.Phase.values())
                .filter(phase -> phase.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Chaos Mesh has no phase " + label));
    }

    @SuppressWarnings("unchecked") // JSON's keys are texts
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Stream<Map<String, Object>> list(Object value) {
        return value instanceof List<?> list ? list.stream().map(Observed::map) : Stream.of();
    }
}
