package faultline.run;

import faultline.chaos.Support;
import faultline.local.Lever;
import faultline.local.LocalPlatform;
import faultline.measure.Journal;
import faultline.measure.MachineProbe;
import faultline.measure.MachineSpeed;
import faultline.plan.Point;
import faultline.plan.Yaml;
import faultline.platform.Platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Makes the runs of a sweep in their order, on one stack for each replica count. A run that has a
 * verdict is finished; one that has none was interrupted and is made again from its beginning.
 */
public final class Sweeper implements AutoCloseable {

    /** Starting, draining and reading take about this long besides the load itself. */
    private static final double BESIDES_SECONDS = 9;

    private final SweepPlan plan;
    private final Path folder;
    private final Progress progress;
    private final Runner runner;
    private final Lever lever = Lever.ofThisMachine();
    private Map<String, Object> declared = Map.of();
    private Optional<MachineSpeed> speed = Optional.empty();

    /**
     * @param platforms makes a platform that has not deployed anything yet
     */
    public Sweeper(
            SweepPlan plan,
            Path folder,
            String command,
            Supplier<Platform> platforms,
            Progress progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        runner = new Runner(platforms, progress, command);
    }

    /**
     * Makes every run that is not finished.
     *
     * @param check judges a journal, writes its verdict, and returns a line that says how it was
     * @throws faultline.plan.Unavailable once the lever is pulled; the run it broke off has no
     *     verdict
     */
    public void sweep(Function<Path, String> check) {
        var runs = plan.runs();
        var began = System.nanoTime();
        var made = 0;
        for (var run : runs) {
            if (finished(Runner.journal(folder, run))) continue;
            var each = made == 0 ? Double.NaN : (System.nanoTime() - began) / 1e9 / made;
            makeAnew(run, runs.size(), left(runs, run, each), check);
            made++;
        }
    }

    /**
     * Makes one run after the other, each chosen by what those before it have shown.
     *
     * @param declared what {@code plan.yaml} says besides the sweep, written before the first run
     * @param next the point to run; empty where there is none
     * @param toMake about how many more are to be made
     */
    public void search(
            Map<String, Object> declared,
            Supplier<Optional<Point>> next,
            IntSupplier toMake,
            Function<Path, String> check) {
        this.declared = declared;
        speed = speed();
        var runs = plan.runs();
        var began = System.nanoTime();
        int before = (int) runs.stream().filter(r -> finished(Runner.journal(folder, r))).count();
        int made = 0;
        for (var point = next.get(); point.isPresent(); point = next.get()) {
            var id = point.get().id();
            var run =
                    runs.stream()
                            .filter(r -> r.point().id().equals(id))
                            .findFirst()
                            .orElseThrow()
                            .numbered(before + made + 1);
            int more = toMake.getAsInt();
            var each =
                    made == 0
                            ? seconds(run) + BESIDES_SECONDS
                            : (System.nanoTime() - began) / 1e9 / made;
            makeAnew(
                    run,
                    before + made + more,
                    Duration.ofMillis((long) (each * more * 1e3)),
                    check);
            made++;
        }
    }

    /**
     * Of the machine that measures, before anything runs on it; of a cluster's machines nothing is
     * known from here.
     */
    private Optional<MachineSpeed> speed() {
        if (plan.network().place() != Support.Platform.LOCAL
                || Files.exists(folder.resolve(Journal.ENVIRONMENT))) return Optional.empty();
        lever.requireReleased();
        progress.say("probing this machine's processors and disk, 8 s");
        return Optional.of(MachineProbe.take(LocalPlatform.stacks()));
    }

    private void makeAnew(RunPlan run, int runs, Duration left, Function<Path, String> check) {
        var journal = Runner.journal(folder, run);
        lever.requireReleased(); // before anything is deleted
        Runner.delete(journal);
        make(run, runs, journal, left);
        if (runner.isClosing()) Runner.park();
        progress.say(check.apply(journal));
    }

    private void make(RunPlan run, int runs, Path journal, Duration left) {
        runner.ready(run.stack(), runs);
        var environment = runner.environment(plan.caveats());
        begin(environment);
        var whole = runner.make(run, runs, environment, journal, left, look -> {});
        if (!whole) lever.requireReleased();
        if (!whole && !runner.isClosing()) runner.discard();
    }

    /** The sweep's own files, once there is a stack: before that, nothing is left behind. */
    private void begin(Map<String, Object> environment) {
        var file = folder.resolve(Journal.ENVIRONMENT);
        if (Files.exists(file)) return;
        try {
            Files.createDirectories(folder);
            plan.write(folder);
            if (!declared.isEmpty())
                Files.writeString(
                        folder.resolve(Journal.PLAN),
                        Yaml.print(declared),
                        StandardOpenOption.APPEND);
            var all = new LinkedHashMap<>(environment);
            speed.ifPresent(probed -> all.put(MachineSpeed.KEY, probed.toMap()));
            Files.writeString(file, Yaml.prettyJson(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration left(List<RunPlan> runs, RunPlan from, double secondsEach) {
        var seconds = 0.0;
        for (var run : runs.subList(from.number() - 1, runs.size()))
            seconds += Double.isNaN(secondsEach) ? seconds(run) + BESIDES_SECONDS : secondsEach;
        return Duration.ofMillis((long) (seconds * 1e3));
    }

    private static double seconds(RunPlan run) {
        return run.load().warmup().plus(run.load().duration()).toMillis() / 1e3;
    }

    private static boolean finished(Path journal) {
        return Files.exists(journal.resolve("verdict.json"));
    }

    /**
     * Ends cleanly on Ctrl-C and SIGTERM, within a second or two.
     *
     * @param goOn the command that goes on where this one was interrupted
     */
    public void closeOnSignal(String goOn) {
        runner.closeOnSignal(() ->
                Files.exists(folder)
                        ? "interrupted; to go on: " + goOn
                        : "interrupted; nothing was written");
    }

    /** Stops everything now; called from a shutdown hook too, while a run is going on. */
    @Override
    public void close() {
        runner.close();
    }
}
