package faultline.run;

import faultline.local.Tree;
import faultline.platform.Platform;
import faultline.run.Progress.State;
import faultline.stack.Stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes one run after the other on one stack, for as long as that works and is of their size. */
final class Runner implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Supplier<Platform> platforms;
    private final Progress progress;
    private final String command;
    private Platform platform;
    private Stack deployed;
    private volatile boolean closing;
    private volatile boolean done;

    /**
     * @param platforms makes a platform that has not deployed anything yet
     * @param command as the user typed it
     */
    Runner(Supplier<Platform> platforms, Progress progress, String command) {
        this.platforms = platforms;
        this.progress = progress;
        this.command = command;
    }

    /** Where a run's journal is. */
    static Path journal(Path study, RunPlan run) {
        return study.resolve("runs").resolve(run.point().id());
    }

    /** Has a stack of the right size that works: the one of the run before where that does. */
    Platform ready(Stack stack, int runs) {
        if (stack.equals(deployed) && platform.awaitReady(READY_LIMIT)) return platform;
        discard();
        platform = platforms.get();
        platform.deploy(
                stack,
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
        deployed = stack;
        platform.caveats().forEach(progress::say);
        return platform;
    }

    /** Where and with what is measured, once there is a stack. */
    Map<String, Object> environment(List<String> caveats) {
        var all = new ArrayList<>(caveats);
        all.addAll(platform.caveats());
        return Environment.of(command, platform, all);
    }

    /**
     * Makes a run on the stack that is ready.
     *
     * @param left until all runs are made, as far as can be told
     * @return whether it came to its end
     */
    boolean make(
            RunPlan run,
            int runs,
            Map<String, Object> environment,
            Path journal,
            Duration left,
            Conductor.Audience audience) {
        var began = System.nanoTime();
        var shown =
                new Conductor.Audience() {
                    @Override
                    public void look(Conductor.Look look) {
                        var still = left.minusNanos(System.nanoTime() - began);
                        progress.show(
                                new State(
                                        run.number(),
                                        runs,
                                        run.point().id(),
                                        look.phase(),
                                        look.offered(),
                                        look.dumped(),
                                        look.backlog(),
                                        still.isNegative() ? Duration.ofSeconds(1) : still));
                        audience.look(look);
                    }

                    @Override
                    public void aborted(String reason) {
                        audience.aborted(reason);
                    }

                    @Override
                    public List<Conductor.Observation> observations() {
                        return audience.observations();
                    }

                    @Override
                    public java.util.Optional<String> stop() {
                        return audience.stop();
                    }
                };
        return Conductor.run(platform, run, environment, journal, shown);
    }

    /** What made a run break off may be in the stack: the next run gets a fresh one. */
    void discard() {
        var old = platform;
        platform = null;
        deployed = null;
        if (old != null) old.close();
    }

    boolean isClosing() {
        return closing;
    }

    /**
     * Ends cleanly on Ctrl-C and SIGTERM, within a second or two.
     *
     * @param said what to tell the user then
     */
    void closeOnSignal(Supplier<String> said) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            if (done) return;
                            close();
                            progress.close();
                            System.err.println("\n" + said.get());
                        }));
    }

    /** Stops everything now; called from a shutdown hook too, while a run is going on. */
    @Override
    public void close() {
        closing = true;
        discard();
        done = true;
    }

    /** The JVM is ending: whatever this thread would say now is only noise. */
    static void park() {
        try {
            Thread.sleep(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void delete(Path folder) {
        try {
            Tree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
