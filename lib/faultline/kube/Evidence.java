package faultline.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a fault after its resource is gone: written down before the resource is deleted.
 *
 * @param created when the kit asked for it, by the kit's clock
 * @param injected when the last target was hit, by the cluster's clock
 * @param recovered when the last target was free again, by the cluster's clock
 * @param status exactly as Chaos Mesh wrote it
 * @param events Kubernetes' own, which it forgets after an hour
 */
public record Evidence(
        String fault,
        Instant created,
        Optional<Instant> injected,
        Optional<Instant> recovered,
        Object status,
        List<String> events) {

    static Evidence of(
            String fault,
            Instant created,
            Observed seen,
            GenericKubernetesResource resource,
            List<Event> events) {
        return new Evidence(
                fault,
                created,
                seen.last("Apply"),
                seen.last("Recover"),
                resource.getAdditionalProperties().getOrDefault("status", Map.of()),
                events.stream()
                        .map(e -> "%s: %s".formatted(e.getReason(), e.getMessage()))
                        .toList());
    }

    /** As a journal keeps it. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("fault", fault);
        map.put("created", created.toString());
        injected.ifPresent(when -> map.put("injected", when.toString()));
        recovered.ifPresent(when -> map.put("recovered", when.toString()));
        map.put("status", status);
        map.put("events", events);
        return map;
    }
}
