package faultline.run;

import faultline.chaos.Document;
import faultline.chaos.Fault;
import faultline.chaos.Manifest;
import faultline.chaos.Shipped;
import faultline.chaos.Support;
import faultline.load.MariadbSink;
import faultline.plan.Autoscale;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.plan.Factors;
import faultline.plan.Load;
import faultline.plan.Setting;
import faultline.plan.Sweep;
import faultline.stack.Stack;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a sweep varies, and everything else about it that can be chosen. */
public final class SweepOptions {

    /** Durations in Go's grammar, as everywhere. */
    static final class GoDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(text)
                    .filter(duration -> !duration.isNegative())
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "'%s' is not a duration as 500ms, 15s, 1m30s".formatted(text)));
        }
    }

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "MSG_PER_S",
            defaultValue = "4000,16000,32000,64000",
            description = "Offered rates to sweep, all feeders together (${DEFAULT-VALUE}).")
    List<Double> rates;

    @Option(
            names = "--replicas",
            split = ",",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Brokers, and as many database nodes; a list sweeps it (${DEFAULT-VALUE}).")
    List<Integer> replicas;

    @Option(
            names = {"--faults", "--fault"},
            split = ",",
            paramLabel = "FAULT",
            defaultValue = "none,mariadb-kill",
            description = {
                "Faults to sweep: none, a shipped name, or the file of a Chaos Mesh manifest,"
                        + " a Schedule or a Workflow too"
                        + " (${DEFAULT-VALUE}). Shipped: ${COMPLETION-CANDIDATES}."
            },
            completionCandidates = ShippedNames.class)
    List<String> faults;

    static final class ShippedNames implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Shipped.NAMES.iterator();
        }
    }

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE,...",
            description =
                    "A field of the faults and the values to sweep it over, as"
                            + " latency=0ms,20ms,100ms; every fault needs the field.")
    List<String> set = List.of();

    @Option(
            names = "--repeat",
            defaultValue = "1",
            description = "How often each point is run (${DEFAULT-VALUE}).")
    int repeat;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description =
                    "Draws the order of the runs and the targets of the faults (${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--series",
            defaultValue = "2",
            description = "InfluxDB instances, a consumer group for each (${DEFAULT-VALUE}).")
    int series;

    @Option(
            names = "--feeders",
            defaultValue = "1",
            description = "Pods that publish (${DEFAULT-VALUE}).")
    int feeders;

    @Option(
            names = "--consumers",
            split = ",",
            paramLabel = "N",
            defaultValue = "1",
            description = "Pods in each consumer group; a list sweeps it (${DEFAULT-VALUE}).")
    List<Integer> consumers;

    @Option(
            names = "--duration",
            defaultValue = "15s",
            converter = GoDuration.class,
            description = "Measured part of a run (${DEFAULT-VALUE}).")
    Duration duration;

    @Option(
            names = "--warmup",
            defaultValue = "5s",
            converter = GoDuration.class,
            description = "Load before that (${DEFAULT-VALUE}).")
    Duration warmup;

    @Option(
            names = "--fault-after",
            defaultValue = "5s",
            converter = GoDuration.class,
            description = "When the fault comes, after the warm-up (${DEFAULT-VALUE}).")
    Duration faultAfter;

    @Option(
            names = "--drain",
            defaultValue = "60s",
            converter = GoDuration.class,
            description = "How long consumers may catch up after the load (${DEFAULT-VALUE}).")
    Duration drain;

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "BYTES",
            defaultValue = "200",
            description = "Size of a message's value; a list sweeps it (${DEFAULT-VALUE}).")
    List<Integer> size;

    @Option(
            names = "--partitions",
            split = ",",
            paramLabel = "N",
            defaultValue = "6",
            description = "Partitions of the topic; a list sweeps it (${DEFAULT-VALUE}).")
    List<Integer> partitions;

    @Option(
            names = "--acks",
            split = ",",
            defaultValue = "all",
            description =
                    "Acknowledgements a feeder waits for: all, 1, 0; a list sweeps them"
                            + " (${DEFAULT-VALUE}).")
    List<String> acks;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "ROWS",
            defaultValue = "1000",
            description =
                    "Rows that a consumer commits in MariaDB at a time, at most; a list sweeps it"
                            + " (${DEFAULT-VALUE}).")
    List<Integer> batch;

    @Option(
            names = "--compression",
            defaultValue = "none",
            description = "none, lz4, snappy, gzip, zstd (${DEFAULT-VALUE}).")
    String compression;

    @Mixin NetworkOptions network = new NetworkOptions();

    @Mixin ProtectionOptions protection;

    @Mixin AutoscaleOptions autoscale = new AutoscaleOptions();

    /** The rates that were asked for. */
    public List<Double> rates() {
        return List.copyOf(rates);
    }

    /** Whether anything but the control is asked for. */
    boolean hasFaults() {
        return faults.stream().anyMatch(fault -> !fault.equals(SweepPlan.CONTROL));
    }

    /** How long a run measures, seconds. */
    public double seconds() {
        return duration.toMillis() / 1e3;
    }

    /** How long after the warm-up a fault comes, seconds. */
    public double faultAfterSeconds() {
        return faultAfter.toMillis() / 1e3;
    }

    /**
     * The grid that a search for a capacity takes its runs from: the same at other rates.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    public SweepPlan plan(List<Double> rates) {
        if (!set.isEmpty())
            throw new BadInput("--set", "", set.getFirst(), "nothing: a capacity is of one fault");
        this.rates = List.copyOf(rates);
        return plan();
    }

    /**
     * The sweep that was asked for, with its faults read and their targets checked.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    public SweepPlan plan() {
        for (var rate : rates) within("--rates", rate, 1, 1_000_000, "messages a second");
        for (var count : replicas)
            for (var each : consumers) StackOptions.checked(count, series, feeders, each);
        within("--repeat", repeat, 1, 1000, "repetitions");
        for (var bytes : size) within("--size", bytes, 32, 1 << 20, "bytes");
        for (var count : partitions) within("--partitions", count, 1, 200, "partitions");
        within("--duration", duration.toMillis() / 1e3, 5, 86_400, "seconds");
        within("--warmup", warmup.toMillis() / 1e3, 1, 3_600, "seconds");
        within(
                "--fault-after",
                faultAfter.toMillis() / 1e3,
                0,
                duration.toMillis() / 1e3,
                "seconds, before the end of --duration");
        for (var rows : batch) within("--batch", rows, 1, MariadbSink.MAX_MESSAGES, "rows");
        for (var each : acks) oneOf("--acks", each, "all", "1", "0");
        oneOf("--compression", compression, "none", "lz4", "snappy", "gzip", "zstd");
        if (Collections.max(consumers) > Collections.min(partitions))
            throw new BadInput(
                    "--consumers",
                    "",
                    Integer.toString(Collections.max(consumers)),
                    "at most --partitions, which is %d: more would be idle"
                            .formatted(Collections.min(partitions)));
        distinct("--rates", rates);
        distinct("--replicas", replicas);
        distinct("--consumers", consumers);
        distinct("--partitions", partitions);
        distinct("--size", size);
        distinct("--acks", acks);
        distinct("--batch", batch);
        var manifests = new LinkedHashMap<String, Document>();
        var pods = network.plan();
        var names = names(manifests, pods.place());
        if (pods.place() == Support.Platform.KUBERNETES && replicas.size() > 1)
            throw new BadInput(
                    "--replicas",
                    "",
                    replicas.toString(),
                    "one number with --platform kubernetes: that of what is deployed");
        var scaling = autoscale.checked(consumers.getFirst(), Collections.min(partitions));
        if (scaling.isPresent() && consumers.size() > 1)
            throw new BadInput(
                    "--consumers",
                    "",
                    consumers.toString(),
                    "one number where consumers scale themselves");
        var plan =
                new SweepPlan(
                        new Sweep(
                                replicas,
                                rates,
                                names,
                                settings(manifests),
                                Factors.grid(consumers, partitions, size, acks, batch),
                                repeat,
                                seed),
                        new Stack(
                                replicas.getFirst(),
                                replicas.getFirst(),
                                series,
                                feeders,
                                scaling.map(Autoscale::most).orElse(consumers.getFirst()),
                                protection.checked(replicas)),
                        new Load(
                                rates.getFirst(),
                                size.getFirst(),
                                warmup,
                                duration,
                                partitions.getFirst(),
                                acks.getFirst(),
                                compression,
                                batch.getFirst() == MariadbSink.MAX_MESSAGES
                                        ? Optional.empty()
                                        : Optional.of(
                                                new Load.Batch(batch.getFirst(), Duration.ZERO)),
                                List.of()),
                        Map.copyOf(manifests),
                        faultAfter,
                        drain,
                        pods,
                        scaling);
        // Resolves every target: one that selects nothing is refused here.
        for (var run : plan.runs()) {
            run.faults().forEach(timed -> requireSupported(timed.fault(), pods));
            run.flow().stream()
                    .flatMap(timed -> timed.flow().faults().values().stream())
                    .forEach(fault -> requireSupported(fault, pods));
        }
        return plan;
    }

    /**
     * The sweep in {@code folder}, which says all that could be chosen.
     *
     * @throws BadInput where something else is asked for as well
     */
    public SweepPlan resume(CommandSpec command, Path folder) {
        var others =
                command.commandLine().getParseResult().matchedOptions().stream()
                        .map(option -> option.longestName())
                        .filter(name -> !name.equals("--resume"))
                        .toList();
        if (!others.isEmpty())
            throw new BadInput(
                    "--resume", "", String.join(", ", others), "no other option: DIR has them all");
        return SweepPlan.read(folder);
    }

    /** Refuses what this machine cannot inject, or not in such a network. */
    static void requireSupported(Fault fault, NetworkPlan network) {
        Support.require(fault, network.place());
        NetworkOptions.requireFor(fault, network);
    }

    private List<Setting> settings(Map<String, Document> manifests) {
        if (set.isEmpty()) return List.of();
        if (set.size() > 1)
            throw new BadInput("--set", "", String.join(" and ", set), "one field in one --set");
        if (manifests.isEmpty())
            throw new BadInput(
                    "--set", "", set.getFirst(), "nothing without a fault; --faults has none");
        return Setting.parseAll("--set", set.getFirst());
    }

    /** The faults by the names of their manifests: a path would make a bad folder name. */
    private List<String> names(Map<String, Document> manifests, Support.Platform place) {
        var names = new ArrayList<String>();
        for (var fault : faults) {
            if (fault.equals(SweepPlan.CONTROL)) {
                names.add(fault);
                continue;
            }
            var document = Shipped.document(fault);
            if (!(document instanceof Manifest)) Support.requireAll(document, place);
            names.add(document.name());
            manifests.put(document.name(), document);
        }
        distinct("--faults", names);
        return names;
    }

    static void within(String option, double value, double least, double most, String unit) {
        if (!(value >= least && value <= most))
            throw new BadInput(
                    option,
                    "",
                    plain(value),
                    "%s to %s %s".formatted(plain(least), plain(most), unit));
    }

    private static String plain(double value) {
        return faultline.measure.Numbers.plain(value);
    }

    private static void oneOf(String option, String value, String... allowed) {
        if (!Set.of(allowed).contains(value))
            throw new BadInput(option, "", value, String.join(", ", allowed));
    }

    private static void distinct(String option, List<?> values) {
        if (Set.copyOf(values).size() < values.size())
            throw new BadInput(option, "", values.toString(), "each value once; --repeat repeats");
    }
}
