package faultline.kube;

import faultline.chaos.Selector;
import faultline.platform.PodLog;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod's log, read from where it was left. Each read is a request of its own, so that a connection
 * that breaks loses nothing; the kubelet's stamp on every line says what is new.
 *
 * <p>What a container printed at its very end is read after its restart; of a pod that was deleted,
 * what was not read is gone with it.
 */
final class KubeLog implements PodLog {

    private final KubernetesClient client;
    private final PodTable pods;
    private final String name;
    private final Duration pause;
    private long askAgain;
    private String uid = "";
    private int restarts;
    private Instant last = Instant.EPOCH;

    /**
     * @param pause between two requests
     */
    KubeLog(KubernetesClient client, PodTable pods, String name, Duration pause) {
        this.pause = pause;
        askAgain = System.nanoTime();
        this.client = client;
        this.pods = pods;
        this.name = name;
    }

    @Override
    public List<String> poll() {
        // A line comes every second; the API server has others to serve.
        if (System.nanoTime() < askAgain) return List.of();
        askAgain = System.nanoTime() + pause.toNanos();
        try {
            return pods.find(name).map(this::read).orElse(List.of());
        } catch (KubernetesClientException e) {
            return List.of(); // still starting, or the API server is away: the next poll gets it
        }
    }

    private List<String> read(Pod pod) {
        var lines = new ArrayList<String>();
        var now = PodTable.restarts(pod);
        var samePod = pod.getMetadata().getUid().equals(uid);
        if (samePod && now > restarts) addNew(lines, stamped(pod, true));
        uid = pod.getMetadata().getUid();
        restarts = now;
        addNew(lines, stamped(pod, false));
        return lines;
    }

    private String stamped(Pod pod, boolean ofTheOneBefore) {
        var container =
                client.pods()
                        .inNamespace(Selector.NAMESPACE)
                        .withName(pod.getMetadata().getName())
                        .inContainer(pod.getSpec().getContainers().getFirst().getName());
        var text =
                ofTheOneBefore
                        ? container.usingTimestamps().terminated().getLog()
                        : last.equals(Instant.EPOCH)
                                ? container.usingTimestamps().getLog()
                                // Whole seconds only: what was read already is sorted out here.
                                : container.usingTimestamps().sinceTime(last.toString()).getLog();
        return text == null ? "" : text;
    }

    private void addNew(List<String> lines, String text) {
        for (var line : text.lines().toList()) {
            var space = line.indexOf(' ');
            if (space < 0) continue;
            var when = Instant.parse(line.substring(0, space));
            if (!when.isAfter(last)) continue;
            last = when;
            lines.add(line.substring(space + 1));
        }
    }
}
