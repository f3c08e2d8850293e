package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Fault;
import faultline.chaos.Shipped;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.platform.Pod.Phase;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The lever: what it refuses while it is pulled, and what it tells. */
@Timeout(60)
class LeverTest {

    private static final PodSpec SPEC =
            new PodSpec("kafka-0", Component.KAFKA, 0, Map.of("app", "kafka"));

    private static final Fault KILL = Shipped.find("kafka-kill").resolve(List.of(SPEC), 1);

    @TempDir Path folder;

    private Path file;
    private Lever lever;

    @BeforeEach
    void lever() {
        file = folder.resolve("cache/lever.json");
        lever = new Lever(file);
    }

    @Test
    void aPulledLeverRefusesInjectionsUntilItIsReleased() throws Exception {
        try (var janitor = Janitor.watch(folder.resolve("stacks"))) {
            var pod =
                    new PodProcess(
                            SPEC,
                            "127.0.0.1",
                            List.of(),
                            folder.resolve("pod.log"),
                            64 << 20,
                            true,
                            janitor.environment(),
                            () -> List.of("sleep", "1000"),
                            () -> true);
            while (pod.pod().phase() != Phase.RUNNING) Thread.sleep(10);
            var first = pod.pod().instance();
            // A kill touches no link, so there is no network to ask.
            var faults = new Faults(name -> pod, null, List.of(SPEC), lever);

            lever.halt("the disk smells");
            assertThatThrownBy(() -> faults.apply(KILL))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContainingAll(
                            "the disk smells",
                            System.getProperty("user.name"),
                            "./jbang chaos release --reason");
            assertThat(pod.pod().instance()).isEqualTo(first);

            assertThat(lever.release("it was the coffee").orElseThrow().reason())
                    .isEqualTo("the disk smells");
            faults.apply(KILL);
            while (pod.pod().instance().equals(first)) Thread.sleep(10);
            pod.abandon();
        }
    }

    @Test
    void itTellsWhoAndWhyToItsOwnerOnly() throws IOException {
        assertThat(lever.halted()).isEmpty();
        lever.halt("first");
        lever.halt("second");
        assertThat(lever.halted().orElseThrow().reason()).isEqualTo("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(f -> f.equals(file));
        assertThat(lever.release("done")).isPresent();
        assertThat(lever.release("done again")).isEmpty();
        assertThat(file).content().contains("released", "done again");
    }

    @Test
    void aLeverThatCannotBeReadCountsAsPulled() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"lever\":\"rel");
        assertThatThrownBy(lever::requireReleased)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(file.toString());
        lever.release("a disk was full");
        lever.requireReleased();
    }

    @Test
    void aReasonIsAskedFor() {
        assertThatThrownBy(() -> lever.halt(" "))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--reason");
        assertThat(file).doesNotExist();
    }

    @Test
    void aLoopSeesItWithinASecond() throws Exception {
        lever.look();
        lever.halt("now");
        lever.look(); // it looked just now
        var began = System.nanoTime();
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                lever.look();
                                Thread.sleep(10);
                            }
                        })
                .isInstanceOf(Unavailable.class);
        assertThat((System.nanoTime() - began) / 1e9).isLessThan(3);
    }
}
