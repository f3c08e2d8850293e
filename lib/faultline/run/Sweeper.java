package faultline.run;

import faultline.local.Lever;
import faultline.measure.Journal;
import faultline.plan.Yaml;
import faultline.platform.Platform;
import faultline.run.Progress.State;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the runs of a sweep in their order, on one stack for each replica count. A run that has a
 * verdict is finished; one that has none was interrupted and is made again from its beginning.
 */
public final class Sweeper implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    /** Starting, draining and reading take about this long besides the load itself. */
    private static final double BESIDES_SECONDS = 9;

    private final SweepPlan plan;
    private final Path folder;
    private final String command;
    private final Supplier<Platform> platforms;
    private final Progress progress;
    private final Lever lever = Lever.ofThisMachine();
    private Platform platform;
    private Stack deployed;
    private volatile boolean closing;
    private volatile boolean done;

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
        this.command = command;
        this.platforms = platforms;
        this.progress = progress;
    }

    /** Where a run's journal is. */
    public static Path journal(Path sweep, RunPlan run) {
        return sweep.resolve("runs").resolve(run.point().id());
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
            var journal = journal(folder, run);
            if (finished(journal)) continue;
            lever.requireReleased(); // before anything is deleted
            delete(journal);
            var left =
                    left(
                            runs,
                            run,
                            made == 0 ? Double.NaN : (System.nanoTime() - began) / 1e9 / made);
            make(run, runs.size(), journal, left);
            if (closing) park();
            progress.say(check.apply(journal));
            made++;
        }
    }

    private void make(RunPlan run, int runs, Path journal, Duration left) {
        var what = run.point().id();
        ready(run, runs);
        var environment = Environment.of(command, platform, plan.caveats());
        begin(environment);
        var began = System.nanoTime();
        var whole =
                Conductor.run(
                        platform,
                        run,
                        environment,
                        journal,
                        look ->
                                progress.show(
                                        new State(
                                                run.number(),
                                                runs,
                                                what,
                                                look.phase(),
                                                look.offered(),
                                                look.dumped(),
                                                look.backlog(),
                                                positive(
                                                        left.minusNanos(
                                                                System.nanoTime() - began)))));
        if (!whole) lever.requireReleased();
        // What made a run break off may be in the stack: the next run gets a fresh one.
        if (!whole && !closing) discard();
    }

    /** The sweep's own files, once there is a stack: before that, nothing is left behind. */
    private void begin(Map<String, Object> environment) {
        var file = folder.resolve(Journal.ENVIRONMENT);
        if (Files.exists(file)) return;
        try {
            Files.createDirectories(folder);
            plan.write(folder);
            Files.writeString(file, Yaml.prettyJson(environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has a stack of the right size that works: the one of the run before where that does. */
    private void ready(RunPlan run, int runs) {
        if (run.stack().equals(deployed) && platform.awaitReady(READY_LIMIT)) return;
        discard();
        platform = platforms.get();
        platform.deploy(
                run.stack(),
                phase ->
                        progress.show(
                                new State(
                                        0,
                                        runs,
                                        "",
                                        phase,
                                        Double.NaN,
                                        Double.NaN,
                                        Double.NaN,
                                        Duration.ZERO)));
        deployed = run.stack();
    }

    private static Duration left(List<RunPlan> runs, RunPlan from, double secondsEach) {
        var seconds = 0.0;
        for (var run : runs.subList(from.number() - 1, runs.size()))
            seconds +=
                    Double.isNaN(secondsEach)
                            ? run.load().warmup().plus(run.load().duration()).toMillis() / 1e3
                                    + BESIDES_SECONDS
                            : secondsEach;
        return Duration.ofMillis((long) (seconds * 1e3));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ofSeconds(1) : duration;
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
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            if (done) return;
                            close();
                            progress.close();
                            System.err.println(
                                    Files.exists(folder)
                                            ? "\ninterrupted; to go on: " + goOn
                                            : "\ninterrupted; nothing was written");
                        }));
    }

    /** Stops everything now; called from a shutdown hook too, while a run is going on. */
    @Override
    public void close() {
        closing = true;
        discard();
        done = true;
    }

    private void discard() {
        var old = platform;
        platform = null;
        deployed = null;
        if (old != null) old.close();
    }

    /** The JVM is ending: whatever this thread would say now is only noise. */
    private static void park() {
        try {
            Thread.sleep(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
