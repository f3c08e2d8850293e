package faultline.run;

import faultline.plan.BadInput;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a platform shall bear, and on which machines. */
public final class DemandOptions {

    private static final Pattern GROWTH = Pattern.compile("([0-9.]+)%(?:/month)?");

    @Option(
            names = "--rate",
            paramLabel = "MSG_PER_S",
            required = true,
            description = "Messages a second that are to be carried.")
    double rate;

    @Option(
            names = "--p99",
            defaultValue = "500ms",
            converter = SweepOptions.GoDuration.class,
            description = "End-to-end 99th percentile that is allowed (${DEFAULT-VALUE}).")
    Duration p99;

    @Option(
            names = "--survive",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many of each component may be lost at a time (${DEFAULT-VALUE}).")
    int survive;

    @Option(
            names = "--growth",
            paramLabel = "SHARE",
            description = "By how much the load grows, as 5%%/month: for how long it lasts.")
    String growth;

    @Option(
            names = "--sites",
            paramLabel = "N",
            description = "Sites that everything is spread over: what one of them down leaves.")
    Integer sites;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "Size of a message's value (that of the runs).")
    Integer size;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "3",
            description = "Copies of each message on the brokers (${DEFAULT-VALUE}).")
    int replication;

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Consumer groups: one for the database, one for each series store"
                            + " (${DEFAULT-VALUE}).")
    int groups;

    @Option(
            names = "--retention",
            defaultValue = "24h",
            converter = SweepOptions.GoDuration.class,
            description = "How long the brokers keep messages (${DEFAULT-VALUE}).")
    Duration retention;

    @Option(
            names = "--compression-ratio",
            paramLabel = "X",
            defaultValue = "1",
            description = "Bytes of messages that become one on a disk (${DEFAULT-VALUE}).")
    double compression;

    @Option(
            names = "--outage",
            defaultValue = "20s",
            converter = SweepOptions.GoDuration.class,
            description = "The longest that a sink is away (${DEFAULT-VALUE}).")
    Duration outage;

    @Option(
            names = "--recovery",
            defaultValue = "1m",
            converter = SweepOptions.GoDuration.class,
            description = "From a fault until nothing waits any more (${DEFAULT-VALUE}).")
    Duration recovery;

    @Option(
            names = "--lag-slope",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "By how much the lag may grow each second (${DEFAULT-VALUE}).")
    double lagSlope;

    @Option(
            names = "--hardware",
            paramLabel = "FILE",
            description =
                    "Machines that are planned: what ./jbang doctor --probe FILE has written there,"
                            + " or cpu_factor, disk_factor, …")
    Path hardware;

    public double rate() {
        return rate;
    }

    public double p99Ms() {
        return p99.toNanos() / 1e6;
    }

    public int survive() {
        return survive;
    }

    public Optional<Integer> sizeBytes() {
        return Optional.ofNullable(size);
    }

    public int replication() {
        return replication;
    }

    public int groups() {
        return groups;
    }

    public Duration retention() {
        return retention;
    }

    public double compression() {
        return compression;
    }

    public Duration outage() {
        return outage;
    }

    public Duration recovery() {
        return recovery;
    }

    /** A share of the rate. */
    public double lagSlope() {
        return lagSlope;
    }

    /** A file; empty where the machine that was measured is meant. */
    public Optional<Path> hardware() {
        return Optional.ofNullable(hardware);
    }

    /** Two or more; empty where everything stands together. */
    public Optional<Integer> sites() {
        if (sites != null && sites < 2)
            throw new BadInput("--sites", "", sites.toString(), "2 or more");
        return Optional.ofNullable(sites);
    }

    /** As a share each month. */
    public Optional<Double> growth() {
        if (growth == null) return Optional.empty();
        var matcher = GROWTH.matcher(growth);
        try {
            if (matcher.matches()) return Optional.of(Double.parseDouble(matcher.group(1)) / 100);
        } catch (NumberFormatException e) {
            // 1.2.3 is refused as everything else is
        }
        throw new BadInput("--growth", "", growth, "a share as 5%/month");
    }
}
