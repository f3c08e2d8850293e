package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Document;
import faultline.chaos.Flow;
import faultline.chaos.Manifest;
import faultline.chaos.StressChaos;
import faultline.chaos.Support;
import faultline.net.Limits;
import faultline.plan.Autoscale;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.plan.Factors;
import faultline.plan.Load;
import faultline.plan.OwnService;
import faultline.plan.Point;
import faultline.plan.Section;
import faultline.plan.Setting;
import faultline.plan.Sweep;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;
import faultline.platform.Platform;
import faultline.stack.Protection;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sweep with every default written out: what its {@code plan.yaml} says, and all that is needed
 * to go on with it.
 *
 * @param stack with brokers and databases of the first replica count
 * @param faults documents by the name that the sweep has for them; the control has none
 * @param autoscale how consumers scale themselves; empty where they do not
 * @param faultAfter how long after warm-up the fault is injected
 */
public record SweepPlan(
        Sweep sweep,
        Stack stack,
        Load load,
        Map<String, Document> faults,
        Duration faultAfter,
        Duration drain,
        NetworkPlan network,
        Optional<Autoscale> autoscale) {

    public static final String CONTROL = Point.CONTROL;

    private static final String FILE = "plan.yaml";

    /** With consumers that do not scale themselves. */
    public SweepPlan(
            Sweep sweep,
            Stack stack,
            Load load,
            Map<String, Document> faults,
            Duration faultAfter,
            Duration drain,
            NetworkPlan network) {
        this(sweep, stack, load, faults, faultAfter, drain, network, Optional.empty());
    }

    /** Where its pods run. */
    public Platform platform(Path logs) {
        return network.platform(sweep.seed(), logs);
    }

    /** All runs in their order, faults resolved. */
    public List<RunPlan> runs() {
        var runs = new ArrayList<RunPlan>();
        for (var point : sweep.order()) runs.add(run(runs.size() + 1, point));
        return runs;
    }

    private RunPlan run(int number, Point point) {
        var size = stack(point.replicas(), point.factors());
        // Consumers that may come later cannot be hit: nobody knows whether they will be there.
        var pods =
                size.withConsumers(autoscale.map(Autoscale::fewest).orElse(size.consumers()))
                        .pods();
        var document =
                Optional.ofNullable(faults.get(point.fault()))
                        .map(base -> document(base, point.setting()));
        return new RunPlan(
                number,
                point,
                size,
                point.factors().of(load.at(point.rateMsgPerS())),
                document
                        .filter(Manifest.class::isInstance)
                        .map(manifest -> ((Manifest) manifest).resolve(pods, sweep.seed()))
                        .map(fault -> new TimedFault(fault, load.warmup().plus(faultAfter)))
                        .stream()
                        .toList(),
                // With the load it ends: what came later would hit nothing that is measured.
                document.filter(base -> !(base instanceof Manifest))
                        .map(flow ->
                                Flow.of(
                                        flow,
                                        pods,
                                        sweep.seed(),
                                        load.duration().minus(faultAfter)))
                        .map(flow -> new TimedFlow(flow, load.warmup().plus(faultAfter))),
                Optional.empty(),
                autoscale,
                OwnService.NONE,
                drain,
                sweep.seed());
    }

    private static Document document(Document base, Optional<Setting> setting) {
        if (setting.isEmpty()) return base;
        if (base instanceof Manifest manifest)
            return manifest.with(setting.get().parameter(), setting.get().value());
        throw new BadInput(
                "--set",
                "",
                "%s with %s, which is a %s".formatted(setting.get(), base.name(), base.kind()),
                "only with single faults");
    }

    /** The stack at a replica count. */
    public Stack stack(int replicas) {
        return stack(replicas, Factors.NONE);
    }

    private Stack stack(int replicas, Factors factors) {
        return new Stack(
                replicas,
                replicas,
                stack.series(),
                stack.feeders(),
                factors.consumers().orElse(stack.consumers()),
                stack.protection());
    }

    /** What the user should know before it starts, a sentence each. */
    public List<String> caveats() {
        var caveats = new ArrayList<String>();
        network.caveat().ifPresent(caveats::add);
        sweep.replicas().forEach(count -> caveats.addAll(stack(count).caveats()));
        faults.forEach((name, document) -> {
            if (document instanceof Manifest manifest
                    && manifest.injection() instanceof StressChaos
                    && network.place() == Support.Platform.LOCAL)
                caveats.add(
                        "%s: %s is done %s"
                                .formatted(
                                        name,
                                        manifest.kind(),
                                        Support.of(
                                                        manifest.kind(),
                                                        manifest.injection().actionName(),
                                                        network.place())
                                                .words()));
        });
        for (var document : faults.values()) caveats.addAll(caveats(document));
        return caveats;
    }

    /** Each once; with the setting where not every setting has it. */
    private List<String> caveats(Document base) {
        var settings = sweep.settings(base.name());
        var found = new LinkedHashMap<String, Set<Optional<Setting>>>();
        for (var setting : settings)
            for (var count : sweep.replicas())
                for (var caveat : document(base, setting).caveats(stack(count).pods()))
                    found.computeIfAbsent(caveat, c -> new LinkedHashSet<>()).add(setting);
        var caveats = new ArrayList<String>();
        found.forEach((caveat, with) ->
                caveats.add(
                        base.name()
                                + (with.size() == settings.size()
                                        ? ""
                                        : with.stream()
                                                .map(setting -> setting.orElseThrow().toString())
                                                .collect(Collectors.joining(", ", " ", "")))
                                + ": "
                                + caveat));
        return caveats;
    }

    /** Writes {@code plan.yaml}. */
    public void write(Path folder) throws IOException {
        var map = new LinkedHashMap<String, Object>();
        var grid =
                ordered(
                        "replicas", sweep.replicas(),
                        "rates_msg_per_s", sweep.rates(),
                        "faults", sweep.faults());
        if (!sweep.settings().isEmpty())
            grid.put("settings", sweep.settings().stream().map(Setting::toString).toList());
        if (sweep.factors().size() > 1)
            grid.put("factors", sweep.factors().stream().map(Factors::toMap).toList());
        grid.put("repeat", sweep.repeat());
        grid.put("seed", sweep.seed());
        map.put("sweep", grid);
        map.put("stack", map(stack));
        map.put("load", load.toMap());
        map.put("network", network.toMap());
        autoscale.ifPresent(rule -> map.put("autoscale", rule.toMap()));
        map.put("fault_after", Durations.format(faultAfter));
        map.put("drain", Durations.format(drain));
        var manifests = new LinkedHashMap<String, Object>();
        faults.forEach((name, document) -> manifests.put(name, document.document()));
        map.put("manifests", manifests);
        map.put("runs", runs().stream().map(run -> run.point().id()).toList());
        Files.writeString(folder.resolve(FILE), Yaml.print(map));
    }

    /** Reads what {@link #write} wrote. */
    public static SweepPlan read(Path folder) {
        var file = folder.resolve(FILE);
        if (!Files.isRegularFile(file))
            throw new BadInput(
                    folder.toString(), "", "no " + FILE, "the folder of a sweep, as reports/…");
        try {
            var text = Files.readString(file);
            var plan = Yaml.parse(file.toString(), text);
            var section = Section.of(file.toString(), plan);
            var sweep = section.child("sweep");
            var stack = section.child("stack");
            var load = section.child("load");
            var manifests = new LinkedHashMap<String, Document>();
            section.child("manifests")
                    .values()
                    .forEach((name, document) ->
                            manifests.put(
                                    name,
                                    Document.parse(
                                            file + ": manifests." + name, Yaml.print(document))));
            return new SweepPlan(
                    new Sweep(
                            sweep.numbers("replicas").stream().map(Number::intValue).toList(),
                            sweep.numbers("rates_msg_per_s").stream()
                                    .map(Number::doubleValue)
                                    .toList(),
                            sweep.texts("faults"),
                            settings(sweep),
                            factors(sweep),
                            sweep.number("repeat").intValue(),
                            sweep.number("seed").longValue()),
                    new Stack(
                            stack.number("brokers").intValue(),
                            stack.number("databases").intValue(),
                            stack.number("series").intValue(),
                            stack.number("feeders").intValue(),
                            stack.number("consumers").intValue(),
                            Protection.of(file.toString(), "stack.", stack.values())),
                    new Load(
                            load.number("rate_msg_per_s").doubleValue(),
                            load.number("size_bytes").intValue(),
                            load.duration("warmup"),
                            load.duration("duration"),
                            load.number("partitions").intValue(),
                            load.text("acks"),
                            load.text("compression"),
                            Load.batch(load),
                            List.of()),
                    manifests,
                    section.duration("fault_after"),
                    section.duration("drain"),
                    network(section.child("network")),
                    section.has("autoscale")
                            ? Optional.of(
                                    Autoscale.of(
                                            section.child("autoscale"),
                                            load.number("partitions").intValue()))
                            : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> map(Stack stack) {
        var map =
                ordered(
                        "brokers", stack.brokers(),
                        "databases", stack.databases(),
                        "series", stack.series(),
                        "feeders", stack.feeders(),
                        "consumers", stack.consumers());
        map.putAll(stack.protection().toMap());
        return map;
    }

    private static NetworkPlan network(Section network) {
        return switch (network.text("mode")) {
            case "loopback" ->
                    network.has("fallback")
                            ? NetworkPlan.insteadOfSwitch(obstacle(network.child("fallback")))
                            : NetworkPlan.LOOPBACK;
            case "cluster" -> NetworkPlan.CLUSTER;
            case "switch" ->
                    NetworkPlan.throughSwitch(
                            new Limits(
                                    network.number("mtu_bytes").intValue(),
                                    network.number("queue_bytes").longValue(),
                                    network.number("queue_packets").intValue(),
                                    network.number("device_packets").intValue()));
            default -> throw network.wrong("mode", "loopback, switch, cluster");
        };
    }

    private static Unavailable obstacle(Section fallback) {
        return new Unavailable(fallback.text("reason"), fallback.text("mend"));
    }

    private static List<Factors> factors(Section sweep) {
        if (!sweep.has("factors")) return List.of(Factors.NONE);
        return sweep.children("factors").stream()
                .map(combination -> Factors.fromMap(combination.values()))
                .toList();
    }

    /** None where faults are taken as they stand. */
    private static List<Setting> settings(Section sweep) {
        if (!sweep.has("settings")) return List.of();
        return sweep.texts("settings").stream()
                .map(text ->
                        Setting.parse(text)
                                .orElseThrow(() ->
                                        sweep.wrong(
                                                "settings", "a list of settings, [latency=20ms]")))
                .toList();
    }
}
