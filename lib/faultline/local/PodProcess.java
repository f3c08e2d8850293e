package faultline.local;

import faultline.platform.Beside;
import faultline.platform.Pod;
import faultline.platform.Pod.Phase;
import faultline.platform.Usage;
import faultline.stack.PodSpec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One pod: a process in a session of its own, started again whenever it ends, the way a kubelet
 * does: at once the first time, then after 10 s, 20 s, 40 s up to 5 minutes; ten quiet minutes wipe
 * the slate clean.
 */
final class PodProcess {

    /** What to start; asked again before every start. */
    interface Launch {
        /** The command; may first do what a start needs, and fail. */
        List<String> command() throws IOException, InterruptedException;
    }

    /** Whether the pod does its work; asked until it says yes. */
    interface Probe {
        boolean ready() throws Exception;
    }

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofMinutes(10);

    private enum Wanted {
        RUNNING,
        HELD,
        STOPPED
    }

    private final PodSpec spec;
    private final String address;
    private final List<String> prefix;
    private final Path log;
    private final long memoryBytes;
    private final boolean again;
    private final Map<String, String> environment;
    private final Launch launch;
    private final Probe probe;
    private final Companions companions = new Companions();
    private final Thread supervisor;

    private Wanted wanted = Wanted.RUNNING;
    private Phase phase = Phase.PENDING;
    private Process process;
    private boolean ready;
    private boolean replaced;
    private int restarts;
    private int crashes;
    private String instance = "";
    private String reason = "";

    /**
     * @param prefix what brings a command to its address
     * @param log what the process prints goes to its end
     * @param memoryBytes of private memory that it may have; asking for more fails, as in a
     *     container
     * @param again whether it is started again after it ended well
     */
    PodProcess(
            PodSpec spec,
            String address,
            List<String> prefix,
            Path log,
            long memoryBytes,
            boolean again,
            Map<String, String> environment,
            Launch launch,
            Probe probe) {
        this.spec = spec;
        this.address = address;
        this.prefix = prefix;
        this.log = log;
        this.memoryBytes = memoryBytes;
        this.again = again;
        this.environment = environment;
        this.launch = launch;
        this.probe = probe;
        supervisor = Thread.ofVirtual().name(spec.name()).start(this::supervise);
    }

    synchronized Pod pod() {
        return new Pod(spec, address, phase, ready, restarts, instance, reason);
    }

    Path log() {
        return log;
    }

