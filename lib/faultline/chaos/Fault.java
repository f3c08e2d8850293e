package faultline.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Chaos Mesh manifest with its targets resolved.
 *
 * @param name {@code metadata.name}
 * @param kind {@code PodChaos}
 * @param action {@code pod-kill}, {@code pod-failure}, {@code container-kill}
 * @param targets names of the pods that it hits, known before anything is injected
 * @param duration how long it lasts, where it is not one-shot
 * @param manifest as it would be applied: {@code selector.pods} and {@code mode: all}
 */
public record Fault(
        String name,
        String kind,
        String action,
        List<String> targets,
        Optional<Duration> duration,
        boolean oneShot,
        Map<String, Object> manifest) {

    /** What the manifest asks for beyond its targets, typed: a {@link PodChaos}. */
    public Injection injection() {
        return Manifest.of(name, manifest).injection();
    }
}
