package faultline.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a short command in a container that runs already. */
final class Exec {

    private static final long LIMIT_SECONDS = 20;

    private Exec() {}

    /**
     * What the command has printed.
     *
     * @throws IOException where it could not be run, or did not end well or in time
     */
    static String run(KubernetesClient client, Pod pod, String container, String... command)
            throws IOException {
        var output = new ByteArrayOutputStream();
        try (var exec =
                client.pods()
                        .resource(pod)
                        .inContainer(container)
                        .writingOutput(output)
                        .exec(command)) {
            var code = exec.exitCode().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            var text = output.toString(StandardCharsets.UTF_8);
            if (code != null && code == 0) return text;
            throw new IOException(
                    "%s in %s ended with %s: %s"
                            .formatted(command[0], pod.getMetadata().getName(), code, text));
        } catch (ExecutionException | TimeoutException | KubernetesClientException e) {
            throw new IOException(
                    "%s in %s: %s".formatted(command[0], pod.getMetadata().getName(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
