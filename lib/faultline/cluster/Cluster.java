package faultline.cluster;

import faultline.grid5000.Reservations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A cluster that the kit has made and can reach, from options to the way to its API. */
public final class Cluster {

    /** Nodes tell their images by name and by digest. */
    private static final String IMAGES =
            Install.PROGRAM
                    + " kubectl get nodes -o jsonpath='{.items[*].status.images[*].names[*]}'\n";

    private final Clusters place;
    private final Consumer<String> progress;

    public Cluster(Clusters place, Consumer<String> progress) {
        this.place = place;
        this.progress = progress;
    }

    /**
     * Makes it, or goes on with it, and fetches the login to its API.
     *
     * @param cache where programs are kept
     * @return what a report must tell of it
     */
    public Map<String, Object> make(
            BootstrapOptions options, Reservations reservations, Path cache) {
        var plan = options.plan(reservations, cache, progress);
        var way = options.way(place, reservations);
        try (var ssh = new Ssh(way, plan.hosts().size())) {
            var made = new Bootstrap(ssh, plan, way, progress).bootstrap();
            var servers = plan.hosts().subList(0, plan.servers());
            Kubeconfig.fetch(ssh, servers.getFirst(), options.port(), place.kubeconfig());
            place.save(way, plan.hosts(), plan.servers(), options.port(), made.facts());
            return made.facts();
        }
    }

    /** Work that needs the cluster's API. */
    public interface Work {
        int run(Path kubeconfig) throws Exception;
    }

    /** Does {@code work} while there is a way to the API, and gives what it gives. */
    public int reached(Work work) throws Exception {
        var way = place.way();
        var servers = place.hosts().subList(0, place.servers());
        try (var ssh = new Ssh(way, servers.size());
                var tunnel = Tunnel.open(ssh, servers, place.port(), way.patience(), progress)) {
            Kubeconfig.move(place.kubeconfig(), tunnel.port());
            return work.run(place.kubeconfig());
        }
    }

    /** The images that are on its hosts, each with its digest, sorted. */
    public List<String> images() {
        var hosts = place.hosts();
        try (var ssh = new Ssh(place.way(), hosts.size())) {
            return ssh.run(hosts.getFirst(), IMAGES, Duration.ofMinutes(1))
                    .lines()
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .filter(name -> name.contains("@sha256:"))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** What each host's own log of Kubernetes says, by the host's name. */
    public Map<String, String> logs() {
        var hosts = place.hosts();
        try (var ssh = new Ssh(place.way(), hosts.size())) {
            var said =
                    Together.each(
                            hosts,
                            host ->
                                    ssh.run(
                                            host,
                                            "journalctl -u k3s --no-pager -n 5000 2>&1 || true\n",
                                            Duration.ofMinutes(2)));
            var logs = new TreeMap<String, String>();
            for (int i = 0; i < hosts.size(); i++) logs.put(hosts.get(i).label(), said.get(i));
            return logs;
        }
    }
}
