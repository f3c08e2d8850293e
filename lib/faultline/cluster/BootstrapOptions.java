package faultline.cluster;

import faultline.grid5000.Credentials;
import faultline.grid5000.Grid5000;
import faultline.grid5000.Reservation;
import faultline.grid5000.Reservations;
import faultline.plan.BadInput;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which hosts become which cluster, as options. */
public final class BootstrapOptions {

    private static final String ACCESS = "access.grid5000.fr";

    @ArgGroup(multiplicity = "1")
    private Where where;

    /** One of the two. */
    static final class Where {
        @Option(
                names = "--hosts",
                paramLabel = "HOST,…",
                description = {
                    "As root@a,root@b=172.16.0.2: login, name, and the address that the others",
                    "use where it is another. The first are the servers."
                })
        private String hosts;

        @Option(
                names = "--job",
                paramLabel = "SITE/NAME",
                description = "What ./jbang reserve got: nancy/faultline.")
        private String job;
    }

    @Option(
            names = "--name",
            defaultValue = "faultline",
            description = "Of the cluster on this machine (${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--servers",
            defaultValue = "3",
            description = "How many hold the cluster's state: an odd number (${DEFAULT-VALUE}).")
    private int servers;

    @Option(
            names = "--jump",
            paramLabel = "HOST",
            description = "To go through; with --job " + ACCESS + ", outside the testbed.")
    private String jump;

    @Option(
            names = "--ssh-config",
            paramLabel = "FILE",
            description = "For ssh, in the place of your own.")
    private Path configuration;

    @Option(
            names = "--k3s",
            paramLabel = "VERSION",
            description = "Another than the kit's own, with --k3s-sha256.")
    private String version;

    @Option(
            names = "--k3s-sha256",
            paramLabel = "DIGITS",
            description = "The checksum that its makers publish for it.")
    private String sha256;

    @Option(
            names = "--k3s-file",
            paramLabel = "FILE",
            description = "The program, where this machine may not fetch it.")
    private Path program;

    @Option(
            names = "--pod-range",
            defaultValue = "10.244.0.0/16",
            paramLabel = "CIDR",
            description = "(${DEFAULT-VALUE})")
    private String podRange;

    @Option(
            names = "--service-range",
            defaultValue = "10.96.0.0/16",
            paramLabel = "CIDR",
            description = "(${DEFAULT-VALUE})")
    private String serviceRange;

    @Option(
            names = "--prepare",
            paramLabel = "FILE",
            description = "What each host runs before k3s (grid5000/prepare.sh).")
    private Path prepare;

    @Option(
            names = "--registries",
            paramLabel = "FILE",
            description = "Where images come from (grid5000/registries.yaml with --job).")
    private Path registries;

    @Option(
            names = "--images",
            split = ",",
            paramLabel = "FILE,…",
            description = {
                "Images that every host is to have without a registry, as",
                "./jbang image --tar writes them."
            })
    private List<Path> images = new ArrayList<>();

    @Option(
            names = "--port",
            defaultValue = "16443",
            description = "Of this machine, for the cluster's API (${DEFAULT-VALUE}); 0 for any.")
    private int port;

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** The same with one more file of images. */
    public BootstrapOptions withImages(Path file) {
        images.add(file);
        return this;
    }

    /**
     * Looks at what can be looked at without any host.
     *
     * @throws BadInput where a file of images is none
     */
    public void check() {
        images.forEach(ImageArchive::of);
    }

    /** The cluster that is wanted, its program fetched. */
    public ClusterPlan plan(Reservations reservations, Path cache, Consumer<String> progress) {
        var k3s = k3s();
        return new ClusterPlan(
                name,
                where.job == null ? "ssh" : reservation(reservations).target(),
                hosts(reservations),
                servers,
                k3s,
                program == null ? k3s.fetch(cache, progress) : k3s.check(program),
                podRange,
                serviceRange,
                text(prepare, "prepare.sh"),
                registries == null && where.job == null
                        ? "mirrors:\n  \"*\":\n"
                        : text(registries, "registries.yaml"),
                images.stream().map(ImageArchive::of).toList());
    }

    /** How the hosts are reached. */
    public Way way(Clusters cluster, Reservations reservations) {
        var config = Optional.ofNullable(configuration);
        if (where.job == null)
            return new Way(
                    config,
                    Optional.ofNullable(jump),
                    Optional.empty(),
                    List.of(
                            cluster.knownHosts(),
                            Path.of(System.getProperty("user.home"), ".ssh", "known_hosts")),
                    Way.PATIENCE);
        var reservation = reservation(reservations);
        if (jump == null && reservation.target().equals(Grid5000.FAKE))
            throw new BadInput(
                    "--job",
                    "",
                    where.job + ", which a fake testbed gave: there is no machine behind it",
                    "--hosts, or --jump to where machines have these addresses");
        var through =
                jump != null
                        ? Optional.of(jump)
                        : Credentials.isInside()
                                ? Optional.<String>empty()
                                : Optional.of(reservation.user() + "@" + ACCESS);
        return new Way(
                config,
                through,
                Optional.of(reservations.key(reservation.site(), reservation.name())),
                // Host keys are new with each deployment: the user's own file would object.
                List.of(reservations.knownHosts(reservation.site(), reservation.name())),
                Way.PATIENCE);
    }

    private K3s k3s() {
        if (version == null && sha256 == null) return K3s.PINNED;
        if (version == null || sha256 == null)
            throw new BadInput("--k3s", "", "one of two", "--k3s and --k3s-sha256 together");
        return new K3s(version, sha256);
    }

    private List<Host> hosts(Reservations reservations) {
        if (where.job == null) return Host.list("--hosts", where.hosts);
        var hosts = new ArrayList<Host>();
        for (var node : reservation(reservations).nodes())
            hosts.add(new Host("root", node.name(), Optional.of(node.address()), node.dataDisk()));
        if (hosts.isEmpty())
            throw new BadInput(
                    "--job",
                    "",
                    where.job + ", whose nodes are not ready",
                    "./jbang reserve first");
        return hosts;
    }

    private Reservation reservation(Reservations reservations) {
        var parts = where.job.split("/", 2);
        if (parts.length < 2) throw new BadInput("--job", "", where.job, "SITE/NAME");
        return reservations
                .load(parts[0], parts[1])
                .orElseThrow(() ->
                        new BadInput(
                                "--job",
                                "",
                                where.job + ", which nobody has reserved from here",
                                "what ./jbang reserve got"));
    }

    private static String text(Path file, String shipped) {
        try {
            if (file != null) return Files.readString(file);
            try (InputStream in =
                    BootstrapOptions.class.getResourceAsStream("/cluster/" + shipped)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            if (file == null) throw new UncheckedIOException(e);
            throw new BadInput(file.toString(), "", "no file that can be read", "a text file");
        }
    }
}
