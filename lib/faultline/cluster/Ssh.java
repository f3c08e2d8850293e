package faultline.cluster;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs scripts on hosts as root, by OpenSSH. The jump host is logged in to once, at most {@value
 * #CONNECTIONS} hosts at a time are reached through it, and each of them keeps its connection where
 * there are not more. Scripts and files go over standard input, never as arguments.
 *
 * <p>Every connection hangs on a pipe of this process, so that none outlives it, whatever ends it.
 */
public final class Ssh implements AutoCloseable {

    static final int CONNECTIONS = 10;

    /** One is left for the way to the cluster's API. */
    private static final int KEPT = CONNECTIONS - 1;

    private static final String AS_ROOT =
            "if [ $(id -u) = 0 ]; then exec %1$s; else exec sudo -n env"
                    + " SSH_CONNECTION=\"$SSH_CONNECTION\" %1$s; fi";

    private final Way way;
    private final boolean keep;
    private final Path sockets;
    private final Semaphore connections = new Semaphore(KEPT);
    private final Map<String, Process> masters = new HashMap<>();
    private final Map<String, Object> locks = new HashMap<>();

    /**
     * @param hosts how many there are
     */
    public Ssh(Way way, int hosts) {
        this.way = way;
        keep = hosts <= KEPT;
        try {
            // The path of a socket may have about a hundred characters only.
            sockets = Files.createTempDirectory("fl-ssh");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What {@code script} prints on {@code host}.
     *
     * @throws Unavailable naming the host, where it cannot be reached or the script fails
     */
    String run(Host host, String script, Duration limit) {
        var input = script.getBytes(StandardCharsets.UTF_8);
        return run(host, "sh -s", out -> out.write(input), limit);
    }

    /**
     * What a script printed.
     *
     * @param askedNanos when it was asked, in nanoseconds since 1970 by this machine's clock
     * @param answeredNanos when it had answered
     */
    record Said(String text, long askedNanos, long answeredNanos) {}

    /** As {@link #run}, with the times, to which opening the connection does not count. */
    Said timed(Host host, String script, Duration limit) {
        var input = script.getBytes(StandardCharsets.UTF_8);
        return said(host, "sh -s", out -> out.write(input), limit);
    }

    /** Puts {@code file} to {@code target} on {@code host}, for nobody else to read. */
    void upload(Host host, Path file, String target, Duration limit) {
        var command = "sh -c 'umask 077; cat > %s'".formatted(target);
        run(host, command, out -> Files.copy(file, out), limit);
    }

    /** A connection that forwards {@code localPort} of this machine to a port of {@code host}. */
    Process forward(Host host, int localPort, int port) {
        var command = command(host);
        command.addAll(1, List.of("-o", "ExitOnForwardFailure=yes", "-S", "none"));
        command.addAll(1, List.of("-L", "127.0.0.1:%d:127.0.0.1:%d".formatted(localPort, port)));
        command.add("cat");
        openJump();
        return start(command, sockets.resolve("forward.log"));
    }

    private interface Input {
        void writeTo(OutputStream out) throws IOException;
    }

    private String run(Host host, String program, Input input, Duration limit) {
        return said(host, program, input, limit).text();
    }

    private Said said(Host host, String program, Input input, Duration limit) {
        try {
            connections.acquire();
            try {
                openMaster(host);
                return once(host, program, input, limit);
            } finally {
                if (!keep) closeMaster(host);
                connections.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(host, "interrupted");
        }
    }

    private Said once(Host host, String program, Input input, Duration limit)
            throws InterruptedException {
        var command = command(host);
        command.add(AS_ROOT.formatted(program));
        try {
            var log = Files.createTempFile(sockets, "run", ".log");
            var asked = nanosSince1970();
            var process = start(command, log);
            var said = new StringBuilder();
            var reader = Thread.startVirtualThread(() -> read(process.getInputStream(), said));
            var writer = Thread.startVirtualThread(() -> write(process, input));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw failed(host, "took longer than %d s".formatted(limit.toSeconds()));
            }
            reader.join();
            var answered = nanosSince1970();
            writer.interrupt();
            var complaint = lastLine(log);
            Files.delete(log);
            if (process.exitValue() == 255) throw lost(host, complaint);
            if (process.exitValue() != 0)
                throw failed(host, complaint.isEmpty() ? lastLine(said.toString()) : complaint);
            return new Said(said.toString(), asked, answered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long nanosSince1970() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private static void read(InputStream in, StringBuilder said) {
        try {
            said.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It was ended; what it said so far is of no use.
        }
    }

    private static void write(Process process, Input input) {
        try (var out = process.getOutputStream()) {
            input.writeTo(out);
        } catch (IOException e) {
            // It ended without reading all; how it ended, it says itself.
        }
    }

    private void openMaster(Host host) {
        openJump();
        var command = command(host);
        command.addAll(1, List.of("-M", "-o", "ControlPersist=no"));
        open(host.name(), host.name(), command);
    }

    private void openJump() {
        if (way.jump().isEmpty()) return;
        var command = program();
        command.addAll(List.of("-M", "-o", "ControlPersist=no", "-S", socket("jump")));
        command.add(way.jump().get());
        open("jump", way.jump().get(), command);
    }

    /** What the master runs ends with its standard input, and the master with that. */
    private void open(String key, String name, List<String> command) {
        synchronized (lockOf(key)) {
            synchronized (masters) {
                var master = masters.get(key);
                if (master != null && master.isAlive()) return;
            }
            command.add("echo open; exec cat");
            var log = sockets.resolve(Integer.toHexString(key.hashCode()) + ".log");
            var process = start(command, log);
            // The program's own limit ends when the two have greeted each other.
            var limit = Thread.startVirtualThread(() -> endAfter(way.patience(), process));
            try {
                var first = process.inputReader().readLine();
                limit.interrupt();
                if (!"open".equals(first)) {
                    process.waitFor();
                    throw lost(name, lastLine(log));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw lost(name, "interrupted");
            }
            synchronized (masters) {
                masters.put(key, process);
            }
        }
    }

    private static void endAfter(Duration limit, Process process) {
        try {
            Thread.sleep(limit.multipliedBy(2));
            process.destroyForcibly();
        } catch (InterruptedException e) {
            // It has opened.
        }
    }

    private Object lockOf(String key) {
        synchronized (locks) {
            return locks.computeIfAbsent(key, each -> new Object());
        }
    }

    private void closeMaster(Host host) {
        Process master;
        synchronized (masters) {
            master = masters.remove(host.name());
        }
        if (master != null) end(master);
    }

    private List<String> program() {
        var command = new ArrayList<>(List.of("ssh", "-T"));
        way.configuration().ifPresent(file -> command.addAll(List.of("-F", file.toString())));
        var silence = Math.max(1, way.patience().toSeconds());
        command.addAll(List.of("-o", "BatchMode=yes", "-o", "LogLevel=ERROR"));
        command.addAll(List.of("-o", "ConnectTimeout=" + silence));
        command.addAll(List.of("-o", "ServerAliveInterval=" + Math.max(1, silence / 2)));
        command.addAll(List.of("-o", "ServerAliveCountMax=2"));
        return command;
    }

    private List<String> command(Host host) {
        var command = program();
        command.addAll(
                List.of("-S", socket(host.name()), "-o", "StrictHostKeyChecking=accept-new"));
        command.addAll(List.of("-o", "HostKeyAlias=" + host.name()));
        var known =
                way.knownHosts().stream()
                        .map(file -> "\"" + file + "\"")
                        .collect(Collectors.joining(" "));
        command.addAll(List.of("-o", "UserKnownHostsFile=" + known));
        way.key()
                .ifPresent(key ->
                        command.addAll(List.of("-i", key.toString(), "-o", "IdentitiesOnly=yes")));
        way.jump()
                .ifPresent(jump -> {
                    var through = new ArrayList<>(program());
                    through.addAll(List.of("-S", socket("jump"), "-W", "[%h]:%p", jump));
                    command.addAll(List.of("-o", "ProxyCommand=" + String.join(" ", through)));
                });
        command.add(host.destination());
        return command;
    }

    private String socket(String key) {
        return sockets.resolve(Integer.toHexString(key.hashCode())).toString();
    }

    private static Process start(List<String> command, Path log) {
        try {
            var builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().put("LC_ALL", "C"); // we read what it prints
            return builder.start();
        } catch (IOException e) {
            throw new Unavailable("ssh does not start", "apt-get install openssh-client");
        }
    }

    private static String lastLine(Path log) throws IOException {
        return lastLine(Files.readString(log));
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("").strip();
    }

    private Unavailable lost(Host host, String said) {
        return lost(host.name(), said);
    }

    private Unavailable lost(String name, String said) {
        return new Unavailable(
                "%s cannot be reached by ssh: %s"
                        .formatted(name, said.isEmpty() ? "no answer" : said),
                "ssh %s    by hand shows why; then the same command again goes on from here"
                        .formatted(
                                way.jump().filter(jump -> !jump.equals(name)).isPresent()
                                        ? "-J %s %s".formatted(way.jump().get(), name)
                                        : name));
    }

    private static Unavailable failed(Host host, String said) {
        return new Unavailable(
                "%s: %s".formatted(host.name(), said),
                "mend that there; the same command again goes on from here");
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        List<Process> open;
        synchronized (masters) {
            open = List.copyOf(masters.values());
            masters.clear();
        }
        open.forEach(process -> {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroyForcibly();
            }
        });
        open.forEach(Ssh::end);
        try (var files = Files.list(sockets)) {
            for (var file : files.toList()) Files.deleteIfExists(file);
            Files.deleteIfExists(sockets);
        } catch (IOException e) {
            // In the folder for temporary files, which the machine cleans.
        }
    }
}
