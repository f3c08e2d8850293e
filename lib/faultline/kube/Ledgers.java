package faultline.kube;

import faultline.stack.Component;
import faultline.stack.PodSpec;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The ledgers in the volumes of feeders. They are read through a second container of the pod, which
 * runs on when the feeder has ended.
 */
final class Ledgers {

    static final String CONTAINER = "ledger";

    private final KubernetesClient client;

    Ledgers(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Copies every ledger of a run, then removes it where it was.
     *
     * @param from the folder in the volumes
     * @throws IOException with the feeder whose ledger cannot be had
     */
    void bring(Map<PodSpec, Pod> pods, String from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var entry : pods.entrySet()) {
            if (entry.getKey().component() != Component.FEEDER) continue;
            var pod = entry.getValue();
            for (var name : Exec.run(client, pod, CONTAINER, "ls", from).lines().toList())
                copy(pod, from + "/" + name, to.resolve(name));
            Exec.run(client, pod, CONTAINER, "rm", "-r", from);
        }
    }

    private void copy(Pod pod, String from, Path to) throws IOException {
        try {
            var copied = client.pods().resource(pod).inContainer(CONTAINER).file(from).copy(to);
            if (!copied) throw new IOException(from + " was not copied");
        } catch (KubernetesClientException e) {
            throw new IOException("%s: %s".formatted(from, e.getMessage()), e);
        }
    }
}
