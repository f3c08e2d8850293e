package faultline.cluster;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;

import faultline.local.Host;
import faultline.local.SshServer;

import org.junit.jupiter.api.Assumptions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Machines of network namespaces with a real OpenSSH server each, behind a jump host, with the
 * addresses that real nodes have. What would be Kubernetes there only writes down what it is asked.
 */
public final class Lab implements AutoCloseable {

    public static final Path SCRIPTS = Path.of("test/faultline/cluster/lab").toAbsolutePath();

    /** Who the jump host lets in; the machines let in nobody but root. */
    private static final String USERS =
            """
            root:*:0:0::/root:/bin/sh
            sshd:*:33:33::/run/sshd:/bin/false
            jdoe:*:1000:1000::/:/bin/sh
            """;

    public final Path folder;
    private final Map<String, String> nodes;
    private final Process process;
    private final BufferedReader said;
    private final Writer order;

    /** A process in the namespaces of the jump host. */
    private long inside;

    private Lab(Path folder, Map<String, String> nodes, Process process) {
        this.folder = folder;
        this.nodes = nodes;
        this.process = process;
        said = process.inputReader();
        order = process.outputWriter();
    }

    /**
     * Starts one, or skips the test where this machine has no means for it.
     *
     * @param nodes address by name
     * @param old whose control groups are of version 1; none where empty
     */
    public static Lab open(Path folder, Map<String, String> nodes, String old) throws Exception {
        Assumptions.assumeTrue(Host.isRoot(), "machines of namespaces need root");
        var server = server();
        Files.createDirectories(folder.resolve("shared"));
        Files.writeString(folder.resolve("old"), old);
        Files.writeString(folder.resolve("passwd"), USERS);
        Files.writeString(
                folder.resolve("nodes"),
                nodes.entrySet().stream()
                        .map(node -> node.getKey() + " " + node.getValue() + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(folder.resolve("libraries"), libraries(server, Path.of("/ssh")));
        key(folder.resolve("node"));
        key(folder.resolve("access.key"));
        for (var name : nodes.keySet()) key(folder.resolve(name + ".key"));
        var process =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "sh",
                                SCRIPTS.resolve("lab.sh").toString(),
                                folder.toString(),
                                SCRIPTS.toString(),
                                server.toString())
                        .redirectErrorStream(true)
                        .start();
        var lab = new Lab(folder, nodes, process);
        var first = lab.said.readLine();
        Assumptions.assumeTrue("ready".equals(first), "no namespaces here: " + first);
        lab.writeAccess(server);
        lab.awaitServers();
        return lab;
    }

    /** An archive of images with one that is real, of that name and with {@code text} in it. */
    public static Path archive(Path file, String image, String text) throws Exception {
        var caches = Files.createTempDirectory(file.getParent(), "caches");
        var content = Files.writeString(caches.resolve("content"), text);
        Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .addLayer(List.of(content), AbsoluteUnixPath.get("/"))
                .setCreationTime(Instant.EPOCH)
                .containerize(
                        Containerizer.to(TarImage.at(file).named(image))
                                .setApplicationLayersCache(caches)
                                .setBaseImageLayersCache(caches));
        return file;
    }

    private static Path server() throws InterruptedException {
        try {
            return SshServer.folder();
        } catch (IOException e) {
            Assumptions.abort("openssh-server cannot be fetched: " + e.getMessage());
            return null;
        }
    }

    /** The folders of libraries below {@code root}, as they are called when it is at {@code at}. */
    private static String libraries(Path root, Path at) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().contains(".so"))
                    .map(file -> at.resolve(root.relativize(file.getParent())).toString())
                    .distinct()
                    .collect(Collectors.joining(":"));
        }
    }

    private static void key(Path file) throws Exception {
        var made =
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + file)
                        .inheritIO()
                        .start();
        if (made.waitFor() != 0) throw new IOException("no key");
    }

    /** ssh reaches the jump host by starting its server in the namespaces of the lab. */
    private void writeAccess(Path server) throws IOException {
        inside = process.children().findFirst().orElseThrow().pid();
        Files.writeString(
                folder.resolve("access.config"),
                """
                HostKey %1$s/access.key
                AuthorizedKeysFile /run/keys
                UsePAM no
                StrictModes no
                PidFile none
                %2$s
                """
                        .formatted(folder, sessions(server)));
        Files.writeString(
                folder.resolve("access.sh"),
                "echo in >>%1$s/access.log; exec nsenter --target %2$d --net --mount env LD_LIBRARY_PATH=%3$s %4$s/usr/sbin/sshd -i -f %1$s/access.config\n"
                        .formatted(folder, inside, libraries(server, server), server));
        Files.writeString(
                folder.resolve("config"),
                """
                Host access
                  User jdoe
                  ProxyCommand sh %1$s/access.sh
                  IdentityFile %1$s/node
                  StrictHostKeyChecking accept-new
                  UserKnownHostsFile %1$s/known_hosts.access
                """
                        .formatted(folder));
    }

    /** Newer servers are several programs, which look for each other where they are installed. */
    private static String sessions(Path server) {
        var lines = new StringBuilder();
        for (var part : List.of("Session", "Auth")) {
            var file = server.resolve("usr/lib/openssh/sshd-" + part.toLowerCase(Locale.ROOT));
            if (Files.exists(file)) lines.append("Sshd%sPath %s\n".formatted(part, file));
        }
        return lines.toString();
    }

    private void awaitServers() throws Exception {
        for (var name : nodes.keySet()) {
            var log = folder.resolve(name + ".log");
            for (int i = 0; !told(log).contains("Server listening"); i++) {
                Assumptions.assumeTrue(i < 6000, () -> "no machine here: " + told(log));
                Thread.sleep(5);
            }
        }
    }

    private static String told(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the kit reaches them. */
    List<faultline.cluster.Host> hosts() {
        var hosts = new ArrayList<faultline.cluster.Host>();
        nodes.forEach((name, address) ->
                hosts.add(
                        new faultline.cluster.Host(
                                "root",
                                name + ".nancy.grid5000.fr",
                                Optional.of(address),
                                "disk1")));
        return hosts;
    }

    Way way(Duration patience) {
        return new Way(
                Optional.of(folder.resolve("config")),
                Optional.of("access"),
                Optional.of(folder.resolve("node")),
                List.of(folder.resolve("known_hosts")),
                patience);
    }

    /** Takes a machine's cable out ({@code down}) or puts it in ({@code up}). */
    void link(String verb, String name) throws IOException {
        order.write(verb + " " + name + "\n");
        order.flush();
        var answer = said.readLine();
        if (!"done".equals(answer)) throw new IOException(answer);
    }

    /** What the stand-ins have written down. */
    public List<String> wrote(String file) throws IOException {
        var path = folder.resolve("shared").resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    /** Lets the private key at {@code file} in on every machine, for root. */
    public void letIn(Path file) {
        try {
            Files.copy(
                    Path.of(file + ".pub"),
                    folder.resolve("shared/authorized_keys"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To how many machines the jump host has a connection now. */
    public long connections() throws IOException {
        // Of the kernel: local and remote address and port in hexadecimal digits, and the state.
        try (var lines = Files.lines(Path.of("/proc/%d/net/tcp".formatted(inside)))) {
            return lines.filter(line -> line.matches(".*: \\S+ \\w+:0016 01 .*")).count();
        }
    }

    /** How often somebody logged in to the jump host. */
    long logins() throws IOException {
        return Files.readAllLines(folder.resolve("access.log")).size();
    }

    @Override
    public void close() throws IOException {
        order.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
