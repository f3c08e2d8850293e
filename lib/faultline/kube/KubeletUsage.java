package faultline.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import faultline.platform.Usage;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.util.Optional;

/** What pods use, as the kubelet of their node counts it: needs no metrics server. */
final class KubeletUsage {

    private static final double NANOS = 1e9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    KubeletUsage(KubernetesClient client) {
        this.client = client;
    }

    /** Empty where the kubelet may not be asked, or has not seen the pod yet. */
    Optional<Usage> of(Pod pod) {
        try {
            var summary =
                    client.raw(
                            "/api/v1/nodes/%s/proxy/stats/summary"
                                    .formatted(pod.getSpec().getNodeName()));
            if (summary == null) return Optional.empty();
            for (var one : JSON.readTree(summary).path("pods"))
                if (one.path("podRef").path("uid").asText().equals(pod.getMetadata().getUid()))
                    return read(one);
            return Optional.empty();
        } catch (KubernetesClientException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Usage> read(JsonNode pod) {
        var cpu = pod.path("cpu").path("usageCoreNanoSeconds");
        var memory = pod.path("memory").path("workingSetBytes");
        return cpu.isNumber() && memory.isNumber()
                ? Optional.of(new Usage(cpu.asLong() / NANOS, memory.asLong(), -1))
                : Optional.empty();
    }
}
