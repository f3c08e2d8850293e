package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.plan.Unavailable;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Kits in JVMs of their own, with pods that are shells: found, ended, killed, cleaned up after. */
@Timeout(120)
class KitsTest {

    private static final int ROUNDS = 10;

    @TempDir Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("stacks"));
    }

    @Test
    void aHaltEndsAKitThatDoesNotLookAtTheLever() throws Exception {
        var kit = kit();
        try {
            await(() -> processes(kit).size() > 1);
            var living = Kits.living(folder);
            assertThat(living).contains(kit.pid()).doesNotContain(ProcessHandle.current().pid());
            // Only ours: others may be measuring on this machine.
            assertThat(Kits.end(Set.of(kit.pid()), Duration.ofMillis(200)))
                    .containsExactly("kit %d was asked to end, and did".formatted(kit.pid()));
            assertThat(kit.isAlive()).isFalse();
            await(() -> processes(kit).isEmpty());
            await(() -> stacks().isEmpty());
            assertThat(Kits.living(folder)).doesNotContain(kit.pid());
        } finally {
            kit.destroyForcibly();
        }
    }

    @Test
    void aKitThatWaitsForTheLeverEndsByItself() throws Exception {
        var file = temporary.resolve("lever.json");
        var kit = kit(file.toString());
        try {
            await(() -> processes(kit).size() > 1);
            new Lever(file).halt("enough");
            assertThat(Kits.end(Set.of(kit.pid()), Duration.ofSeconds(5)))
                    .containsExactly("kit %d has seen the lever and ended".formatted(kit.pid()));
            assertThat(kit.exitValue()).isEqualTo(3);
        } finally {
            kit.destroyForcibly();
        }
    }

    @Test
    void theKitThatMakesARunIsFoundByItsOpenJournal() throws Exception {
        var timeline = temporary.resolve("timeline.jsonl");
        var kit = kit("", timeline.toString());
        try {
            await(() -> processes(kit).size() > 1);
            await(() -> Kits.holding(timeline, Set.of(kit.pid())).contains(kit.pid()));
            assertThat(Kits.holding(folder.resolve("other"), Set.of(kit.pid()))).isEmpty();
        } finally {
            kit.destroyForcibly().waitFor();
        }
        assertThat(Kits.holding(timeline, Set.of(kit.pid()))).isEmpty();
    }

    @Test
    void nothingIsLeftOfAKitThatIsKilledAtAnyInstant() throws Exception {
        var random = new Random(21);
        for (int round = 0; round < ROUNDS; round++) {
            var kit = kit();
            if (round % 2 == 0) await(() -> !stacks().isEmpty());
            Thread.sleep(random.nextInt(400));
            // Every third time its janitor dies with it, and only recover is left.
            if (round % 3 == 0) janitors().forEach(KitsTest::kill);
            kit.destroyForcibly().waitFor();
            Janitor.cleanUp(folder);
            assertThat(stacks()).as("folders after round %d", round).isEmpty();
            await(() -> processes(kit).isEmpty() && janitors().isEmpty());
            assertThat(Janitor.cleanUp(folder))
                    .noneMatch(line -> line.contains(folder + "/"))
                    .noneMatch(line -> line.contains("stack " + kit.pid() + "-"));
        }
    }

    /**
     * A kit of its own, whose pods come and go.
     *
     * @param arguments folder of stacks; a lever to look at; a file to hold open
     */
    public static void main(String... arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var lever = arguments.length > 1 ? arguments[1] : "";
        var janitor = Janitor.watch(folder);
        if (!lever.isEmpty()) lookAt(new Lever(Path.of(lever)));
        try (var _ = arguments.length > 2 ? Files.newOutputStream(Path.of(arguments[2])) : null) {
            var pods = List.of(pod("a-0", janitor, folder), pod("b-0", janitor, folder));
            var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (System.nanoTime() < end)
                for (var pod : pods) {
                    pod.kill(Duration.ZERO, true);
                    Thread.sleep(40);
                }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void lookAt(Lever lever) {
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    lever.look();
                    Thread.sleep(100);
                }
            } catch (Unavailable e) {
                Runtime.getRuntime().halt(3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static PodProcess pod(String name, Janitor janitor, Path folder) {
        return new PodProcess(
                new PodSpec(name, Component.FEEDER, 0, Map.of()),
                "127.0.0.1",
                List.of(),
                janitor.folder(folder).resolve(name + ".log"),
                64 << 20,
                true,
                janitor.environment(),
                // One child stays in the group of the pod, one leaves it.
                () -> List.of("sh", "-c", "sleep 4324 & setsid sleep 4325 & wait"),
                () -> true);
    }

    private Process kit(String... more) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KitsTest.class.getName(),
                                folder.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private List<Path> stacks() {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that carry the mark of a kit. */
    private static List<Long> processes(Process kit) {
        return found("environ", text -> text.contains("FAULTLINE_STACK=" + kit.pid() + "-"));
    }

    private List<Long> janitors() {
        return found(
                "cmdline",
                text -> text.contains("faultline-janitor") && text.contains(folder.toString()));
    }

    private static List<Long> found(String file, Predicate<String> which) {
        try (var processes = ProcessHandle.allProcesses()) {
            return processes
                    .map(ProcessHandle::pid)
                    .filter(pid -> which.test(read(Path.of("/proc/" + pid, file))))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // gone, or somebody else's
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 20 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
