package faultline.net;

import faultline.local.Finding;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * Runs the program that calls it once more, inside network and mount namespaces of its own, so that
 * it can have devices, addresses and names that the host never sees.
 *
 * <pre>
 *   ./jbang sweep ──► outside: the host's network ──unshare──► inside: the same program again
 *                     answers what inside asks of the world ◄── ask(…)
 * </pre>
 *
 * As root it needs network and mount namespaces only; an ordinary user gets a user namespace too,
 * in which that user is called root. Both share terminal, signals and exit status, and neither
 * outlives the other, {@code kill -9} included.
 */
public final class Inside {

    private static final String VARIABLE = "FAULTLINE_INSIDE";

    private static Asking asking;

    private Inside() {}

    /** Whether this process is the one inside. */
    public static boolean isInside() {
        var outside = System.getenv(VARIABLE);
        if (outside == null) return false;
        var parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
        // Processes of pods inherit the variable, but have another parent.
        return outside.startsWith(parent + ":");
    }

    /** Why this machine has no namespaces for us, and what would mend it; empty where it has. */
    public static Optional<Unavailable> obstacle() {
        try {
            Unsharing.find();
            return Optional.empty();
        } catch (Unavailable e) {
            return Optional.of(e);
        }
    }

    /** The same as a finding for the doctor: what a sweep has of the switch here. */
    public static Finding finding() {
        var what = "pod network";
        return obstacle()
                .map(obstacle ->
                        new Finding(
                                what,
                                obstacle.missing(),
                                "sweeps run on loopback addresses, and NetworkChaos is refused",
                                obstacle.mend(),
                                Finding.Grade.NOTE))
                .orElseGet(() ->
                        new Finding(
                                what, "namespaces and /dev/net/tun", "", "", Finding.Grade.GOOD));
    }

    /**
     * Runs this program again inside, with the same virtual machine, class path, main class and
     * arguments, and waits for its end. What it prints and reads is ours; SIGINT and SIGTERM are
     * passed on. To be called from a platform thread: the kernel takes the end of the thread that
     * started a process for the end of its parent.
     *
     * @param answer what the outside does about what inside {@linkplain #ask asks}
     * @return its exit status
     * @throws Unavailable where this machine has no namespaces for us
     */
    public static int reexec(UnaryOperator<String> answer) {
        if (Thread.currentThread().isVirtual())
            throw new IllegalStateException("call this from a platform thread");
        var command = new ArrayList<>(Unsharing.find().command());
        command.addAll(ownCommand());
        try (var answering = new Answering(answer)) {
            var builder = new ProcessBuilder(command).inheritIO();
            builder.environment()
                    .put(VARIABLE, ProcessHandle.current().pid() + ":" + answering.place());
            return waitFor(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first thing to do inside: ties this process to the one outside, and opens the way. */
    public static synchronized void enter() {
        if (asking != null) return;
        var outside = System.getenv(VARIABLE).split(":", 2);
        asking = Asking.connect(Path.of(outside[1]));
        var tied = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("outside").start(() -> endWithParent(outside[0], tied));
        try {
            tied.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var devices = new Devices()) {
            devices.up("lo");
        }
    }

    /**
     * Asks the process outside for something that needs the host's network.
     *
     * @throws IOException where it cannot be asked, or its answer is an exception
     */
    public static String ask(String request) throws IOException {
        if (asking == null) throw new IllegalStateException("Inside.enter() comes first");
        return asking.ask(request);
    }

    /** The kernel kills us with the parent; it forgets that when the thread that asked ends. */
    private static void endWithParent(String parent, CountDownLatch tied) {
        Libc.prctl(Libc.PR_SET_PDEATHSIG, Libc.SIGKILL);
        var now = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
        if (now != Long.parseLong(parent)) Runtime.getRuntime().halt(137);
        tied.countDown();
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // Nobody means us.
            }
        }
    }

    private static int waitFor(Process inside) {
        var stop =
                new Thread(() -> {
                    inside.destroy();
                    Threads.waitFor(inside);
                });
        Runtime.getRuntime().addShutdownHook(stop);
        var status = Threads.waitFor(inside);
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // We are being ended too: the hook has seen to it.
        }
        return status;
    }

    /** The command line of this process, as it was given. */
    private static List<String> ownCommand() {
        try {
            // ProcessHandle leaves out arguments that are longer than a page.
            var line = Files.readString(Path.of("/proc/self/cmdline"));
            var command = new ArrayList<>(Arrays.asList(line.split("\0", -1)));
            command.removeLast(); // behind the last zero
            command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
