package faultline.run;

import static faultline.run.RunPlan.ordered;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.local.Lever;
import faultline.measure.Journal;
import faultline.plan.Durations;
import faultline.plan.Yaml;
import faultline.platform.Platform;
import faultline.platform.Pod;
import faultline.run.Conductor.Observation;
import faultline.stack.PodSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes an experiment: the control first, then one step of the ladder after the other, each only
 * where the one before has met the hypothesis.
 */
public final class Experimenter implements AutoCloseable {

    /** Starting, draining and reading take about this long besides the load itself. */
    private static final Duration BESIDES = Duration.ofSeconds(12);

    /**
     * What became of a run.
     *
     * @param outcome PASS, FAIL, INCONCLUSIVE or ABORTED
     * @param line for the terminal
     */
    public record Judgement(String outcome, String line) {}

    private final Experiment plan;
    private final Path folder;
    private final Progress progress;
    private final Runner runner;
    private final Notices notices;
    private final Optional<GameDay> gameDay;
    private final Lever lever = Lever.ofThisMachine();

    /**
     * @param command as the user typed it, without secrets
     * @param platforms makes a platform that has not deployed anything yet
     * @param gameDay where people walk through it
     */
    public Experimenter(
            Experiment plan,
            Path folder,
            String command,
            Supplier<Platform> platforms,
            Progress progress,
            Notices notices,
            Optional<GameDay> gameDay) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        this.notices = notices;
        this.gameDay = gameDay;
        runner = new Runner(platforms, progress, command);
    }

    /**
     * Makes the steps, as far as they may be made.
     *
     * @param check judges a journal and writes its verdict
     * @return the outcome of the last run that was made; INCONCLUSIVE where none was
     */
    public String run(Function<Path, Judgement> check) {
        lever.requireReleased();
        var steps = plan.steps(plan.stack().pods());
        runner.ready(plan.stack(), steps.size());
        begin(runner.environment(plan.caveats()));
        tell("start", "started, %d runs at most".formatted(steps.size()), Map.of());
        var outcome = "INCONCLUSIVE";
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            lever.requireReleased();
            var platform = runner.ready(plan.stack(), steps.size());
            var roles = Roles.now(platform, plan.stack(), plan.roles());
            var run = plan.run(i + 1, step, live(platform), roles);
            if (!mayEnter(run)) {
                log("stop", Map.of("before", run.point().id(), "reason", "somebody said stop"));
                break;
            }
            outcome = make(run, steps.size(), check);
            if (runner.isClosing()) Runner.park();
            if (outcome.equals("PASS")) continue;
            if (i + 1 < steps.size()) {
                var reason =
                        "%s was %s: a step is entered only where the one before met the hypothesis"
                                .formatted(run.point().id(), outcome);
                log("stop", Map.of("before", steps.get(i + 1).name(), "reason", reason));
                progress.say("no further: " + reason);
            }
            break;
        }
        tell("end", "ended: " + outcome, Map.of("outcome", outcome));
        return outcome;
    }

    private String make(RunPlan run, int runs, Function<Path, Judgement> check) {
        var journal = Runner.journal(folder, run);
        log("step", ordered("run", run.point().id(), "targets", targets(run)));
        var environment = runner.environment(plan.caveats());
        var left =
                run.load()
                        .warmup()
                        .plus(run.load().duration())
                        .plus(BESIDES)
                        .multipliedBy(runs - run.number() + 1L);
        var whole = runner.make(run, runs, environment, journal, left, audience(run));
        if (!whole) lever.requireReleased();
        if (!whole && !runner.isClosing()) runner.discard();
        var judgement = check.apply(journal);
        log("judged", ordered("run", run.point().id(), "outcome", judgement.outcome()));
        progress.say(judgement.line());
        return judgement.outcome();
    }

    private Conductor.Audience audience(RunPlan run) {
        return new Conductor.Audience() {
            @Override
            public void look(Conductor.Look look) {}

            @Override
            public void aborted(String reason) {
                progress.say("aborted: " + reason);
                tell("abort", "aborted: " + reason, Map.of("run", run.point().id()));
            }

            @Override
            public List<Observation> observations() {
                return gameDay.map(GameDay::observations).orElse(List.of());
            }

            @Override
            public Optional<String> stop() {
                return gameDay.flatMap(GameDay::stop);
            }
        };
    }

    private boolean mayEnter(RunPlan run) {
        if (gameDay.isEmpty()) return true;
        var what =
                List.of(
                        "next: " + run.point().id(),
                        run.faults().isEmpty() && run.flow().isEmpty()
                                ? "  the same load without a fault, to compare with"
                                : "  hits " + targets(run),
                        "  expected: " + (plan.expected().isEmpty() ? "not said" : plan.expected()),
                        "  stops where " + plan.guard().abort());
        return gameDay.get().ask(what, this::log);
    }

    private void log(Observation seen) {
        log("observation", ordered("who", seen.who(), "text", seen.text()));
    }

    private static String targets(RunPlan run) {
        return Stream.concat(
                        run.faults().stream()
                                .map(timed ->
                                        told(
                                                timed.fault().name(),
                                                timed.at(),
                                                timed.fault().targets())),
                        run.flow().stream()
                                .map(timed ->
                                        told(
                                                timed.flow().name(),
                                                timed.at(),
                                                timed.flow().targets())))
                .collect(Collectors.joining("; "));
    }

    private static String told(String name, Duration at, List<String> targets) {
        return "%s at %s: %s".formatted(name, Durations.format(at), String.join(" ", targets));
    }

    /** Engines that are ready; feeders and consumers come with the run. */
    private List<PodSpec> live(Platform platform) {
        var ready =
                platform.pods(Map.of()).stream()
                        .filter(Pod::ready)
                        .map(Pod::name)
                        .collect(Collectors.toSet());
        return plan.stack().pods().stream()
                .filter(pod -> !pod.component().isEngine() || ready.contains(pod.name()))
                .toList();
    }

    /** The experiment's own files, once there is a stack: before that, nothing is left behind. */
    private void begin(Map<String, Object> environment) {
        try {
            Files.createDirectories(folder);
            plan.write(folder);
            new PlanPreview(plan).draw(folder.resolve("figures"), "plan");
            Files.writeString(folder.resolve(Journal.ENVIRONMENT), Yaml.prettyJson(environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(String what, String text, Map<String, ?> more) {
        var event = ordered("event", what, "experiment", plan.title());
        event.putAll(more);
        event.put("report", folder.toString());
        event.put("contacts", plan.contacts());
        notices.send("%s: %s".formatted(plan.title(), text), event);
        log("notice", Map.of("text", text));
    }

    private void log(String kind, Map<String, ?> detail) {
        var event =
                ordered(
                        "mono_ns", System.nanoTime(),
                        "wall", Instant.now().toString(),
                        "event", kind);
        event.putAll(detail);
        try {
            Files.write(
                    folder.resolve(Journal.EXPERIMENT),
                    (Yaml.json(event) + "\n").getBytes(UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends cleanly on Ctrl-C and SIGTERM: faults are gone with the stack. */
    public void closeOnSignal() {
        runner.closeOnSignal(() ->
                Files.exists(folder)
                        ? "interrupted; what there is: ./jbang report " + Folders.asTyped(folder)
                        : "interrupted; nothing was written");
    }

    /** Stops everything now. */
    @Override
    public void close() {
        runner.close();
    }
}
