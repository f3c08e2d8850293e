package faultline.run;

import faultline.chaos.Document;
import faultline.chaos.Manifest;
import faultline.chaos.NetworkChaos;
import faultline.chaos.Shipped;
import faultline.chaos.Support;
import faultline.measure.Condition;
import faultline.net.Limits;
import faultline.plan.Autoscale;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.plan.Load;
import faultline.plan.OwnService;
import faultline.plan.Section;
import faultline.plan.Yaml;
import faultline.stack.Component;
import faultline.stack.PodSpec;
import faultline.stack.Protection;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads plans, and refuses those that nobody should run. */
public final class ExperimentReader {

    /** Experiments that come with the kit, {@code experiments/NAME.yaml} on the class path. */
    public static final List<String> SHIPPED =
            List.of(
                    "autoscale",
                    "cut-galera-node",
                    "dying-brokers",
                    "lose-all-galera",
                    "lose-broker",
                    "lose-consumer",
                    "lose-controller",
                    "lose-feeder",
                    "lose-galera",
                    "lose-influxdb",
                    "lose-leader",
                    "lossless-galera",
                    "lossless-kafka",
                    "lossy-galera",
                    "lossy-kafka",
                    "own-consumer",
                    "rolling-brokers",
                    "slow-brokers",
                    "slow-database",
                    "slow-feeder");

    /** What the kit watches the way back for, at the end of the load. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);

    private static final int HYPOTHESIS_SECONDS = 3;
    private static final int ABORT_SECONDS = 1;

    private static final List<String> KEYS =
            List.of(
                    "title",
                    "question",
                    "expected",
                    "steady-state-hypothesis",
                    "stack",
                    "network",
                    "load",
                    "drain",
                    "method",
                    "ladder",
                    "autoscale",
                    "own",
                    "allow-majority",
                    "abort",
                    "rollbacks",
                    "contacts",
                    "repeat",
                    "seed");

    private final Section plan;
    private final Path folder;
    private final Support.Platform place;

    private ExperimentReader(Section plan, Path folder, Support.Platform place) {
        this.plan = plan;
        this.folder = folder;
        this.place = place;
    }

    /** Whether a name or a file is an experiment, and not a single fault. */
    public static boolean isExperiment(String name) {
        if (SHIPPED.contains(name)) return true;
        var file = Path.of(name);
        if (!isFile(name) || !Files.isRegularFile(file)) return false;
        return !Yaml.parse(name, text(file)).containsKey("apiVersion");
    }

    /**
     * The experiment that a user means.
     *
     * @param name a shipped name, or a path that ends in {@code .yaml} or {@code .yml}
     * @throws BadInput with the path of the first thing that is wrong
     */
    public static Experiment find(String name) {
        return find(name, Support.Platform.LOCAL);
    }

