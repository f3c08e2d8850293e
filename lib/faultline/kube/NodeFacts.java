package faultline.kube;

import faultline.kube.ClockOffset.Asked;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be known of the nodes that a stack is on. */
final class NodeFacts {

    private static final int ASKINGS = 5;

    private final KubernetesClient client;

    NodeFacts(KubernetesClient client) {
        this.client = client;
    }

    /** {@code node node-a: 16 cores, 64 GiB, Linux 6.1}, and how far its clock is off. */
    Map<String, String> of(Collection<Pod> pods) {
        var facts = new LinkedHashMap<String, String>();
        var askable = new LinkedHashMap<String, Pod>();
        for (var pod : pods) askable.putIfAbsent(pod.getSpec().getNodeName(), pod);
        askable.forEach((name, pod) -> {
            try {
                var node = client.nodes().withName(name).get();
                facts.put("node " + name, node == null ? "unknown" : words(node));
            } catch (KubernetesClientException e) {
                facts.put("node " + name, "may not be asked for: " + e.getCode());
            }
            facts.put("clock " + name, clock(pod));
        });
        return facts;
    }

    private static String words(Node node) {
        var capacity = node.getStatus().getCapacity();
        var info = node.getStatus().getNodeInfo();
        return "%s cores, %s memory, %s, Linux %s, kubelet %s"
                .formatted(
                        capacity.get("cpu"),
                        capacity.get("memory"),
                        info.getOsImage(),
                        info.getKernelVersion(),
                        info.getKubeletVersion());
    }

    private String clock(Pod pod) {
        var asked = new ArrayList<Asked>();
        try {
            for (int i = 0; i < ASKINGS; i++) {
                var before = now();
                var container = pod.getSpec().getContainers().getFirst().getName();
                var said = Exec.run(client, pod, container, "date", "+%s%N").strip();
                asked.add(new Asked(before, Long.parseLong(said), now()));
            }
            return ClockOffset.of(asked).toString();
        } catch (IOException | NumberFormatException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private static long now() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
