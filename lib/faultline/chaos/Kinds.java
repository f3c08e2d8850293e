package faultline.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The kinds of Chaos Mesh, and which of them this version runs: one more is a line here. */
final class Kinds {

    /**
     * @param fields that the kind has in {@code spec} besides the common ones
     */
    record Kind(List<String> fields, Function<Fields, Injection> reader) {}

    private static final Map<String, Kind> RUN =
            Map.of("PodChaos", new Kind(PodChaos.FIELDS, PodChaos::read));

    /** Every kind of {@code chaos-mesh.org/v1alpha1}, release 2.8.3. */
    static final Set<String> ALL =
            Set.of(
                    "AWSChaos",
                    "AzureChaos",
                    "BlockChaos",
                    "DNSChaos",
                    "GCPChaos",
                    "HTTPChaos",
                    "IOChaos",
                    "JVMChaos",
                    "KernelChaos",
                    "NetworkChaos",
                    "PhysicalMachine",
                    "PhysicalMachineChaos",
                    "PodChaos",
                    "PodHttpChaos",
                    "PodIOChaos",
                    "PodNetworkChaos",
                    "RemoteCluster",
                    "Schedule",
                    "StatusCheck",
                    "StressChaos",
                    "TimeChaos",
                    "Workflow",
                    "WorkflowNode");

    private Kinds() {}

    /** The kind of a document; refuses what this version does not run, whether it exists or not. */
    static Kind of(Fields document) {
        var run = String.join(", ", new TreeSet<>(RUN.keySet()));
        var name = document.text("kind", run);
        var kind = RUN.get(name);
        if (kind == null)
            throw document.wrong(
                    "kind",
                    "\"%s\", %s"
                            .formatted(
                                    name,
                                    ALL.contains(name)
                                            ? "which this version does not run"
                                            : "which is no kind of Chaos Mesh"),
                    run);
        return kind;
    }
}
