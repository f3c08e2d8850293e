package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.local.Lever;
import faultline.plan.Unavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.nio.file.Path;

/** A sweep while the lever is pulled: in a JVM of its own, which has a cache of its own. */
@Timeout(60)
class HaltedSweepTest {

    @TempDir Path folder;

    @Test
    void aSweepDoesNotStartWhileTheLeverIsPulled() throws Exception {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltedSweepTest.class.getName(),
                        folder.resolve("sweep").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        var process = builder.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes()))
                .contains("refused: halted by ", "the lead said so", "chaos release --reason")
                .contains("released: deploys");
        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("sweep")).doesNotExist();
    }

    /** Sweeps twice, halted and released, with a platform that only says that it is asked for. */
    public static void main(String... arguments) {
        var options = new SweepOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--faults", "none");
        try (var progress = Progress.toTerminalOrPipe();
                var sweeper =
                        new Sweeper(
                                options.plan(),
                                Path.of(arguments[0]),
                                "sweep",
                                () -> {
                                    throw new IllegalStateException("deploys");
                                },
                                progress)) {
            Lever.ofThisMachine().halt("the lead said so");
            try {
                sweeper.sweep(journal -> "");
            } catch (Unavailable e) {
                IO.println("refused: " + e.getMessage());
            }
            Lever.ofThisMachine().release("it is over");
            try {
                sweeper.sweep(journal -> "");
            } catch (IllegalStateException e) {
                IO.println("released: " + e.getMessage());
            }
        }
    }
}
