package faultline.cluster;

import faultline.plan.Unavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks whether the cluster does what a stack needs of it: members of the store, nodes, names,
 * traffic from node to node, a volume, and an image that is pulled.
 */
record Verification(Ssh ssh, ClusterPlan plan, Consumer<String> progress) {

    private static final Duration NODES = Duration.ofMinutes(3);
    private static final Duration PODS = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMinutes(1);

    private static final String K =
            "k() { %s kubectl -n faultline-verify \"$@\"; }\n".formatted(Install.PROGRAM);

    private static final String ASK_NODES =
            K
                    + """
                    k get nodes -o jsonpath='{range .items[*]}{.metadata.name}{" "}\
                    {.status.conditions[?(@.type=="Ready")].status}{" "}\
                    {.metadata.labels.node-role\\.kubernetes\\.io/etcd}{"\\n"}{end}'
                    """;

    private static final String APPLY =
            K
                    + """
                    set -e
                    k apply -f - >/dev/null <<'END_OF_MANIFESTS'
                    %s
                    END_OF_MANIFESTS
                    k rollout status daemonset/verify --timeout=240s >/dev/null
                    k wait --for=condition=Ready pod/volume --timeout=60s >/dev/null
                    k get pods -l app=verify -o jsonpath='{range .items[*]}{.metadata.name}{" "}\
                    {.spec.nodeName}{" "}{.status.podIP}{"\\n"}{end}'
                    """;

    private static final String MANIFESTS =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: faultline-verify}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: verify, namespace: faultline-verify}
            spec:
              selector: {matchLabels: {app: verify}}
              template:
                metadata: {labels: {app: verify}}
                spec:
                  terminationGracePeriodSeconds: 0
                  tolerations: [{operator: Exists}]
                  containers:
                  - name: verify
                    image: docker.io/library/busybox:1.37.0
                    command: [httpd, -f, -p, "8080", -h, /etc]
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: volume, namespace: faultline-verify}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Mi}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: volume, namespace: faultline-verify}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: volume
                image: docker.io/library/busybox:1.37.0
                command: [sh, -c, "echo written >/volume/file && sleep 3600"]
                volumeMounts: [{name: volume, mountPath: /volume}]
              volumes: [{name: volume, persistentVolumeClaim: {claimName: volume}}]
            """;

    private static final String REMOVE = K + "k delete namespace faultline-verify --wait=false\n";

    /** A line of what Kubernetes says of its nodes. */
    private record Seen(String name, boolean ready, boolean etcd) {

        static Seen of(String line) {
            var parts = line.split(" ");
            return new Seen(
                    parts[0],
                    parts.length > 1 && parts[1].equals("True"),
                    parts.length > 2 && parts[2].equals("true"));
        }
    }

    /**
     * Returns where all is as it should be.
     *
     * @param pods whether to run pods too, which takes a minute
     * @throws Unavailable with what is not
     */
    void verify(boolean pods) {
        nodes();
        var servers = plan.hosts().subList(0, plan.servers());
        for (var server : servers) {
            var said = ssh.run(server, K + "k get --raw /readyz/etcd\n", SHORT).strip();
            if (!said.equals("ok")) throw wrong(server.name() + ": its store says " + said);
        }
        progress.accept(
                "%d nodes are ready, %d of them hold the store"
                        .formatted(plan.hosts().size(), servers.size()));
        if (pods) pods(servers.getFirst());
    }

    private void nodes() {
        var until = Instant.now().plus(NODES);
        while (true) {
            var missing = missing();
            if (missing.isEmpty()) return;
            if (Instant.now().isAfter(until)) throw wrong(missing);
            pause();
        }
    }

    private String missing() {
        var seen =
                ssh.run(plan.hosts().getFirst(), ASK_NODES, SHORT)
                        .lines()
                        .map(Seen::of)
                        .collect(Collectors.toMap(Seen::name, each -> each));
        var missing = new ArrayList<String>();
        for (var host : plan.hosts()) {
            var node = seen.get(host.label());
            if (node == null) missing.add(host.name() + ": the cluster does not know it");
            else if (!node.ready()) missing.add(host.name() + ": not ready");
            else if (plan.isServer(host) && !node.etcd())
                missing.add(host.name() + ": does not hold the store");
        }
        return String.join("\n", missing);
    }

    private void pods(Host server) {
        try {
            var pods =
                    ssh.run(server, APPLY.formatted(MANIFESTS.strip()), PODS)
                            .lines()
                            .map(line -> line.split(" "))
                            .filter(parts -> parts.length == 3)
                            .toList();
            if (pods.size() != plan.hosts().size())
                throw wrong("%d of %d nodes run a pod".formatted(pods.size(), plan.hosts().size()));
            ssh.run(server, ring(pods), PODS);
            progress.accept("names, traffic from node to node, a volume and an image: good");
        } finally {
            ssh.run(server, REMOVE, SHORT);
        }
    }

    /** Each pod asks for a name, and fetches a file from the pod on the next node. */
    private static String ring(List<String[]> pods) {
        var script = new StringBuilder(K);
        for (int i = 0; i < pods.size(); i++) {
            var own = pods.get(i);
            var next = pods.get((i + 1) % pods.size());
            script.append(
                    """
                    k exec %1$s -- nslookup kubernetes.default.svc.cluster.local >/dev/null || {
                        echo "%2$s: pods there resolve no names" >&2; exit 1; }
                    k exec %1$s -- wget -q -T 10 -O /dev/null http://%3$s:8080/hostname || {
                        echo "%2$s: pods there do not reach pods on %4$s" >&2; exit 1; }
                    """
                            .formatted(own[0], own[1], next[2], next[1]));
        }
        return script.toString();
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw wrong("interrupted");
        }
    }

    private static Unavailable wrong(String what) {
        return new Unavailable(what, "look there; then the same command again goes on from here");
    }
}
