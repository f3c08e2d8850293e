package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies about on this machine: its commands, its libraries, its name. */
public final class Host {

    /** Daemons live in sbin, which an ordinary user often does not have on the PATH. */
    private static final List<String> ALSO =
            List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin");

    /** Where the distributions put Galera. */
    private static final List<String> LIBRARIES =
            List.of(
                    "/usr/lib/galera",
                    "/usr/lib64/galera",
                    "/usr/lib64/galera-4",
                    "/usr/lib/galera-4",
                    "/usr/lib",
                    "/usr/lib64",
                    "/usr/local/lib/galera");

    private Host() {}

    /** The first executable of that name; {@code ss|lsof} finds either. */
    static Optional<Path> command(String name) {
        return Stream.of(name.split("\\|"))
                .flatMap(n -> folders().map(folder -> folder.resolve(n)))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Optional<Path> library(String name) {
        return LIBRARIES.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static Stream<Path> folders() {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(":")), ALSO.stream())
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .distinct();
    }

    /**
     * {@code debian-12-amd64}: programs that were unpacked for one release do not run on another,
     * and home folders are shared between machines.
     */
    static String release() {
        var id = "linux";
        var version = "";
        try {
            for (var line : Files.readAllLines(Path.of("/etc/os-release"))) {
                if (line.startsWith("ID=")) id = value(line);
                if (line.startsWith("VERSION_ID=")) version = value(line);
            }
        } catch (IOException e) {
            // A system without this file is called linux.
        }
        return Stream.of(id, version, System.getProperty("os.arch"))
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + "-" + b)
                .orElseThrow();
    }

    private static String value(String line) {
        return line.substring(line.indexOf('=') + 1).replace("\"", "").replaceAll("[^\\w.-]", "_");
    }

    /** Whether the kit runs as root, whom some servers refuse or treat differently. */
    public static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** The kit's cache: {@code $XDG_CACHE_HOME/faultline}, or {@code ~/.cache/faultline}. */
    public static Path cache() {
        var cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        // A relative path there is to be ignored, says the XDG base directory specification.
        var parent =
                cache.startsWith("/")
                        ? Path.of(cache)
                        : Path.of(
                                System.getenv()
                                        .getOrDefault("HOME", System.getProperty("user.home")),
                                ".cache");
        return parent.resolve("faultline");
    }
}
