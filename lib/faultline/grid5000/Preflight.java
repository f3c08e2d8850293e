package faultline.grid5000;

import faultline.plan.BadInput;
import faultline.plan.Durations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks whether what is wanted can be had, before anything is reserved: one sentence a refusal,
 * with what was found and what is allowed.
 */
public final class Preflight {

    /** Networks of the testbed that no site publishes: nodes, their management, fast networks. */
    private static final Map<String, Cidr> EVERYWHERE =
            Map.of(
                    "the nodes' network", Cidr.of("nodes", "172.16.0.0/16"),
                    "the management network", Cidr.of("management", "172.17.0.0/16"),
                    "the InfiniBand and Omni-Path network", Cidr.of("fast", "172.18.0.0/16"),
                    "the backbone", Cidr.of("backbone", "192.168.4.0/24"));

    private final Wanted wanted;
    private final Facts facts;
    private final Instant now;
    private final List<String> notes = new ArrayList<>();

    private Preflight(Wanted wanted, Facts facts, Instant now) {
        this.wanted = wanted;
        this.facts = facts;
        this.now = now;
    }

    /**
     * What will be asked.
     *
     * @param nodes of the cluster, all of them
     * @param notes what a user should know, a sentence each
     */
    public record Passed(
            JobRequest request, Cluster cluster, List<Node> nodes, List<String> notes) {}

    /**
     * @throws BadInput where something stands against it
     */
    public static Passed check(Wanted wanted, Facts facts, Instant now) {
        return new Preflight(wanted, facts, now).check();
    }

    private Passed check() {
        checkAddresses("--pod-range", wanted.podRange());
        checkAddresses("--service-range", wanted.serviceRange());
        if (Cidr.of("--pod-range", wanted.podRange())
                .overlaps(Cidr.of("--service-range", wanted.serviceRange())))
            throw new BadInput(
                    "--service-range", "", wanted.serviceRange(), "one beside --pod-range");
        new ControlGroups(wanted.environment()).check(wanted.k3s()).ifPresent(notes::add);
        var cluster = wanted.cluster().map(this::named).orElseGet(this::chosen);
        var nodes = facts.nodes().get(cluster.uid());
        checkCharter(cluster, nodes);
        return new Passed(wanted.request(cluster.uid()), cluster, nodes, List.copyOf(notes));
    }

    private Cluster named(String name) {
        var cluster =
                facts.clusters().stream()
                        .filter(known -> known.uid().equals(name))
                        .findFirst()
                        .orElseThrow(() -> refuse("--cluster", name, all()));
        checkCluster(cluster);
        return cluster;
    }

    private String all() {
        return "of %s: %s"
                .formatted(
                        facts.site().uid(),
                        String.join(
                                ", ",
                                facts.clusters().stream().map(Cluster::uid).sorted().toList()));
    }

    /** The cluster with most free nodes of those that have the minimum and refuse nothing. */
    private Cluster chosen() {
        var against = new LinkedHashMap<String, String>();
        var good = new ArrayList<Cluster>();
        for (var cluster : facts.clusters()) {
            try {
                checkCluster(cluster);
                good.add(cluster);
            } catch (BadInput refusal) {
                against.put(cluster.uid(), refusal.getMessage());
            }
        }
        var best =
                good.stream()
                        .max(Comparator.comparingLong(this::free).thenComparing(Cluster::uid))
                        .orElseThrow(() -> {
                            var told = new StringBuilder();
                            against.forEach(
                                    (name, why) -> told.append("\n  %s: %s".formatted(name, why)));
                            return new BadInput(
                                    "no cluster of %s will do:%s"
                                            .formatted(facts.site().uid(), told));
                        });
        notes.add(
                "%s was chosen of %s: %d of its nodes are free"
                        .formatted(best.uid(), facts.site().uid(), free(best)));
        return best;
    }

    private void checkCluster(Cluster cluster) {
        var name = cluster.uid();
        var nodes = facts.nodes().getOrDefault(name, List.of());
        if (nodes.isEmpty()) throw refuse("--cluster", name + " without nodes", "another one");
        if (cluster.exotic() && !wanted.isExotic())
            throw refuse("--cluster", name + ", which is exotic", "it with --type exotic");
        if (!cluster.openQueues().contains(wanted.queue()))
            throw refuse(
                    "--queue",
                    "%s, which %s does not serve".formatted(wanted.queue(), name),
                    String.join(", ", cluster.openQueues()));
        var architecture = nodes.getFirst().architecture().platformType();
        if (!"x86_64".equals(architecture))
            throw refuse(
                    "--cluster",
                    "%s with %s processors".formatted(name, architecture),
                    "x86_64, for which the stack's images are made");
        checkWalltime(name, nodes);
        checkDisks(name, nodes);
        var lesser = nodes.stream().filter(n -> !wanted.minimum().isMetBy(n)).findAny();
        if (lesser.isPresent())
            throw refuse(
                    "--cluster",
                    "%s, of which %s has less".formatted(name, lesser.get().uid()),
                    "nodes with at least " + wanted.minimum().text());
        var bookable = count(cluster, NodeStatus::isBookable);
        if (bookable < wanted.nodes())
            throw refuse(
                    "--nodes",
                    "%d of %s".formatted(wanted.nodes(), name),
                    "%d at most, which are not broken now".formatted(bookable));
    }

