package faultline.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings a file to every host that lacks it: over the way to the hosts once, and from the first to
 * the others on their own network. The key for that can do nothing but write the file as it
 * arrives, and is gone afterwards.
 */
record Distribution(Ssh ssh, Path knownHosts, Consumer<String> progress) {

    /**
     * A file that hosts are to have.
     *
     * @param name as people call it
     * @param file on this machine
     * @param part where it arrives on a host, before its checksum is looked at
     * @param place where it is to be there
     * @param arrived the script that looks at it and puts it in its place
     */
    record Parcel(
            String name,
            Path file,
            Function<Facts, String> part,
            Function<Facts, String> place,
            Function<Facts, String> arrived) {}

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

    /**
     * Returns on how many hosts it was put.
     *
     * @param without those of {@code all} that lack it
     */
    int distribute(Parcel parcel, List<Facts> all, Collection<Facts> without) {
        if (without.isEmpty()) return 0;
        var lacking = new ArrayList<>(without);
        var from = all.stream().filter(facts -> !lacking.contains(facts)).findFirst();
        if (from.isEmpty()) upload(parcel, List.of(lacking.getFirst()));
        var source = from.orElse(lacking.getFirst());
        lacking.remove(source);
        if (lacking.isEmpty()) return without.size();
        // Between hosts it goes from root to root; who logs in as somebody else has no such way.
        if (all.stream().allMatch(facts -> facts.text("login").equals("root"))) {
            spread(parcel, source, lacking);
        } else upload(parcel, lacking);
        return without.size();
    }

    private void upload(Parcel parcel, List<Facts> hosts) {
        Together.each(
                hosts,
                facts -> {
                    var host = facts.host();
                    progress.accept("%s: sending %s".formatted(host.name(), parcel.name()));
                    ssh.upload(host, parcel.file(), parcel.part().apply(facts), LIMIT);
                    return ssh.run(host, parcel.arrived().apply(facts), LIMIT);
                });
    }

    private void spread(Parcel parcel, Facts from, List<Facts> others) {
        var source = from.host();
        progress.accept(
                "%s: sending %s to %d others"
                        .formatted(source.name(), parcel.name(), others.size()));
        var key = ssh.run(source, MAKE_KEY.formatted(known()), SHORT).strip();
        try {
            Together.each(
                    others,
                    facts ->
                            ssh.run(
                                    facts.host(),
                                    LET_IN.formatted(parcel.part().apply(facts), key),
                                    SHORT));
            ssh.run(source, send(parcel, parcel.place().apply(from), others), LIMIT);
        } finally {
            ssh.run(source, "rm -rf /root/.faultline", SHORT);
        }
        Together.each(
                others,
                facts -> ssh.run(facts.host(), LET_OUT + parcel.arrived().apply(facts), LIMIT));
    }

    private static String send(Parcel parcel, String place, List<Facts> others) {
        var script = new StringBuilder();
        for (var facts : others)
            script.append(
                    SEND.formatted(
                            facts.host().name(), facts.address(), place, facts.host().name()));
        return script.append("wait\n")
                .append("[ ! -f /root/.faultline/failed ] || {\n")
                .append(
                        "    echo \"%s does not reach $(tr '\\n' ' ' </root/.faultline/failed)\" >&2\n"
                                .formatted(parcel.name()))
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
