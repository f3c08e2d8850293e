package faultline.grid5000;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a report must tell of the machines that a run had. */
final class Provenance {

    private Provenance() {}

    static Map<String, Object> of(
            Grid5000 testbed,
            Site site,
            Wanted wanted,
            Job job,
            List<String> names,
            List<Node> nodes) {
        var told = new LinkedHashMap<String, Object>();
        told.put("target", testbed.target());
        told.put("api", testbed.address());
        told.put("reference_version", String.valueOf(site.version()));
        told.put("site", site.uid());
        told.put("job", job.uid());
        told.put("submitted_at_s", job.submittedAt());
        told.put("started_at_s", job.startedAt());
        told.put("walltime_s", job.walltime());
        told.put("environment", wanted.environment().orElse("standard"));
        version(testbed, site, wanted).ifPresent(v -> told.put("environment_version", v));
        told.put("pod_range", wanted.podRange());
        told.put("service_range", wanted.serviceRange());
        var machines = new ArrayList<Map<String, Object>>();
        for (var name : names) {
            nodes.stream()
                    .filter(node -> name.startsWith(node.uid() + "."))
                    .findFirst()
                    .ifPresent(node -> machines.add(machine(name, node)));
        }
        told.put("nodes", machines);
        return told;
    }

    /** Nodes that are ready are not given back because a number of a report is missing. */
    private static Optional<Long> version(Grid5000 testbed, Site site, Wanted wanted) {
        try {
            return wanted.environment()
                    .flatMap(name -> testbed.environmentVersion(site.uid(), name));
        } catch (BadInput | Unavailable e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> machine(String name, Node node) {
        var told = new LinkedHashMap<String, Object>();
        told.put("name", name);
        told.put(
                "processor",
                "%s %s".formatted(node.processor().model(), node.processor().version()));
        told.put("cores", node.architecture().nbCores());
        told.put("memory_bytes", node.mainMemory().ramSize());
        told.put("network_bits_per_second", node.network().rate());
        told.put(
                "disks",
                node.storageDevices().stream()
                        .map(d ->
                                "%s %s %s, %d bytes"
                                        .formatted(d.id(), d.storage(), d.model(), d.size()))
                        .toList());
        return told;
    }
}
