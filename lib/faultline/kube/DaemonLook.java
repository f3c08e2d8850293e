package faultline.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.io.IOException;
import java.util.List;

/**
 * Looks into a pod from Chaos Mesh's daemon on its node, which sees every process there: queueing
 * disciplines, DROP rules, stress programs.
 */
final class DaemonLook implements TakingBack.Physical {

    private static final String DAEMON = "chaos-daemon";

    /** Prints a line for each thing that is left, and "looked" at the end. $1 is the pod's uid. */
    private static final String SCRIPT =
            """
            under=$(echo "$1" | tr - _); seen=
            for p in /proc/[0-9]*; do
              grep -qE "$1|$under" $p/cgroup 2>/dev/null || continue
              tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -E '^[^ ]*(stress-ng|memStress|toda)( |$)'
              net=$(readlink $p/ns/net 2>/dev/null)
              case " $seen " in *" $net "*) continue;; esac
              seen="$seen $net"
              nsenter -n -t ${p#/proc/} tc qdisc show | grep -E ' (netem|tbf|prio) '
              nsenter -n -t ${p#/proc/} iptables -S | grep -E '^-A CHAOS-.* -j DROP'
            done
            if [ -n "$seen" ]; then echo looked; fi
            """;

    private final KubernetesClient client;

    DaemonLook(KubernetesClient client) {
        this.client = client;
    }

    /** What cannot be looked at counts as left. */
    @Override
    public List<String> left(Pod pod) {
        var daemon =
                client
                        .pods()
                        .inNamespace(ChaosPreflight.NAMESPACE)
                        .withLabel("app.kubernetes.io/component", DAEMON)
                        .list()
                        .getItems()
                        .stream()
                        .filter(d -> PodTable.isReady(d))
                        .filter(d -> pod.getSpec().getNodeName().equals(d.getSpec().getNodeName()))
                        .findFirst();
        if (daemon.isEmpty()) return List.of("no daemon on " + pod.getSpec().getNodeName());
        try {
            var uid = pod.getMetadata().getUid();
            return read(Exec.run(client, daemon.get(), DAEMON, "sh", "-c", SCRIPT, "sh", uid));
        } catch (IOException e) {
            return List.of("the daemon does not answer: " + e.getMessage());
        }
    }

    /** The lines before the one that says that the whole script ran. */
    static List<String> read(String output) {
        var lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty() || !lines.getLast().equals("looked"))
            return List.of("the daemon did not find the pod");
        return lines.subList(0, lines.size() - 1);
    }
}
