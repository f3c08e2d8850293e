package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.grid5000.fake.FakeClock;
import faultline.grid5000.fake.FakeGrid5000;
import faultline.grid5000.fake.Invented;
import faultline.plan.Unavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The password stands in no argument, file or message; and a fake never passes for the testbed. */
class SecretsTest {

    private static final String SECRET = "Tr0ub4dor-and-3";

    @TempDir Path folder;
    @TempDir Path elsewhere;

    private FakeGrid5000 fake() {
        return new FakeGrid5000(
                0,
                Invented.catalogue(),
                new FakeClock(Bench.SATURDAY, false),
                "jdoe",
                Optional.of(SECRET));
    }

    @Test
    void thePasswordIsNowhereToBeFound() throws Exception {
        try (var fake = fake()) {
            Set<String> arguments = ConcurrentHashMap.newKeySet();
            var started = new CompletableFuture<Process>();
            fake.mischief()
                    .watch((request, done) -> arguments.addAll(commandLines(started.join())));
            var log = elsewhere.resolve("kit.log");
            var kit =
                    KilledKit.start(
                            fake.address(),
                            folder,
                            log,
                            Map.of("G5K_USER", "jdoe", "G5K_PASSWORD", SECRET));
            started.complete(kit);
            assertThat(kit.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(log)).contains("READY");
            assertThat(kit.exitValue()).isZero();

            var coded =
                    Base64.getEncoder()
                            .encodeToString(("jdoe:" + SECRET).getBytes(StandardCharsets.UTF_8));
            assertThat(arguments).anyMatch(line -> line.contains("KilledKit"));
            assertThat(arguments).noneMatch(line -> line.contains(SECRET) || line.contains(coded));
            assertThat(Files.readString(log)).doesNotContain(SECRET, coded);
            try (var files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(Files.readString(file)).doesNotContain(SECRET, coded));
            }
        }
    }

    private static List<String> commandLines(Process kit) {
        return Stream.concat(Stream.of(kit.toHandle()), kit.descendants())
                .map(process -> commandLine(process.pid()))
                .toList();
    }

    private static String commandLine(long process) {
        try {
            return Files.readString(Path.of("/proc", "" + process, "cmdline"));
        } catch (IOException e) {
            // It has ended meanwhile.
            return "";
        }
    }

    @Test
    void aWrongPasswordIsToldWithWhereItCameFromAndNotWithItself() {
        try (var fake = fake();
                var testbed =
                        new Grid5000(
                                new Access(
                                        fake.address(), "jdoe", Optional.of("wrong-one"), "a file"),
                                fake.clock(),
                                Duration.ofSeconds(9))) {
            assertThatThrownBy(testbed::sites)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("jdoe at http://127.0.0.1")
                    .hasMessageContaining("(a file)")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong-one"));
        }
    }

    @Test
    void aFakeIsNeverCalledGrid5000() {
        try (var fake =
                        new FakeGrid5000(
                                0,
                                Invented.catalogue(),
                                new FakeClock(Bench.SATURDAY, false),
                                "jdoe",
                                Optional.empty());
                var testbed =
                        Grid5000.open(
                                new Access(fake.address(), "jdoe", Optional.empty(), "test"),
                                fake.clock())) {
            assertThat(testbed.target()).isEqualTo("fake-g5k");
            testbed.sites();
            assertThat(testbed.target()).isEqualTo("fake-g5k");
        }
        assertThat(Access.isTestbed(URI.create("https://api.grid5000.fr.example/stable")))
                .isFalse();
        assertThat(Access.isTestbed(Access.TESTBED)).isTrue();
    }
}
