package faultline.note;

import faultline.chaos.Preview;
import faultline.chaos.Shipped;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.stack.Stack;

import java.time.Instant;

/** What is deployed on this machine for a run, and how many of each; nothing is started before. */
public final class LocalStack {

    private final Asked asked;
    private final int brokers;
    private final int databases;
    private final int series;
    private final int feeders;
    private final int consumers;

    LocalStack(Asked asked, int brokers, int databases, int series, int feeders, int consumers) {
        this.asked = asked;
        this.brokers = brokers;
        this.databases = databases;
        this.series = series;
        this.feeders = feeders;
        this.consumers = consumers;
    }

    /** Kafka brokers. */
    public LocalStack brokers(int count) {
        return new LocalStack(asked, count, databases, series, feeders, consumers);
    }

    /** MariaDB Galera nodes; for a run, as many as brokers. */
    public LocalStack databases(int count) {
        return new LocalStack(asked, brokers, count, series, feeders, consumers);
    }

    /** InfluxDB instances. */
    public LocalStack series(int count) {
        return new LocalStack(asked, brokers, databases, count, feeders, consumers);
    }

    /** Pods that publish. */
    public LocalStack feeders(int count) {
        return new LocalStack(asked, brokers, databases, series, count, consumers);
    }

    /** Pods in each consumer group. */
    public LocalStack consumers(int count) {
        return new LocalStack(asked, brokers, databases, series, feeders, count);
    }

    /**
     * A field of the faults and its values, each of which is a run: {@code vary("latency", "20ms",
     * "100ms")}.
     */
    public LocalStack vary(String field, String... values) {
        return with(Choice.SET, field + "=" + String.join(",", values));
    }

    /** Brokers that must have a message before {@code acks=all} acknowledges it. */
    public LocalStack minIsr(int brokers) {
        return with(Choice.MIN_ISR, Integer.toString(brokers));
    }

    /** How database nodes restart: {@code position}, or {@code plain-restart}. */
    public LocalStack galeraRecovery(String how) {
        return with(Choice.GALERA_RECOVERY, how);
    }

    /**
     * {@code groups}: a consumer group for each InfluxDB; {@code dual}: one group writes to all.
     */
    public LocalStack seriesWrite(String how) {
        return with(Choice.SERIES_WRITE, how);
    }

    /**
     * Whom a fault would hit, over which links, and how it comes back; nothing is injected.
     *
     * @param fault a shipped name or the file of a Chaos Mesh manifest
     * @throws BadInput where there is none, or it would hit nothing
     */
    public Planned plan(String fault) {
        var pods = new Stack(brokers, databases, series, feeders, consumers).pods();
        var preview = Preview.of(Shipped.document(fault), pods, 1, Instant.now());
        return new Planned(preview.text(), preview::draw);
    }

    /**
     * Deploys, makes a run of every rate with every fault, and stops everything. Takes about the
     * length of the load and 10 s for each run.
     *
     * @param faults shipped names or files of Chaos Mesh manifests; {@code none} is the control,
     *     and what is taken where there is no other
     * @throws BadInput with the option, what was given and what is allowed
     * @throws Unavailable where this machine lacks something, with what mends it
     */
    public Measured run(LocalLoad load, String... faults) {
        return Session.current().run(asked(load, faults));
    }

    /** The command that does the same as {@link #run} without Java. */
    public String command(LocalLoad load, String... faults) {
        return "./jbang " + asked(load, faults).command();
    }

    private LocalStack with(Choice choice, String value) {
        return new LocalStack(
                asked.with(choice, value), brokers, databases, series, feeders, consumers);
    }

    private Asked asked(LocalLoad load, String... faults) {
        if (brokers != databases)
            throw new BadInput(
                    "databases",
                    "",
                    Integer.toString(databases),
                    "as many as brokers, which are " + brokers);
        return asked.and(load.asked())
                .with(Choice.REPLICAS, Integer.toString(brokers))
                .with(Choice.SERIES, Integer.toString(series))
                .with(Choice.FEEDERS, Integer.toString(feeders))
                .with(Choice.CONSUMERS, Integer.toString(consumers))
                .with(Choice.FAULTS, faults.length == 0 ? "none" : String.join(",", faults));
    }

    @Override
    public String toString() {
        return "%d brokers, %d database nodes, %d InfluxDB, %d feeders, %d consumers a group"
                .formatted(brokers, databases, series, feeders, consumers);
    }
}
