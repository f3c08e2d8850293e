package faultline.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is deployed, and how many of each.
 *
 * @param brokers Kafka brokers
 * @param databases MariaDB Galera nodes
 * @param series InfluxDB instances, each fed by a consumer group of its own
 * @param feeders pods that publish
 * @param consumers pods in each consumer group: one group for MariaDB, one for every InfluxDB
 * @param protection what keeps its data
 */
public record Stack(
        int brokers, int databases, int series, int feeders, int consumers, Protection protection) {

    /** With full protection. */
    public Stack(int brokers, int databases, int series, int feeders, int consumers) {
        this(brokers, databases, series, feeders, consumers, Protection.FULL);
    }

    /** The same counts with another protection. */
    public Stack with(Protection other) {
        return new Stack(brokers, databases, series, feeders, consumers, other);
    }

    /** The same with another number of consumers in each group. */
    public Stack withConsumers(int count) {
        return new Stack(brokers, databases, series, feeders, count, protection);
    }

    /**
     * Every group of consumers by the sink it dumps into: {@code mariadb}, {@code influxdb-0}, …,
     * or {@code influxdb} for all instances where one group writes to them all.
     */
    public List<String> sinks() {
        return Stream.concat(
                        Stream.of(Component.MARIADB.label()),
                        pods(Component.INFLUXDB).stream().map(this::sink))
                .distinct()
                .toList();
    }

    /** The sink that fills a store: Galera is one sink, an InfluxDB instance one of its own. */
    public String sink(PodSpec store) {
        return store.component() == Component.MARIADB
                        || protection.seriesWrite() == Protection.SeriesWrite.DUAL
                ? store.component().label()
                : store.name();
    }

    /** All pods, in the order in which they start. */
    public List<PodSpec> pods() {
        return Stream.of(Component.values()).flatMap(c -> pods(c).stream()).toList();
    }

    /** The pods of one component. */
    public List<PodSpec> pods(Component component) {
        return switch (component) {
            case KAFKA -> numbered(component, brokers);
            case MARIADB -> numbered(component, databases);
            case INFLUXDB -> numbered(component, series);
            case FEEDER -> numbered(component, feeders);
            case CONSUMER -> {
                var pods = new ArrayList<PodSpec>();
                for (var sink : sinks())
                    for (int i = 0; i < consumers; i++)
                        pods.add(
                                new PodSpec(
                                        group(sink) + "-" + i,
                                        component,
                                        i,
                                        Map.of("app", component.label(), "sink", sink)));
                yield List.copyOf(pods);
            }
        };
    }

    /** The consumer group that dumps into {@code sink}. */
    public static String group(String sink) {
        return "consumer-" + sink;
    }

    /** How many brokers hold each message: three, or as many as there are. */
    public int replicationFactor() {
        return Math.min(3, brokers);
    }

    /**
     * How many must have a message before it is acknowledged: one less than hold it, so that one
     * broker may be lost, and at least one; or as many as the protection says.
     */
    public int minInsyncReplicas() {
        return protection.minInsyncReplicas().orElse(Math.max(1, replicationFactor() - 1));
    }

    /**
     * How many brokers are controllers too: the largest odd number up to five, because an even
     * quorum survives no more failures than the odd one below it.
     */
    public int controllers() {
        return Math.min(5, brokers % 2 == 0 ? brokers - 1 : brokers);
    }

    /**
     * What this many replicas cannot do, in sentences for the user; empty for an odd three or more.
     */
    public List<String> caveats() {
        var caveats = new ArrayList<String>();
        if (minInsyncReplicas() < replicationFactor() - 1)
            caveats.add(
                    "min ISR %d of %d: what is acknowledged may be on %1$d broker only."
                            .formatted(minInsyncReplicas(), replicationFactor()));
        if (protection.galeraRecovery() == Protection.GaleraRecovery.PLAIN_RESTART)
            caveats.add(
                    "Galera nodes restart without their position: after the loss of all of them"
                            + " replicas may differ.");
        if (protection.seriesWrite() == Protection.SeriesWrite.DUAL)
            caveats.add(
                    "One consumer group writes to all InfluxDB instances: what one misses it never"
                            + " gets.");
        if (brokers == 1)
            caveats.add("1 broker: nothing is replicated, its loss stops the feeders.");
        if (brokers == 2)
            caveats.add(
                    "2 brokers: 1 is the only controller, a message is acknowledged by 1 copy.");
        if (databases == 1) caveats.add("1 database node: nothing is replicated.");
        if (databases > 1 && databases % 2 == 0)
            caveats.add(
                    "%d database nodes: the cluster stops when half of them are lost at once%s."
                            .formatted(
                                    databases,
                                    databases == 2 ? ", so it stops with either node" : ""));
        return caveats;
    }

    private static List<PodSpec> numbered(Component component, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new PodSpec(
                                component.label() + "-" + i,
                                component,
                                i,
                                Map.of("app", component.label())))
                .toList();
    }
}
