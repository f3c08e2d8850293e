package faultline.kube;

import faultline.chaos.ContainerRecord;
import faultline.chaos.Manifest;
import faultline.chaos.PodAction;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults on a cluster whose kit is gone: each carries the label of what made it. */
final class LeftOvers {

    private static final Set<String> ONE_SHOT =
            Set.of(PodAction.POD_KILL.label(), PodAction.CONTAINER_KILL.label());

    private static final List<String> FLOWS = List.of("Workflow", "Schedule");

    private final ChaosApi api;
    private final TakingBack takingBack;

    LeftOvers(ChaosApi api, TakingBack takingBack) {
        this.api = api;
        this.takingBack = takingBack;
    }

    /**
     * Takes back those that kits have made.
     *
     * @param journal is given what is known of each before its resource is deleted
     * @return a sentence for each; empty where there is none
     */
    List<String> takeBack(Consumer<Evidence> journal) {
        var said = new ArrayList<String>();
        for (var kind : Manifest.KINDS)
            for (var resource : api.ours(kind)) {
                takeBack(resource, last -> journal.accept(evidence(last)));
                said.add(
                        "%s %s was left on the cluster; it is gone"
                                .formatted(kind, resource.getMetadata().getName()));
            }
        return said;
    }

    /** Takes back all in the stack's namespace, whoever made them, and first what makes others. */
    void takeAllBack(Consumer<String> progress) {
        for (var kind : Stream.concat(FLOWS.stream(), Manifest.KINDS.stream()).toList())
            for (var resource : api.all(kind)) {
                progress.accept("taking back " + kind + " " + resource.getMetadata().getName());
                takeBack(resource, last -> {});
            }
    }

    private void takeBack(
            GenericKubernetesResource resource, Consumer<GenericKubernetesResource> keep) {
        Object action = resource.get("spec", "action");
        var isOver =
                action != null && ONE_SHOT.contains(action) || FLOWS.contains(resource.getKind());
        takingBack.away(ChaosRef.of(resource), isOver, pods(resource), keep);
    }

    private Evidence evidence(GenericKubernetesResource resource) {
        var seen = Observed.of(resource, UnaryOperator.identity());
        return Evidence.of(
                resource.getMetadata().getName(),
                created(resource),
                seen,
                resource,
                api.events(resource.getMetadata().getName()));
    }

    private static Instant created(GenericKubernetesResource resource) {
        return Instant.parse(resource.getMetadata().getCreationTimestamp());
    }

    private static Set<String> pods(GenericKubernetesResource resource) {
        return Observed.of(resource, UnaryOperator.identity()).status().records().stream()
                .map(ContainerRecord::id)
                .map(id -> id.split("/")[1])
                .collect(Collectors.toSet());
    }
}
