package faultline.bench;

import java.util.Locale;

/** A row of the benchmark's table: what is measured, against what, and the goal. */
public enum Row {
    FEEDER_1K(
            "feeder, 1 KiB, one broker", "kafka-producer-perf-test", "msg/s", Goal.ratioAtLeast(1)),
    FEEDER_1K_CPU(
            "feeder, 1 KiB: its processor time",
            "kafka-producer-perf-test",
            "µs/msg",
            Goal.ratioAtMost(0.9)),
    FEEDER_100(
            "feeder, 100 B, one broker",
            "kafka-producer-perf-test",
            "msg/s",
            Goal.ratioAtLeast(0.9)),
    FEEDER_100_CPU(
            "feeder, 100 B: its processor time",
            "kafka-producer-perf-test",
            "µs/msg",
            Goal.ratioAtMost(0.9)),
    LEDGER(
            "feeder, 1 KiB: what ledger and histograms cost",
            "the same client without them",
            "msg/s",
            Goal.ratioAtLeast(0.98)),
    LEDGER_CPU(
            "feeder, 1 KiB: their processor time",
            "the same client without them",
            "µs/msg",
            Goal.ratioAtMost(1.05)),
    PACED_LEAST(
            "feeder at half of that: share of the offered rate, at least",
            "-",
            "",
            Goal.valueAtLeast(0.995)),
    PACED_MOST(
            "feeder at half of that: share of the offered rate, at most",
            "-",
            "",
            Goal.valueAtMost(1.005)),
    LATENESS("feeder at half of that: lateness p99", "-", "ms", Goal.NONE),
    END_TO_END(
            "end to end at 1,000 msg/s into MariaDB, p50",
            "EndToEndLatency's mean and linger",
            "ms",
            Goal.ratioAtMost(1.2)),
    MARIADB_INSERT(
            "consumer into MariaDB",
            "one raw client, 1,000 rows an INSERT",
            "rows/s",
            Goal.ratioAtLeast(0.8)),
    MARIADB_LOAD(
            "consumer into MariaDB",
            "one raw client, LOAD DATA of 10,000 rows",
            "rows/s",
            Goal.ratioAtLeast(0.5)),
    INFLUXDB(
            "consumer into InfluxDB",
            "one raw writer of 5,000 lines",
            "rows/s",
            Goal.ratioAtLeast(0.8)),
    SWITCH_STREAM(
            "packet switch, one TCP stream",
            "kernel veth and bridge",
            "Gbit/s",
            Goal.ratioAtLeast(0.8)),
    SWITCH_TRIP(
            "packet switch, round trip p50",
            "kernel veth and bridge",
            "µs",
            Goal.differenceAtMost(25)),
    STACK(
            "3 brokers, 3 databases, 2 series stores: up",
            "the slowest of the three alone",
            "s",
            Goal.ratioAtMost(1.3)),
    ACCOUNTING("accounting of 10 million messages", "-", "s", Goal.valueAtMost(10)),
    ACCOUNTING_MEMORY(
            "accounting of 10 million messages: memory", "-", "MiB", Goal.valueAtMost(512)),
    FIT("USL fit, 2,000 resamplings of 24 runs, cold", "-", "s", Goal.valueAtMost(0.5)),
    REPORT("report of an hour of runs, 60 of a minute, cold", "-", "s", Goal.valueAtMost(5)),
    SHARE(
            "./jbang sweep: share of its time from a run's first message to its last row",
            "-",
            "",
            Goal.valueAtLeast(0.7)),
    HELP("./jbang sweep --help", "-", "s", Goal.valueAtMost(0.5));

    private final String path;
    private final String against;
    private final String unit;
    private final Goal goal;

    Row(String path, String against, String unit, Goal goal) {
        this.path = path;
        this.against = against;
        this.unit = unit;
        this.goal = goal;
    }

    /** What is measured. */
    public String path() {
        return path;
    }

    /** What a user would pick instead; {@code -} where there is nothing. */
    public String against() {
        return against;
    }

    /** Of both; empty for a share. */
    public String unit() {
        return unit;
    }

    /** What was to be reached. */
    public Goal goal() {
        return goal;
    }

    /** As in {@code pairs.csv}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
