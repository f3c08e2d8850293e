package faultline.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the program to every host that lacks it: over the way to the hosts once, and from the
 * first to the others on their own network. The key for that can do nothing but write the program's
 * part file, and is gone afterwards.
 */
record Distribution(Ssh ssh, ClusterPlan plan, Path knownHosts, Consumer<String> progress) {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMinutes(1);

    private static final String MAKE_KEY =
            """
            set -eu
            umask 077
            mkdir -p /root/.faultline
            rm -f /root/.faultline/key /root/.faultline/key.pub
            ssh-keygen -q -t ed25519 -N '' -C faultline-once -f /root/.faultline/key
            cat >/root/.faultline/known_hosts <<'END_OF_HOSTS'
            %s
            END_OF_HOSTS
            cat /root/.faultline/key.pub
            """;

    private static final String LET_IN =
            """
            set -eu
            umask 077
            mkdir -p /root/.ssh
            echo 'restrict,command="umask 077; cat >%s" %s' >>/root/.ssh/authorized_keys
            """;

    private static final String LET_OUT =
            """
            keys=/root/.ssh/authorized_keys
            grep -v ' faultline-once$' "$keys" >"$keys.new"
            chmod 600 "$keys.new"
            mv "$keys.new" "$keys"
            """;

    private static final String SEND =
            """
            ssh -T -o BatchMode=yes -o ConnectTimeout=20 -o IdentitiesOnly=yes -o LogLevel=ERROR \
                -i /root/.faultline/key -o StrictHostKeyChecking=accept-new \
                -o UserKnownHostsFile=/root/.faultline/known_hosts \
                -o HostKeyAlias=%s root@%s <%s || echo %s >>/root/.faultline/failed &
            """;

    /** Returns on how many hosts the program was put. */
    int distribute(List<Facts> all) {
        var lacking =
                new ArrayList<>(
                        all.stream()
                                .filter(facts -> !facts.text("k3s").equals(plan.k3s().sha256()))
                                .toList());
        if (lacking.isEmpty()) return 0;
        var put = lacking.size();
        var from = all.stream().filter(facts -> !lacking.contains(facts)).findFirst();
        if (from.isEmpty()) upload(List.of(lacking.getFirst()));
        var source = from.orElse(lacking.getFirst());
        lacking.remove(source);
        if (lacking.isEmpty()) return put;
        // Between hosts it goes from root to root; who logs in as somebody else has no such way.
        if (all.stream().allMatch(facts -> facts.text("login").equals("root"))) {
            spread(source.host(), lacking);
        } else upload(lacking);
        return put;
    }

    private void upload(List<Facts> hosts) {
        Together.each(
                hosts,
                facts -> {
                    progress.accept("%s: sending k3s".formatted(facts.host().name()));
                    ssh.upload(facts.host(), plan.program(), Install.PART, LIMIT);
                    return ssh.run(facts.host(), Install.program(plan.k3s()), SHORT);
                });
    }

    private void spread(Host source, List<Facts> others) {
        progress.accept("%s: sending k3s to %d others".formatted(source.name(), others.size()));
        var key = ssh.run(source, MAKE_KEY.formatted(known()), SHORT).strip();
        try {
            Together.each(
                    others,
                    facts -> ssh.run(facts.host(), LET_IN.formatted(Install.PART, key), SHORT));
            ssh.run(source, send(others), LIMIT);
        } finally {
            ssh.run(source, "rm -rf /root/.faultline", SHORT);
        }
        Together.each(
                others,
                facts -> ssh.run(facts.host(), LET_OUT + Install.program(plan.k3s()), SHORT));
    }

    private static String send(List<Facts> others) {
        var script = new StringBuilder();
        for (var facts : others)
            script.append(
                    SEND.formatted(
                            facts.host().name(),
                            facts.address(),
                            Install.PROGRAM,
                            facts.host().name()));
        return script.append("wait\n")
                .append("[ ! -f /root/.faultline/failed ] || {\n")
                .append(
                        "    echo \"k3s does not reach $(tr '\\n' ' ' </root/.faultline/failed)\""
                                + " >&2\n")
                .append("    exit 1\n}\n")
                .toString();
    }

    private String known() {
        try {
            return Files.exists(knownHosts) ? Files.readString(knownHosts).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
