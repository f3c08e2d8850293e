package faultline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes sure that nothing outlives the kit, whichever way the kit ends.
 *
 * <p>Every process of a stack carries the stack's mark in its environment, and so does everything
 * that such a process starts. A small shell process waits for the end of a pipe that only the kit
 * holds open: when the kit closes it, or is killed, the shell kills whatever carries the mark and
 * removes the stack's folder. Normal ends go the same way, so that it is used on every run. Should
 * the shell be killed as well, the next start finds the mark of a kit that is gone and does the
 * same.
 */
final class Janitor implements AutoCloseable {

    /** In the environment of every process of a stack. */
    static final String VARIABLE = "FAULTLINE_STACK";

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
            """;

    private final String mark;
    private final Process shell;

    private Janitor(String mark, Path folder) throws IOException {
        this.mark = mark;
        shell =
                new ProcessBuilder(
                                "setsid",
                                "sh",
                                "-c",
                                SCRIPT,
                                "faultline-janitor",
                                VARIABLE + "=" + mark,
                                folder.toString())
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
        try (var processes = ProcessHandle.allProcesses()) {
            processes.forEach(process ->
                    markOf(process.pid())
                            .filter(mark -> !alive(mark))
                            .ifPresent(mark -> {
                                found.add(
                                        "killed process %d (%s) of stack %s"
                                                .formatted(
                                                        process.pid(),
                                                        process.info().command().orElse("?"),
                                                        mark));
                                Signals.group(process.pid(), Signals.KILL);
                                process.destroyForcibly();
                            }));
        }
        if (!Files.isDirectory(parent)) return found;
        try (var folders = Files.list(parent)) {
            for (var folder : folders.toList()) {
                if (alive(folder.getFileName().toString())) continue;
                delete(folder);
                found.add("removed " + folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
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

    private static java.util.Optional<String> markOf(long pid) {
        try {
            return Stream.of(Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0"))
                    .filter(v -> v.startsWith(VARIABLE + "="))
                    .map(v -> v.substring(VARIABLE.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            return java.util.Optional.empty(); // another user's, or gone
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

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
