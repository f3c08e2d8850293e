package faultline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Makes sure that nothing outlives the kit, whichever way the kit ends.
 *
 * <p>Every process of a stack carries the stack's mark in its environment, and so does everything
 * that such a process starts. A small shell process waits for the end of a pipe that only the kit
 * holds open: when the kit closes it, or is killed, the shell kills whatever carries the mark and
 * removes the stack's folder and its cgroups. Normal ends go the same way, so that it is used on
 * every run. Should the shell be killed as well, the next start finds the mark of a kit that is
 * gone and does the same.
 */
final class Janitor implements AutoCloseable {

    /** In the environment of every process of a stack. */
    static final String VARIABLE = "FAULTLINE_STACK";

    private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(10);
    private static final int DELETE_TRIES = 20;

    private static final String SCRIPT =
            """
            trap '' HUP INT TERM
            cat >/dev/null
            while marked=$(grep -lzx "$1" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3)
                  [ -n "$marked" ]; do
              for pid in $marked; do
                kill -s KILL -- "-$pid" 2>/dev/null
                kill -s KILL -- "$pid" 2>/dev/null
              done
              sleep 0.05
            done
            rm -rf -- "$2"
            shift 2
            for group do
              for tries in 1 2 3 4 5 6 7 8 9 10; do
                [ -d "$group" ] || break
                echo 1 2>/dev/null >"$group/cgroup.kill"
                rmdir "$group"/*/ "$group" 2>/dev/null
                [ -d "$group" ] && sleep 0.05
              done
              rmdir "${group%/*}" 2>/dev/null
            done
            """;

    private final String mark;
    private final Process shell;

    private Janitor(String mark, Path folder) throws IOException {
        this.mark = mark;
        var command =
                new ArrayList<>(
                        List.of(
                                "setsid",
                                "sh",
                                "-c",
                                SCRIPT,
                                "faultline-janitor",
                                VARIABLE + "=" + mark,
                                folder.toString()));
        // Before they are made, so that no kill comes between.
        for (var group : Cgroups.folders(mark)) command.add(group.toString());
        shell =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
    }

    /** Makes a folder for a stack under {@code parent}, gone when the kit is gone. */
    static Janitor watch(Path parent) {
        var self = ProcessHandle.current().pid();
        var mark =
                self + "-" + startTicks(self) + "-" + UUID.randomUUID().toString().substring(0, 8);
        try {
            var folder = Files.createDirectories(parent.resolve(mark));
            return new Janitor(mark, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What each process of the stack must have in its environment. */
    Map<String, String> environment() {
        return Map.of(VARIABLE, mark);
    }

    /** Cgroups for the pods of the stack, where they can be had. */
    Cgroups cgroups() {
        return Cgroups.make(mark);
    }

    Path folder(Path parent) {
        return parent.resolve(mark);
    }

    /** Kills everything of the stack, removes its folder, and returns when that is done. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(30, TimeUnit.SECONDS))
                throw new IllegalStateException("the janitor (pid " + shell.pid() + ") hangs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Kills what kits that are gone have left, and removes their folders.
     *
     * @return what was found, a sentence each
     */
    static List<String> cleanUp(Path parent) {
        var found = new ArrayList<String>();
        var killed = new HashSet<Long>();
        var end = System.nanoTime() + CLEAN_UP_LIMIT.toNanos();
        // What starts another process while it is being killed needs another look.
        while (kill(found, killed) && System.nanoTime() < end)
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        for (var folder : folders(parent)) {
            if (alive(folder.getFileName().toString())) continue;
            delete(folder);
            found.add("removed " + folder);
        }
        found.addAll(Cgroups.cleanUp(Janitor::alive));
        return found;
    }

    /** Kills what carries the mark of a kit that is gone; returns whether there was anything. */
    private static boolean kill(List<String> found, Set<Long> killed) {
        var any = false;
        for (var process : marked().entrySet()) {
            var pid = process.getKey();
            if (alive(process.getValue())) continue;
            any = true;
            var handle = ProcessHandle.of(pid);
            if (killed.add(pid))
                found.add(
                        "killed process %d (%s) of stack %s"
                                .formatted(
                                        pid,
                                        handle.flatMap(h -> h.info().command()).orElse("?"),
                                        process.getValue()));
            Signals.group(pid, Signals.KILL);
            handle.ifPresent(ProcessHandle::destroyForcibly);
        }
        return any;
    }

    /** The marks of all stacks: of those that have pods, and of those that have a folder only. */
    static Set<String> marks(Path parent) {
        var marks = new HashSet<>(marked().values());
        for (var folder : folders(parent)) marks.add(folder.getFileName().toString());
        return marks;
    }

    /** The processes of all stacks with their marks. */
    private static Map<Long, String> marked() {
        var marked = new TreeMap<Long, String>();
        try (var processes = ProcessHandle.allProcesses()) {
            processes.forEach(process ->
                    markOf(process.pid()).ifPresent(mark -> marked.put(process.pid(), mark)));
        }
        return marked;
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) return List.of();
        try (var folders = Files.list(parent)) {
            return folders.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the kit that made this mark still runs: the same process number, started then. */
    static boolean alive(String mark) {
        var parts = mark.split("-");
        try {
            return parts.length == 3
                    && startTicks(Long.parseLong(parts[0])) == Long.parseLong(parts[1]);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<String> markOf(long pid) {
        try {
            return Stream.of(Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0"))
                    .filter(v -> v.startsWith(VARIABLE + "="))
                    .map(v -> v.substring(VARIABLE.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // another user's, or gone
        }
    }

    /**
     * When a process started, in clock ticks since boot (field 22 of proc(5)'s stat); −1 if gone.
     */
    private static long startTicks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (IOException e) {
            return -1;
        }
    }

    /** The stack's own janitor may be removing the same folder. */
    private static void delete(Path folder) {
        for (var tries = 1; Files.exists(folder); tries++) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList())
                    Files.deleteIfExists(file);
            } catch (IOException e) {
                if (tries == DELETE_TRIES) throw new UncheckedIOException(e);
            } catch (UncheckedIOException e) {
                if (tries == DELETE_TRIES) throw e;
            }
        }
    }
}
