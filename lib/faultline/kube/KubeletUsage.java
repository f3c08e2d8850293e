package faultline.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import faultline.platform.Usage;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What pods use, as the kubelet of their node counts it: needs no metrics server. */
final class KubeletUsage {

    private static final double NANOS = 1e9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long FRESH_NANOS = 700_000_000;

    private record Answer(long atNanos, JsonNode summary) {}

    private final KubernetesClient client;
    private final Map<String, Answer> answers = new HashMap<>();

    KubeletUsage(KubernetesClient client) {
        this.client = client;
    }

    /** Empty where the kubelet may not be asked, or has not seen the pod yet. */
    Optional<Usage> of(Pod pod) {
        for (var one : summary(pod.getSpec().getNodeName()).path("pods"))
            if (one.path("podRef").path("uid").asText().equals(pod.getMetadata().getUid()))
                return read(one);
        return Optional.empty();
    }

    /** One answer serves all pods of the node that are asked for in the same second. */
    private synchronized JsonNode summary(String node) {
        var known = answers.get(node);
        if (known != null && System.nanoTime() - known.atNanos() < FRESH_NANOS)
            return known.summary();
        JsonNode summary = MissingNode.getInstance();
        try {
            var text = client.raw("/api/v1/nodes/%s/proxy/stats/summary".formatted(node));
            if (text != null) summary = JSON.readTree(text);
        } catch (KubernetesClientException | JsonProcessingException e) {
            // nothing is known of this second
        }
        answers.put(node, new Answer(System.nanoTime(), summary));
        return summary;
    }

    private static Optional<Usage> read(JsonNode pod) {
        var cpu = pod.path("cpu").path("usageCoreNanoSeconds");
        var memory = pod.path("memory").path("workingSetBytes");
        return cpu.isNumber() && memory.isNumber()
                ? Optional.of(new Usage(cpu.asLong() / NANOS, memory.asLong(), -1))
                : Optional.empty();
    }
}
