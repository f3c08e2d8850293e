package faultline.cluster;

import faultline.cluster.Distribution.Parcel;
import faultline.plan.Unavailable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes a highly available Kubernetes of hosts. It looks first and changes then, and only what is
 * not yet as it should be: a second run changes nothing, one after a failure goes on.
 */
public final class Bootstrap {

    private static final Duration LOOK = Duration.ofMinutes(1);

    /** k3s is given five minutes to start, and its API two to answer. */
    private static final Duration START = Duration.ofMinutes(8);

    private static final String READY =
            """
            tries=0
            until %1$s kubectl get --raw /readyz >/dev/null 2>&1; do
                tries=$((tries + 1))
                [ "$tries" -lt 120 ] || { echo "its API does not get ready" >&2; exit 1; }
                sleep 1
            done
            """
                    .formatted(Install.PROGRAM);

    private final Ssh ssh;
    private final ClusterPlan plan;
    private final Way way;
    private final Consumer<String> progress;
    private int changed;

    /**
     * What came of it.
     *
     * @param changed how many files and programs were not yet as they should be
     * @param facts what a report must tell of the cluster
     */
    public record Made(int changed, Map<String, Object> facts) {}

    public Bootstrap(Ssh ssh, ClusterPlan plan, Way way, Consumer<String> progress) {
        this.ssh = ssh;
        this.plan = plan;
        this.way = way;
        this.progress = progress;
    }

    /**
     * A cluster that has been looked at.
     *
     * @throws Unavailable naming the host where it does not go on
     */
    public Made bootstrap() {
        var all = Together.each(plan.hosts(), this::look);
        progress.accept("%d hosts answer".formatted(all.size()));
        Checks.of(plan, all).forEach(progress);
        var distribution = new Distribution(ssh, way.knownHosts().getFirst(), progress);
        var images = new Images(ssh, plan, distribution);
        changed = distribution.distribute(program(), all, lacking(all)) + images.bring(all);
        var token = token(all);
        // Whoever holds the cluster's state already starts first, the others join it one by one:
        // two at a time can leave neither with a majority.
        var servers = new ArrayList<>(all.subList(0, plan.servers()));
        servers.sort((one, other) -> Boolean.compare(other.isMember(), one.isMember()));
        for (var server : servers) install(server, all, token);
        Together.each(
                all.subList(plan.servers(), all.size()),
                agent -> {
                    install(agent, all, token);
                    return agent;
                });
        images.verify();
        new Verification(ssh, plan, progress).verify(changed > 0);
        progress.accept(
                changed == 0
                        ? "nothing was to be changed"
                        : "%d files and programs were put".formatted(changed));
        var settled = Together.each(plan.hosts(), this::settled);
        for (int i = 0; i < all.size(); i++)
            settled.get(i).note(all.get(i).host()).ifPresent(progress);
        return new Made(changed, ClusterFacts.of(plan, all, settled));
    }

    private Facts look(Host host) {
        var said = ssh.timed(host, Facts.SCRIPT, LOOK);
        return Facts.of(host, said.text(), said.askedNanos(), said.answeredNanos());
    }

    private Parcel program() {
        var arrived =
                Install.arrived("k3s", Install.PART, Install.PROGRAM, "755", plan.k3s().sha256());
        return new Parcel(
                "k3s",
                plan.program(),
                facts -> Install.PART,
                facts -> Install.PROGRAM,
                facts -> arrived);
    }

    /** Those that have no k3s, or another one. */
    private List<Facts> lacking(List<Facts> all) {
        return all.stream()
                .filter(facts -> !facts.text("k3s").equals(plan.k3s().sha256()))
                .toList();
    }

    private Settled settled(Host host) {
        return Settled.of(ssh.run(host, Settled.SCRIPT, LOOK));
    }

    /** The secret that lets hosts in: kept by the hosts alone. */
    private String token(List<Facts> all) {
        for (var facts : all)
            if (facts.has("token"))
                return ssh.run(facts.host(), "cat " + Install.TOKEN, LOOK).strip();
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void install(Facts facts, List<Facts> all, String token) {
        var config = Config.of(plan, facts, all);
        var script = Install.service(plan, facts, config, token);
        var server = plan.isServer(facts.host());
        var said = ssh.run(facts.host(), server ? script + READY : script, START);
        said.lines().filter(line -> line.startsWith("note: ")).forEach(line -> note(facts, line));
        synchronized (this) {
            changed += (int) said.lines().filter(line -> line.startsWith("changed ")).count();
        }
        if (said.lines().anyMatch("started"::equals))
            progress.accept(
                    "%s: %s started".formatted(facts.host().name(), server ? "server" : "agent"));
    }

    private void note(Facts facts, String line) {
        progress.accept("%s: %s".formatted(facts.host().name(), line.substring(6)));
    }
}
