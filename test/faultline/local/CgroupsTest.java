package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Cgroups of pods, in a folder that looks like a cgroup file system, and in a real one. */
@Timeout(60)
class CgroupsTest {

    @TempDir Path folder;

    @Test
    void whereControllersAreHandedDownAPodsMemoryIsLimited() throws IOException {
        var base = fake();
        var cgroups = Cgroups.make(base, "1-2-x");
        assertThat(cgroups.describe()).isEqualTo("one for each pod, which limits memory and cpu");
        for (var group : List.of(folder, base, base.resolve("1-2-x")))
            assertThat(group.resolve("cgroup.subtree_control")).hasContent("+cpu");
        Files.createDirectories(base.resolve("1-2-x/kafka-0"));
        Files.createFile(base.resolve("1-2-x/kafka-0/memory.max"));
        assertThat(cgroups.pod("kafka-0", 1234))
                .isEqualTo(Map.of(Cgroups.VARIABLE, base.resolve("1-2-x/kafka-0").toString()));
        assertThat(base.resolve("1-2-x/kafka-0/memory.max")).hasContent("1234");
    }

    @Test
    void whereNoControllerIsHandedDownThatIsSaid() throws IOException {
        var cgroups = Cgroups.make(folder.resolve("faultline"), "1-2-x");
        assertThat(cgroups.describe())
                .isEqualTo(
                        "one for each pod, which does not limit memory or cpu: the kernel hands no"
                                + " such controller down here");
        assertThat(cgroups.pod("kafka-0", 1)).hasSize(1);
        assertThat(folder.resolve("faultline/1-2-x/kafka-0/memory.max")).doesNotExist();
    }

    @Test
    void whereNoneCanBeMadeAPodGetsNone() throws IOException {
        var file = Files.createFile(folder.resolve("faultline"));
        assertThatThrownBy(() -> Cgroups.make(file, "1-2-x")).isInstanceOf(IOException.class);
        var none = new Cgroups(Optional.empty(), "no cgroup v2 is mounted");
        assertThat(none.pod("kafka-0", 1)).isEmpty();
        assertThat(none.describe()).isEqualTo("none: no cgroup v2 is mounted");
    }

    @Test
    void groupsOfKitsThatAreGoneAreTakenAwayAndOthersStay() throws IOException {
        var base = folder.resolve("faultline");
        Files.createDirectories(base.resolve("gone/kafka-0"));
        Files.createDirectories(base.resolve("lives/kafka-0"));
        assertThat(Cgroups.cleanUp(base, "lives"::equals))
                .containsExactly("removed the cgroup " + base.resolve("gone"));
        assertThat(base.resolve("lives/kafka-0")).exists();
        assertThat(Cgroups.cleanUp(base, mark -> false)).hasSize(1);
        assertThat(base).doesNotExist();
        assertThat(Cgroups.cleanUp(base, mark -> false)).isEmpty();
    }

    @Test
    void aPodAndItsStressorAreInOneRealGroupThatTheJanitorTakesAway() throws Exception {
        Path group;
        Process stressor;
        Process unmarked;
        try (var janitor = Janitor.watch(folder)) {
            var cgroups = janitor.cgroups();
            assumeTrue(cgroups.folder().isPresent(), cgroups.limits());
            group = cgroups.folder().get();
            var environment = new HashMap<>(janitor.environment());
            environment.putAll(cgroups.pod("kafka-0", 64 << 20));
            var pod = StressTest.sleepingPod(folder.resolve("pod.log"), environment);
            await(() -> Cgroups.of(pod.pid()).filter(g -> g.endsWith("/kafka-0")).isPresent());
            stressor = pod.accompany("stress", List.of("sleep", "60"));
            // What has lost the mark is found by its group.
            unmarked = pod.accompany("stress", List.of("env", "-i", "sleep", "60"));
            for (var process : List.of(stressor, unmarked))
                await(() -> Cgroups.of(process.pid()).equals(Cgroups.of(pod.pid())));
            pod.abandon();
        }
        assertThat(group).doesNotExist();
        assertThat(unmarked.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stressor.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** As a cgroup file system of version 2 has them. */
    private Path fake() throws IOException {
        var base = folder.resolve("faultline");
        Files.createDirectories(base.resolve("1-2-x"));
        for (var group : List.of(folder, base, base.resolve("1-2-x")))
            Files.createFile(group.resolve("cgroup.subtree_control"));
        return base;
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 20 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