    private void checkWalltime(String cluster, List<Node> nodes) {
        var longest =
                nodes.stream()
                        .mapToLong(node -> node.supportedJobTypes().maxWalltime())
                        .filter(seconds -> seconds > 0)
                        .min();
        if (longest.isEmpty() || wanted.walltime().toSeconds() <= longest.getAsLong()) return;
        throw refuse(
                "--walltime",
                "%s on %s".formatted(Durations.format(wanted.walltime()), cluster),
                "at most " + Durations.format(Duration.ofSeconds(longest.getAsLong())));
    }

    private void checkDisks(String cluster, List<Node> nodes) {
        if (wanted.disks() && nodes.stream().noneMatch(Node::hasReservableDisk))
            throw refuse(
                    "--disks", cluster + ", whose disks cannot be reserved", "without --disks");
        // The control plane's store and Galera wait for each write to reach the disk.
        var slow = nodes.stream().filter(node -> !node.dataDisk(wanted.disks()).isSsd()).findAny();
        if (slow.isEmpty()) return;
        var withDisks = slow.get().dataDisk(true).isSsd() && !wanted.disks();
        throw refuse(
                "--cluster",
                "%s, where %s has only a %s to write to"
                        .formatted(
                                cluster,
                                slow.get().uid(),
                                slow.get().dataDisk(wanted.disks()).storage()),
                withDisks ? "it with --disks, or one with SSDs" : "one with SSDs");
    }

    private void checkAddresses(String option, String range) {
        var asked = Cidr.of(option, range);
        var taken = new LinkedHashMap<>(EVERYWHERE);
        facts.sites().forEach(site -> taken.putAll(site.ranges()));
        // The narrowest says best what is in the way.
        taken.entrySet().stream()
                .filter(entry -> entry.getValue().overlaps(asked))
                .max(
                        Comparator.<Map.Entry<String, Cidr>>comparingInt(e -> e.getValue().bits())
                                .thenComparing(Map.Entry::getKey))
                .ifPresent(entry -> {
                    throw refuse(
                            option,
                            "%s, which overlaps %s".formatted(range, entry.getKey()),
                            "a range of no network there, as 10.244.0.0/16 or 10.96.0.0/16");
                });
    }

    private void checkCharter(Cluster cluster, List<Node> nodes) {
        if (wanted.types().contains("night")) return;
        var start = wanted.start().orElse(now);
        var dead = count(cluster, NodeStatus::isDead);
        var coresOfNode = nodes.getFirst().architecture().nbCores();
        var cores =
                (int)
                        (nodes.stream().mapToInt(n -> n.architecture().nbCores()).sum()
                                - dead * coresOfNode);
        var quota = Charter.quotaCoreSeconds(cores);
        var asked = wanted.walltime().toSeconds() * wanted.nodes() * coresOfNode;
        for (var day : Charter.daysTouched(start, wanted.walltime())) {
            var others =
                    facts.jobs().stream().filter(j -> !wanted.name().equals(j.name())).toList();
            var used = Charter.usedCoreSeconds(others, cluster.uid(), coresOfNode, day);
            if (used + asked <= quota) continue;
            var numbers =
                    "%s on %d nodes of %s on %s: %.1f core hours, %.1f of other jobs"
                            .formatted(
                                    Durations.format(wanted.walltime()),
                                    wanted.nodes(),
                                    cluster.uid(),
                                    day,
                                    asked / 3600.0,
                                    used / 3600.0);
            var allowed =
                    "%.1f core hours from 9 to 19 on a working day (2 h x %d cores); nights and weekends are free; --i-have-permission"
                            .formatted(quota / 3600.0, cores);
            if (!wanted.permitted()) throw refuse("--walltime", numbers, allowed);
            notes.add("beyond the daytime quota, with permission: " + numbers);
        }
    }

    private long free(Cluster cluster) {
        return count(cluster, NodeStatus::isFree);
    }

    private long count(Cluster cluster, java.util.function.Predicate<NodeStatus> what) {
        return facts.status().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(cluster.uid() + "-"))
                .filter(entry -> what.test(entry.getValue()))
                .count();
    }

    private static BadInput refuse(String option, String found, String allowed) {
        return new BadInput(option, "", found, allowed);
    }
}
