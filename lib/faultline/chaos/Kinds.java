package faultline.chaos;

import faultline.plan.BadInput;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The kinds of Chaos Mesh 2.8.3 with their shapes and readers: one more is a line here. */
final class Kinds {

    /** What a kind acts on, which decides what it is read into. */
    enum Scope {
        PODS,
        MACHINES,
        FLOW
    }

    /**
     * @param spec the shape of {@code spec}
     * @param reader of the spec of a kind with pods and of the manifest's namespace, else null
     */
    record Kind(
            String name, Scope scope, Shape spec, BiFunction<Fields, String, Injection> reader) {}

    /** Kinds that Chaos Mesh writes for itself or that describe what it may reach. */
    static final Set<String> INTERNAL =
            Set.of(
                    "PhysicalMachine",
                    "PodHttpChaos",
                    "PodIOChaos",
                    "PodNetworkChaos",
                    "RemoteCluster",
                    "WorkflowNode");

    private static final Map<String, Kind> ALL = all();

    private Kinds() {}

    private static Map<String, Kind> all() {
        var kinds = new LinkedHashMap<String, Kind>();
        var faults = new LinkedHashMap<>(PodSchemas.all());
        faults.forEach(
                (name, shape) -> kinds.put(name, new Kind(name, Scope.PODS, shape, reader(name))));
        MachineSchemas.all()
                .forEach((name, shape) -> {
                    faults.put(name, shape);
                    kinds.put(name, new Kind(name, Scope.MACHINES, shape, null));
                });
        FlowSchemas.all(faults)
                .forEach((name, shape) -> kinds.put(name, new Kind(name, Scope.FLOW, shape, null)));
        return kinds;
    }

    private static BiFunction<Fields, String, Injection> reader(String kind) {
        return switch (kind) {
            case "PodChaos" -> (spec, namespace) -> PodChaos.read(spec);
            case "NetworkChaos" -> NetworkChaos::read;
            case "StressChaos" -> (spec, namespace) -> StressChaos.read(spec);
            default -> (spec, namespace) -> OtherChaos.read(kind, spec);
        };
    }

    /** Names of the kinds that a user writes, in the order in which they are documented. */
    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Names of the kinds of this scope. */
    static List<String> names(Scope scope) {
        return ALL.values().stream().filter(kind -> kind.scope() == scope).map(Kind::name).toList();
    }

    static Kind named(String name) {
        return ALL.get(name);
    }

    /** The kind of a document; refuses what is none, and what users do not write. */
    static Kind of(Fields document) {
        var allowed = String.join(", ", new TreeSet<>(ALL.keySet()));
        var name = document.text("kind", allowed);
        var kind = ALL.get(name);
        if (kind == null)
            throw wrong(
                    document,
                    name,
                    INTERNAL.contains(name)
                            ? "which Chaos Mesh keeps for itself"
                            : "which is no kind of Chaos Mesh",
                    allowed);
        return kind;
    }

    static BadInput wrong(Fields document, String name, String what, String allowed) {
        return document.wrong("kind", "\"%s\", %s".formatted(name, what), allowed);
    }
}
