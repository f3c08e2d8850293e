package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pods a fault may hit: all conditions together, unless pods are named, which overrides every
 * other condition.
 *
 * @param namespaces any of them
 * @param phases any of them, and none of those with an exclamation mark
 * @param nodes united with the nodes that carry {@code nodeLabels}
 * @param pods names by namespace
 */
public record Selector(
        List<String> namespaces,
        Map<String, String> labels,
        List<LabelExpression> expressions,
        Map<String, String> annotations,
        Map<String, String> fields,
        List<String> phases,
        List<String> nodes,
        Map<String, String> nodeLabels,
        Map<String, List<String>> pods) {

    /** Where every pod of a stack lives. */
    public static final String NAMESPACE = "faultline";

    static final List<String> FIELDS =
            List.of(
                    "namespaces",
                    "labelSelectors",
                    "expressionSelectors",
                    "annotationSelectors",
                    "fieldSelectors",
                    "podPhaseSelectors",
                    "nodes",
                    "nodeSelectors",
                    "pods");

    /** The fields of a pod that Kubernetes selects by. */
    private static final List<String> POD_FIELDS =
            List.of(
                    "metadata.name",
                    "metadata.namespace",
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName");

    private static final List<String> PHASES =
            List.of("Pending", "Running", "Succeeded", "Failed", "Unknown");

    /** Targets are chosen before anything is injected, from a stack in which every pod runs. */
    private static final String PHASE = "Running";

    /**
     * @param namespace of the manifest, which is meant where no namespace is named
     */
    static Selector read(Fields selector, String namespace) {
        selector.only(FIELDS);
        var namespaces = selector.texts("namespaces");
        var fields = selector.textMap("fieldSelectors");
        if (selector.has("fieldSelectors")) selector.child("fieldSelectors").only(POD_FIELDS);
        var phases = selector.texts("podPhaseSelectors");
        for (int i = 0; i < phases.size(); i++)
            if (!PHASES.contains(phases.get(i).replaceFirst("^!", "")))
                throw selector.wrong(
                        "podPhaseSelectors",
                        i,
                        "\"" + phases.get(i) + "\"",
                        String.join(", ", PHASES) + ", each with or without ! before it");
        return new Selector(
                namespaces.isEmpty() ? List.of(namespace) : namespaces,
                selector.textMap("labelSelectors"),
                selector.children("expressionSelectors").stream()
                        .map(LabelExpression::read)
                        .toList(),
                selector.textMap("annotationSelectors"),
                fields,
                phases,
                selector.texts("nodes"),
                selector.textMap("nodeSelectors"),
                podNames(selector));
    }

    /**
     * The pods that this selects, in the order given. A named pod that does not exist is refused:
     * Chaos Mesh would leave it out in silence.
     *
     * @param written what this was read from
     */
    List<PodSpec> select(Fields written, List<PodSpec> candidates) {
        if (pods.isEmpty()) return candidates.stream().filter(this::matches).toList();
        var names = candidates.stream().map(PodSpec::name).toList();
        var selected = new LinkedHashSet<String>();
        pods.forEach((namespace, wanted) -> {
            for (int i = 0; i < wanted.size(); i++)
                if (!namespace.equals(NAMESPACE) || !names.contains(wanted.get(i)))
                    throw written.child("pods")
                            .wrong(
                                    namespace,
                                    i,
                                    "\"%s\", which is no pod of %s"
                                            .formatted(wanted.get(i), namespace),
                                    "in %s: %s".formatted(NAMESPACE, String.join(", ", names)));
            selected.addAll(wanted);
        });
        return candidates.stream().filter(pod -> selected.contains(pod.name())).toList();
    }

    /** The conditions that count for nothing because pods are named. */
    List<String> overridden(Fields written) {
        if (pods.isEmpty()) return List.of();
        return FIELDS.stream().filter(f -> !f.equals("pods") && written.has(f)).toList();
    }

    private boolean matches(PodSpec pod) {
        return namespaces.contains(NAMESPACE)
                && pod.labels().entrySet().containsAll(labels.entrySet())
                && expressions.stream().allMatch(e -> e.matches(pod.labels()))
                && annotations.isEmpty() // a pod here has none
                && fields.entrySet().stream()
                        .allMatch(f -> field(pod, f.getKey()).equals(Optional.of(f.getValue())))
                && matchesPhase()
                && nodes.isEmpty() // nor a node
                && nodeLabels.isEmpty();
    }

    private boolean matchesPhase() {
        var wanted = phases.stream().filter(phase -> !phase.startsWith("!")).toList();
        return (wanted.isEmpty() || wanted.contains(PHASE)) && !phases.contains("!" + PHASE);
    }

    /** What a pod here has of the fields that Kubernetes selects by. */
    private static Optional<String> field(PodSpec pod, String name) {
        return switch (name) {
            case "metadata.name" -> Optional.of(pod.name());
            case "metadata.namespace" -> Optional.of(NAMESPACE);
            case "status.phase" -> Optional.of(PHASE);
            default -> Optional.empty();
        };
    }

    private static Map<String, List<String>> podNames(Fields selector) {
        if (!selector.has("pods")) return Map.of();
        var pods = selector.child("pods");
        var names = new LinkedHashMap<String, List<String>>();
        for (var namespace : pods.values().keySet()) names.put(namespace, pods.texts(namespace));
        return names;
    }
}
