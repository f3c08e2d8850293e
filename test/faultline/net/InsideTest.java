package faultline.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Real processes: a program that runs itself inside, as this user and as an ordinary one. */
class InsideTest {

    enum User {
        /** Whoever runs the tests. */
        THIS,
        /** Nobody, with a /dev/net/tun that all may open; only root can arrange that. */
        ORDINARY
    }

    @TempDir static Path folder;

    private String hostBefore;
    private Process outside;

    @BeforeEach
    void lookAtTheHost() throws IOException {
        hostBefore = host();
        Inside.obstacle().ifPresent(why -> Assumptions.abort(why.getMessage()));
    }

    @AfterEach
    void theHostIsAsItWas() throws IOException {
        if (outside != null) outside.destroyForcibly();
        assertThat(host()).isEqualTo(hostBefore);
    }

    @ParameterizedTest
    @EnumSource
    void inputOutputAndExitStatusPassThroughAndInsideAsksOutside(User user) throws Exception {
        start(user, "talk");
        outside.getOutputStream().write("some words".getBytes());
        outside.getOutputStream().close();
        var said = said();
        assertThat(said.get("read")).isEqualTo("some words");
        assertThat(said.get("namespace")).isNotEqualTo(ourNamespace());
        assertThat(said.get("answered")).isEqualTo("23 from " + said.get("outside"));
        assertThat(said.get("refused")).isEqualTo("not that");
        assertThat(outside.waitFor()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void theKitReachesPodsByNameAlsoWhenTheyArePartitioned(User user) throws Exception {
        start(user, "reach");
        var lines = lines();
        assertThat(lines)
                .contains(
                        "name 10.64.0.10",
                        "kit read 107",
                        "pod read 107",
                        "kit read, partitioned 107",
                        "refused no fault may touch the way to the kit",
                        "child sees eth0 true")
                .containsSubsequence("kit sees pods true", "kit sees pods false");
        assertThat(outside.waitFor()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aSignalToTheOneOutsideEndsBothInOrder(User user) throws Exception {
        start(user, "wait");
        var reader = outside.inputReader();
        var said = readUntil(reader, "waiting");
        outside.toHandle().destroy(); // unlike Process, it leaves the streams open
        assertThat(reader.readLine()).isEqualTo("ended well");
        assertThat(outside.waitFor()).isEqualTo(143);
        assertNothingIsLeft(said);
    }

    @ParameterizedTest
    @EnumSource
    void killingTheOneOutsideEndsTheOneInside(User user) throws Exception {
        start(user, "wait");
        var said = readUntil(outside.inputReader(), "waiting");
        outside.destroyForcibly();
        assertNothingIsLeft(said);
    }

    @ParameterizedTest
    @EnumSource
    void killingTheOneInsideEndsTheOneOutside(User user) throws Exception {
        start(user, "wait");
        var said = readUntil(outside.inputReader(), "waiting");
        ProcessHandle.of(Long.parseLong(said.get("inside"))).orElseThrow().destroyForcibly();
        assertThat(outside.waitFor()).isEqualTo(137);
        assertNothingIsLeft(said);
    }

    /** Both processes are gone, and with them every namespace that they were in or held. */
    private static void assertNothingIsLeft(Map<String, String> said) throws Exception {
        var inside = ProcessHandle.of(Long.parseLong(said.get("inside")));
        if (inside.isPresent()) inside.get().onExit().get(5, TimeUnit.SECONDS);
        try (var processes = Files.list(Path.of("/proc"))) {
            assertThat(processes.map(InsideTest::namespaceOf))
                    .doesNotContain(said.get("namespace"));
        }
    }

    private void start(User user, String what) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<String>();
        if (user == User.ORDINARY) command.addAll(ordinaryUser());
        command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
        command.addAll(List.of(InsideProgram.class.getName(), what));
        outside = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** A mount namespace with a device for all, and in it a user without any right. */
    private static List<String> ordinaryUser() throws IOException {
        Assumptions.assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can become another user");
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs none /mnt && mknod /mnt/tun c 10 200 && chmod 666 /mnt/tun"
                        + " && mount --bind /mnt/tun /dev/net/tun && cd / && exec \"$@\"",
                "sh",
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups");
    }

    /** Copies of what the program needs, where every user may read them. */
    private String classPath() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var copies = new LinkedHashSet<String>();
        for (var type : List.of(PodNetwork.class, InsideProgram.class)) {
            var source =
                    Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
            var copy = folder.resolve(Integer.toHexString(source.hashCode()));
            if (!Files.exists(copy)) copyTree(source, copy);
            copies.add(copy.toString());
        }
        return String.join(":", copies);
    }

    /** A folder of classes, or the one file of a jar. */
    private static void copyTree(Path source, Path copy) throws IOException {
        try (var files = Files.walk(source)) {
            for (var file : files.toList())
                Files.copy(file, copy.resolve(source.relativize(file).toString()));
        }
    }

    private List<String> lines() throws IOException {
        return outside.inputReader().readAllLines();
    }

    private Map<String, String> said() throws IOException {
        var said = new TreeMap<String, String>();
        lines().forEach(line -> add(said, line));
        return said;
    }

    private static Map<String, String> readUntil(BufferedReader reader, String last)
            throws IOException {
        var said = new TreeMap<String, String>();
        for (var line = reader.readLine(); !last.equals(line); line = reader.readLine()) {
            if (line == null) throw new IOException("it ended before it said " + last + said);
            add(said, line);
        }
        return said;
    }

    private static void add(Map<String, String> said, String line) {
        var space = line.indexOf(' ');
        said.put(space < 0 ? line : line.substring(0, space), line.substring(space + 1));
    }

    /** Addresses, routes, devices, names and mounts of the namespaces that we are in. */
    private static String host() throws IOException {
        var text = new StringBuilder();
        for (var line : Files.readAllLines(Path.of("/proc/net/dev")))
            text.append(line, 0, Math.max(0, line.indexOf(':'))).append('\n');
        for (var file :
                List.of("/proc/net/route", "/proc/net/fib_trie", "/proc/self/mounts", "/etc/hosts"))
            text.append(Files.readString(Path.of(file)));
        if (Files.exists(Path.of("/run/netns")))
            try (var names = Files.list(Path.of("/run/netns"))) {
                names.sorted().forEach(text::append);
            }
        return text.toString();
    }

    private static String ourNamespace() {
        return namespaceOf(Path.of("/proc/self"));
    }

    private static String namespaceOf(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).toString();
        } catch (IOException | UncheckedIOException e) {
            return ""; // not a process, or gone, or another user's
        }
    }
}