    /** The same on another platform. */
    public static Experiment find(String name, Support.Platform place) {
        if (isFile(name)) {
            var file = Path.of(name);
            if (!Files.isRegularFile(file)) throw new BadInput(name, "", "no such file", "a plan");
            return parse(name, text(file), file.toAbsolutePath().getParent(), place);
        }
        if (!SHIPPED.contains(name))
            throw new BadInput(
                    "plan",
                    "",
                    "\"" + name + "\"",
                    "%s, or a file that ends in .yaml".formatted(String.join(", ", SHIPPED)));
        var resource = "experiments/" + name + ".yaml";
        try (var in = ExperimentReader.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null)
                throw new IllegalStateException(resource + " is missing from the class path");
            return parse(
                    resource,
                    new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    Path.of("").toAbsolutePath(),
                    place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param folder that files of faults are relative to
     */
    static Experiment parse(String source, String text, Path folder) {
        return parse(source, text, folder, Support.Platform.LOCAL);
    }

    private static Experiment parse(
            String source, String text, Path folder, Support.Platform place) {
        var plan = Section.of(source, Yaml.parse(source, text));
        return new ExperimentReader(plan, folder, place).read();
    }

    private Experiment read() {
        plan.only(KEYS);
        var flow = flow();
        var method = flow.isPresent() ? List.<Experiment.Action>of() : method();
        var load = load(plan.child("load"), stack(plan.childOrEmpty("stack"), Optional.empty()));
        var autoscale =
                plan.has("autoscale")
                        ? Optional.of(Autoscale.of(plan.child("autoscale"), load.partitions()))
                        : Optional.<Autoscale>empty();
        var stack = stack(plan.childOrEmpty("stack"), autoscale);
        var experiment =
                new Experiment(
                        plan.file(),
                        plan.text("title"),
                        plan.text("question"),
                        plan.text("expected", ""),
                        guard(stack),
                        stack,
                        network(method),
                        load,
                        plan.duration("drain", Duration.ofSeconds(1), Duration.ofSeconds(60)),
                        method,
                        flow,
                        ladder(method),
                        autoscale,
                        OwnService.of(plan.childOrEmpty("own")),
                        plan.has("allow-majority")
                                ? Optional.of(plan.text("allow-majority"))
                                : Optional.empty(),
                        texts("rollbacks"),
                        texts("contacts"),
                        plan.whole("repeat", 1, 1000, 1),
                        (long) plan.number("seed", 0, 1L << 53, 1));
        // Resolves every target and counts them: what hits nothing or too much is refused here.
        var number = 1;
        for (var step : experiment.steps(stack.pods())) {
            var run = experiment.run(number++, step, stack.pods());
            for (var timed : run.faults()) {
                SweepOptions.requireSupported(timed.fault(), experiment.network());
                requireTime(experiment, timed);
            }
            for (var timed : run.flow().stream().toList()) {
                Support.require(timed.flow(), place);
                for (var fault : timed.flow().faults().values())
                    NetworkOptions.requireFor(fault, experiment.network());
            }
        }
        return experiment;
    }

    private Guard guard(Stack stack) {
        var hypothesis = plan.child("steady-state-hypothesis");
        hypothesis.only(List.of("title", "conditions", "gate"));
        return new Guard(
                conditions(hypothesis, "conditions", stack, HYPOTHESIS_SECONDS),
                conditions(plan, "abort", stack, ABORT_SECONDS),
                hypothesis.duration("gate", Duration.ofSeconds(5), Duration.ofSeconds(12)));
    }

    private static List<Condition> conditions(Section where, String key, Stack stack, int seconds) {
        var texts = where.has(key) ? where.texts(key) : List.<String>of();
        if (texts.isEmpty())
            throw where.wrong(
                    key, "at least one condition, as e2e_p99_ms of consumer-mariadb < 500");
        var subjects = subjects(stack);
        var conditions = new ArrayList<Condition>();
        for (var text : texts)
            conditions.add(
                    Condition.parse(
                            where.file(),
                            "%s%s[%d]".formatted(where.path(), key, conditions.size()),
                            text,
                            subjects,
                            seconds));
        return conditions;
    }

    /** Whom samples.csv has rows of. */
    private static List<String> subjects(Stack stack) {
        return Stream.of(
                        Stream.of(Component.values()).map(Component::label),
                        stack.sinks().stream().map(Stack::group),
                        stack.pods().stream().map(PodSpec::name),
                        Stream.of("group", "machine"))
                .flatMap(names -> names)
                .toList();
    }

    private static Stack stack(Section stack, Optional<Autoscale> autoscale) {
        stack.only(
                List.of(
                        "replicas",
                        "brokers",
                        "databases",
                        "series",
                        "feeders",
                        "consumers",
                        "min_insync_replicas",
                        "galera_recovery",
                        "series_write"));
        var replicas = stack.whole("replicas", 1, 9, 3);
        var consumers = stack.whole("consumers", 1, 20, 1);
        if (autoscale.isPresent() && stack.has("consumers"))
            throw stack.wrong("consumers", "nothing beside autoscale, which says it");
        return new Stack(
                stack.whole("brokers", 1, 9, replicas),
                stack.whole("databases", 1, 9, replicas),
                stack.whole("series", 1, 5, 2),
                stack.whole("feeders", 1, 20, 1),
                autoscale.map(Autoscale::most).orElse(consumers),
                Protection.of(stack.file(), stack.path(), stack.values()));
    }

    private static Load load(Section load, Stack stack) {
        load.only(
                List.of(
                        "rate_msg_per_s",
                        "size_bytes",
                        "warmup",
                        "duration",
                        "partitions",
                        "acks",
                        "compression",
                        "batch",
                        "steps"));
        var steps = Load.steps(load);
        for (var key : List.of("rate_msg_per_s", "duration"))
            if (load.has(key) == load.has("steps"))
                throw load.wrong(
                        key,
                        load.has(key)
                                ? "nothing beside steps, which say it"
                                : "rate_msg_per_s and a duration as 40s, or steps");
        if (load.has("steps") && steps.isEmpty()) throw load.wrong("steps", "at least one");
        var warmup = load.duration("warmup", Duration.ofSeconds(1), Duration.ofSeconds(5));
        if (warmup.toMillis() % 1000 != 0) throw load.wrong("warmup", "whole seconds");
        return new Load(
                steps.isEmpty()
                        ? load.number("rate_msg_per_s", 1, 1_000_000, 0)
                        : steps.getFirst().rateMsgPerS(),
                load.whole("size_bytes", 32, 1 << 20, 200),
                warmup,
                steps.isEmpty()
                        ? load.duration("duration", Duration.ofSeconds(5), Duration.ZERO)
                        : steps.stream().map(Load.Step::length).reduce(Duration::plus).get(),
                load.whole("partitions", stack.consumers(), 200, Math.max(6, stack.consumers())),
                load.choice("acks", List.of("all", "1", "0"), "all"),
                load.choice(
                        "compression", List.of("none", "lz4", "snappy", "gzip", "zstd"), "none"),
                Load.batch(load),
                steps);
    }

    /** A schedule or a workflow, which is then the whole method. */
    private Optional<Experiment.FlowAction> flow() {
        if (!plan.has("method")) return Optional.empty();
        for (var step : plan.children("method")) {
            if (!step.has("fault")) continue;
            var document = document(step);
            if (document instanceof Manifest) continue;
            step.only(List.of("fault", "at"));
            if (plan.children("method").size() > 1)
                throw step.wrong("fault", document.kind(), "such a one alone in the method");
            Support.requireAll(document, place);
            return Optional.of(
                    new Experiment.FlowAction(
                            document, step.duration("at", Duration.ZERO, Duration.ZERO)));
        }
        return Optional.empty();
    }

    private List<Experiment.Action> method() {
        var method = new ArrayList<Experiment.Action>();
        // Consumers that scale themselves are looked at in themselves too.
        if (!plan.has("method") && plan.has("autoscale")) return method;
        for (var step : plan.children("method")) {
            step.only(List.of("fault", "at", "when", "role"));
            var action =
                    new Experiment.Action(
                            fault(step),
                            step.duration("at", Duration.ZERO, Duration.ZERO),
                            step.choice("when", List.of("due", "whole"), "due").equals("whole"),
                            step.has("role")
                                    ? Optional.of(step.choice("role", Roles.ALL, ""))
                                    : Optional.empty());
            if (action.role().isPresent() && plan.has("ladder"))
                throw step.wrong("role", "none where there is a ladder");
            if (method.stream().anyMatch(a -> a.manifest().name().equals(action.manifest().name())))
                throw step.wrong("fault", action.manifest().name(), "each name once");
            if (!method.isEmpty() && action.at().compareTo(method.getLast().at()) < 0)
                throw step.wrong("at", "no time before that of the fault above");
            method.add(action);
        }
        if (method.isEmpty()) throw plan.wrong("method", "a list of faults with their times");
        return method;
    }

    private Manifest fault(Section step) {
        if (document(step) instanceof Manifest manifest) return manifest;
        throw step.wrong("fault", "one fault on pods");
    }

    /** A shipped name, a file beside the plan, or a manifest in the plan itself. */
    private Document document(Section step) {
        if (step.values().get("fault") instanceof java.util.Map<?, ?> manifest)
            return Document.parse(step.file() + ": " + step.path() + "fault", Yaml.print(manifest));
        var name = step.text("fault");
        return Shipped.document(isFile(name) ? folder.resolve(name).toString() : name);
    }

    private List<Rung> ladder(List<Experiment.Action> method) {
        if (!plan.has("ladder")) return List.of();
        var labels = plan.texts("ladder");
        if (!Rung.LABELS.containsAll(labels) || labels.stream().distinct().count() < labels.size())
            throw plan.wrong("ladder", "each once of " + String.join(", ", Rung.LABELS));
        var ladder = labels.stream().map(Rung::of).toList();
        if (!ladder.equals(ladder.stream().sorted().toList()))
            throw plan.wrong("ladder", "from small to large: " + String.join(", ", Rung.LABELS));
        if (!ladder.isEmpty() && method.size() != 1)
            throw plan.wrong("ladder", "none where the method is not one fault");
        return ladder;
    }

    private NetworkPlan network(List<Experiment.Action> method) {
        if (place == Support.Platform.KUBERNETES) return NetworkPlan.CLUSTER;
        var isOnLinks =
                method.stream().anyMatch(a -> a.manifest().injection() instanceof NetworkChaos);
        var needed = isOnLinks ? "switch" : "loopback";
        return plan.choice("network", List.of("loopback", "switch"), needed).equals("switch")
                ? NetworkPlan.throughSwitch(Limits.DEFAULT)
                : NetworkPlan.LOOPBACK;
    }

    private List<String> texts(String key) {
        var texts = plan.has(key) ? plan.texts(key) : List.<String>of();
        if (texts.isEmpty()) throw plan.wrong(key, "at least one text");
        return texts;
    }

    private static void requireTime(Experiment plan, TimedFault timed) {
        var load = plan.load();
        var needed =
                timed.at()
                        .plus(timed.fault().duration().orElse(Duration.ZERO))
                        .plus(AFTERWARDS)
                        .minus(load.warmup());
        if (load.duration().compareTo(needed) < 0)
            throw new BadInput(
                    plan.source(),
                    "load.duration",
                    Durations.format(load.duration()),
                    "at least %s, for the gate, %s and %s to see the way back"
                            .formatted(
                                    Durations.format(needed),
                                    timed.fault().name(),
                                    Durations.format(AFTERWARDS)));
    }

    private static boolean isFile(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "", e.toString(), "a file that can be read");
        }
    }
}
