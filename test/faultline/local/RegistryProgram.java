package faultline.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's docker-registry, unpacked beside the other programs and never installed. */
public final class RegistryProgram {

    private static final String NAME = "docker-registry";

    private RegistryProgram() {}

    /** The program; skips the test where there is no way to it. */
    public static Path find() throws IOException, InterruptedException {
        var onPath = Host.command(NAME);
        if (onPath.isPresent()) return onPath.get();
        var home = Host.cache().resolve("programs-for-tests").resolve(NAME);
        if (!Files.isDirectory(home)) {
            RealPrograms.assumeApt();
            try {
                fetch(home);
            } catch (IOException e) {
                assumeTrue(false, "no %s can be fetched: %s".formatted(NAME, e.getMessage()));
            }
        }
        return home.resolve("usr/bin").resolve(NAME);
    }

    private static void fetch(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home.getParent());
        var work = Files.createTempDirectory(home.getParent(), "part");
        var root = work.resolve("root");
        for (var file : new Apt(work, false).download(List.of(NAME))) {
            var unpacked =
                    HostCommand.run(
                            List.of("dpkg", "-x", file.toString(), root.toString()),
                            work,
                            Map.of(),
                            "",
                            Duration.ofSeconds(30));
            if (!unpacked.good()) throw new IOException(unpacked.output());
        }
        Files.move(root, home, StandardCopyOption.ATOMIC_MOVE);
    }
}