    /** The process number of this incarnation, or −1 where none runs. */
    synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : -1;
    }

    /** What its processes use, companions included; empty where none runs. */
    Optional<Usage> usage() {
        return ProcessUsage.of(pid()).map(companions::with);
    }

    /** What its companions use; empty where none runs. */
    Optional<Beside> beside() {
        return pid() < 0 ? Optional.empty() : Optional.of(companions.beside(memoryBytes));
    }

    /** The folder of the cgroup that its processes move to. */
    Optional<String> cgroup() {
        return Optional.ofNullable(environment.get(Cgroups.VARIABLE));
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /**
     * Starts another process as a part of this incarnation: it ends with it. Its output is for the
     * caller to read.
     *
     * @param owner what it is for, see {@link #dismiss}
     * @throws IllegalStateException where the pod does not run
     */
    synchronized Process accompany(String owner, List<String> command) throws IOException {
        if (pid() < 0) throw new IllegalStateException(spec.name() + " does not run");
        var alone =
                new ArrayList<>(
                        List.of("setsid", "sh", "-c", Cgroups.MOVE + "exec \"$@\"", "companion"));
        alone.addAll(command);
        var builder =
                new ProcessBuilder(alone)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true);
        // What else the pod is told is not for its companions, above all not its library path.
        for (var variable : List.of(Janitor.VARIABLE, Cgroups.VARIABLE))
            if (environment.containsKey(variable))
                builder.environment().put(variable, environment.get(variable));
        return companions.start(owner, builder);
    }

    /** Ends what accompanies the pod for this owner. */
    void dismiss(String owner) {
        companions.end(owner);
    }

    /**
     * Ends this incarnation.
     *
     * @param grace between asking and killing; zero kills at once
     * @param asNewPod whether what starts next counts as another pod (a deleted pod is replaced at
     *     once) or as the same pod's container (which is held back after repeated crashes)
     */
    void kill(Duration grace, boolean asNewPod) throws InterruptedException {
        Process victim;
        synchronized (this) {
            replaced = asNewPod;
            victim = process;
            notifyAll();
        }
        if (victim == null) return;
        if (!grace.isZero()) {
            victim.destroy();
            if (victim.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) return;
        }
        Signals.group(victim.pid(), Signals.KILL);
        victim.destroyForcibly(); // one that is so young that it has no group yet
        victim.waitFor();
    }

    /** Kills it and does not start it again before {@link #release}. */
    void hold() throws InterruptedException {
        synchronized (this) {
            wanted = Wanted.HELD;
        }
        kill(Duration.ZERO, true);
    }

    synchronized void release() {
        if (wanted == Wanted.HELD) wanted = Wanted.RUNNING;
        notifyAll();
    }

    /** Ends it for good. */
    void stop() throws InterruptedException {
        synchronized (this) {
            wanted = Wanted.STOPPED;
            notifyAll();
        }
        kill(Duration.ZERO, true);
        supervisor.interrupt();
        supervisor.join();
    }

    /** Starts it no more; whoever ends the whole stack ends it. */
    synchronized void abandon() {
        wanted = Wanted.STOPPED;
        notifyAll();
    }

    private void supervise() {
        try {
            while (mayStart()) {
                var started = System.nanoTime();
                var ended = runOnce();
                synchronized (this) {
                    ready = false;
                    reason = ended.reason();
                    phase = ended.well() && !again ? Phase.SUCCEEDED : Phase.FAILED;
                    if (phase == Phase.SUCCEEDED) return;
                    restarts++;
                    var quiet = System.nanoTime() - started > QUIET.toNanos();
                    crashes = quiet || replaced ? 0 : crashes + 1;
                    replaced = false;
                }
                pause(backOff(crashes));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stop() has asked for it
        }
    }

    /** How long to wait before the next start after this many crashes in a row. */
    static Duration backOff(int crashes) {
        if (crashes <= 1) return Duration.ZERO;
        var wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(crashes - 2, 10));
        return wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF;
    }

    private synchronized boolean mayStart() throws InterruptedException {
        while (wanted == Wanted.HELD) wait();
        return wanted == Wanted.RUNNING;
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        var until = System.nanoTime() + time.toNanos();
        for (var left = time.toMillis(); left > 0 && wanted != Wanted.STOPPED && !replaced; ) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
    }

    private record Ended(boolean well, String reason) {}

    private Ended runOnce() throws InterruptedException {
        Process mine;
        try {
            var command = launch.command();
            synchronized (this) {
                if (wanted != Wanted.RUNNING) return new Ended(false, "held");
                mine = start(command);
                process = mine;
                phase = Phase.RUNNING;
                instance = mine.pid() + "@" + System.nanoTime();
            }
        } catch (IOException e) {
            return new Ended(false, "cannot start: " + e.getMessage());
        }
        Thread.startVirtualThread(() -> probe(mine));
        int status;
        try {
            status = mine.waitFor();
        } finally {
            Signals.group(mine.pid(), Signals.KILL); // what it left in its group
            synchronized (this) {
                companions.endAll();
            }
        }
        return new Ended(status == 0, status > 128 ? "signal " + (status - 128) : "exit " + status);
    }

    private Process start(List<String> command) throws IOException {
        Files.createDirectories(log.getParent());
        var limited = new ArrayList<>(prefix);
        limited.addAll(List.of("setsid", "sh", "-c"));
        limited.add(Cgroups.MOVE + "ulimit -d \"$1\" && shift && exec \"$@\"");
        limited.addAll(List.of("pod", Long.toString(memoryBytes / 1024)));
        limited.addAll(command);
        var builder =
                new ProcessBuilder(limited)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void probe(Process mine) {
        while (mine.isAlive()) {
            try {
                if (probe.ready()) {
                    synchronized (this) {
                        if (process == mine) ready = true;
                    }
                    return;
                }
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // Not ready yet; why, its own log says.
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        }
    }
}
