package faultline.chaos;

import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One Chaos Mesh manifest with its targets resolved.
 *
 * @param name {@code metadata.name}
 * @param kind {@code PodChaos}
 * @param action {@code pod-kill}, {@code delay}; of a kind without actions what it does
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

    /** Names of the pods at the other end of a NetworkChaos; none where it names no target. */
    public List<String> targetPods() {
        var spec = new Fields(name, "", manifest).child("spec");
        return spec.optionalChild("target")
                .map(target -> target.child("selector").child("pods").texts(Selector.NAMESPACE))
                .orElse(List.of());
    }

    /** Every pod that the status has a record of, once each: the targets, then the other end. */
    public List<String> recordedPods() {
        return Stream.concat(targets.stream(), targetPods().stream()).distinct().toList();
    }

    /** The directed links between pods of a stack that it touches; none unless NetworkChaos. */
    public List<Link> links(List<PodSpec> pods) {
        return injection() instanceof NetworkChaos network
                ? network.links(targets, targetPods(), pods.stream().map(PodSpec::name).toList())
                : List.of();
    }
}
