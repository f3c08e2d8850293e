package faultline.run;

import faultline.chaos.Document;
import faultline.chaos.Fault;
import faultline.chaos.Manifest;
import faultline.chaos.Shipped;
import faultline.chaos.Support;
import faultline.plan.Autoscale;
import faultline.plan.BadInput;
import faultline.plan.Durations;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            names = "--faults",
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
            defaultValue = "1",
            description = "Pods in each consumer group (${DEFAULT-VALUE}).")
    int consumers;

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
            paramLabel = "BYTES",
            defaultValue = "200",
            description = "Size of a message's value (${DEFAULT-VALUE}).")
    int size;

    @Option(
            names = "--partitions",
            defaultValue = "6",
            description = "Partitions of the topic (${DEFAULT-VALUE}).")
    int partitions;

    @Option(
            names = "--acks",
            defaultValue = "all",
            description = "Acknowledgements a feeder waits for: all, 1, 0 (${DEFAULT-VALUE}).")
    String acks;

    @Option(
            names = "--compression",
            defaultValue = "none",
            description = "none, lz4, snappy, gzip, zstd (${DEFAULT-VALUE}).")
    String compression;

    @Mixin NetworkOptions network = new NetworkOptions();

    @Mixin ProtectionOptions protection;

    @Mixin AutoscaleOptions autoscale = new AutoscaleOptions();

    /**
     * The sweep that was asked for, with its faults read and their targets checked.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    public SweepPlan plan() {
        for (var rate : rates) within("--rates", rate, 1, 1_000_000, "messages a second");
        for (var count : replicas) StackOptions.checked(count, series, feeders, consumers);
        within("--repeat", repeat, 1, 1000, "repetitions");
        within("--size", size, 32, 1 << 20, "bytes");
        within("--partitions", partitions, 1, 200, "partitions");
        within("--duration", duration.toMillis() / 1e3, 5, 86_400, "seconds");
        within("--warmup", warmup.toMillis() / 1e3, 1, 3_600, "seconds");
        within(
                "--fault-after",
                faultAfter.toMillis() / 1e3,
                0,
                duration.toMillis() / 1e3,
                "seconds, before the end of --duration");
        oneOf("--acks", acks, "all", "1", "0");
        oneOf("--compression", compression, "none", "lz4", "snappy", "gzip", "zstd");
        if (consumers > partitions)
            throw new BadInput(
                    "--consumers",
                    "",
                    Integer.toString(consumers),
                    "at most --partitions, which is %d: more would be idle".formatted(partitions));
        distinct("--rates", rates);
        distinct("--replicas", replicas);
        var manifests = new LinkedHashMap<String, Document>();
        var names = names(manifests);
        var pods = network.plan();
        var scaling = autoscale.checked(consumers, partitions);
        var plan =
                new SweepPlan(
                        new Sweep(replicas, rates, names, settings(manifests), repeat, seed),
                        new Stack(
                                replicas.getFirst(),
                                replicas.getFirst(),
                                series,
                                feeders,
                                scaling.map(Autoscale::most).orElse(consumers),
                                protection.checked(replicas)),
                        new Load(
                                rates.getFirst(),
                                size,
                                warmup,
                                duration,
                                partitions,
                                acks,
                                compression),
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
        Support.require(fault, Support.Platform.LOCAL);
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
    private List<String> names(Map<String, Document> manifests) {
        var names = new ArrayList<String>();
        for (var fault : faults) {
            if (fault.equals(SweepPlan.CONTROL)) {
                names.add(fault);
                continue;
            }
            var document = Shipped.document(fault);
            if (!(document instanceof Manifest))
                Support.requireAll(document, Support.Platform.LOCAL);
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
