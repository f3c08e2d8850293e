package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.platform.Pod.Phase;
import faultline.stack.Component;
import faultline.stack.PodSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Pods that are small shell scripts: restarts, limits, and what is left when the kit is gone. */
@Timeout(60)
class SupervisionTest {

    private static final PodSpec SPEC = new PodSpec("shell-0", Component.FEEDER, 0, Map.of());

    @TempDir Path folder;

    private Janitor janitor;
    private PodProcess pod;

    @BeforeEach
    void watch() {
        janitor = Janitor.watch(folder);
    }

    @AfterEach
    void close() {
        if (pod != null) pod.abandon();
        janitor.close();
    }

    @Test
    void aPodThatDiesIsStartedAtOnceAsAnotherInstance() throws Exception {
        start(true, "sleep 1000");
        await(() -> pod.pod().phase() == Phase.RUNNING);
        var first = pod.pod().instance();
        pod.kill(Duration.ZERO, true);
        await(() -> pod.pod().phase() == Phase.RUNNING && !pod.pod().instance().equals(first));
        assertThat(pod.pod().restarts()).isEqualTo(1);
        assertThat(pod.pod().reason()).isEqualTo("signal 9");
    }

    @Test
    void aContainerThatKeepsCrashingIsHeldBackLikeOnAKubelet() {
        assertThat(List.of(0, 1, 2, 3, 4, 7, 50))
                .extracting(crashes -> PodProcess.backOff(crashes).toSeconds())
                .containsExactly(0L, 0L, 10L, 20L, 40L, 300L, 300L);
    }

    @Test
    void aPodThatIsDoneIsNotStartedAgain() throws Exception {
        start(false, "echo done");
        await(() -> pod.pod().phase() == Phase.SUCCEEDED);
        assertThat(Files.readString(log())).isEqualTo("done\n");
        assertThat(pod.pod().restarts()).isZero();
    }

    @Test
    void gracePeriodLetsAProcessEndItself() throws Exception {
        start(true, "trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done");
        await(() -> pod.pod().phase() == Phase.RUNNING);
        Thread.sleep(300);
        pod.kill(Duration.ofSeconds(20), true);
        assertThat(Files.readString(log())).contains("bye");
    }

    @Test
    void whatAPodStartedGoesWithIt() throws Exception {
        start(true, "sleep 4321 & echo $!; wait");
        await(() -> pod.pid() > 0 && lines() == 1);
        var child = Long.parseLong(Files.readString(log()).strip());
        assertThat(ProcessHandle.of(child)).isPresent();
        pod.hold();
        await(() -> gone(child));
    }

    @Test
    void moreMemoryThanItsLimitIsRefused() throws Exception {
        // The shell asks for 400 MB where 64 MB are allowed.
        start(false, "x=$(head -c 400000000 /dev/zero | tr '\\0' x) && echo got it");
        await(() -> pod.pod().phase() == Phase.FAILED || pod.pod().restarts() > 0);
        assertThat(Files.readString(log())).doesNotContain("got it");
    }

    @Test
    void theJanitorKillsEvenWhatLeftItsGroup() throws Exception {
        start(true, "setsid sleep 4322 & echo $!; wait");
        await(() -> lines() >= 1);
        var stray = Long.parseLong(Files.readAllLines(log()).getFirst());
        pod.abandon();
        janitor.close();
        assertThat(gone(stray)).isTrue();
        assertThat(janitor.folder(folder)).doesNotExist();
        janitor = Janitor.watch(folder);
    }

    @Test
    void aKitThatIsKilledLeavesNoProcessAndNoFolder() throws Exception {
        var kit = kit();
        var stack = waitForStack();
        var pods = marked(stack);
        assertThat(pods).isNotEmpty();
        kit.destroyForcibly().waitFor();
        await(() -> pods.stream().allMatch(SupervisionTest::gone));
        await(() -> !Files.exists(stack));
    }

    @Test
    void theNextStartCleansUpWhereTheJanitorWasKilledToo() throws Exception {
        var kit = kit();
        var stack = waitForStack();
        var pods = marked(stack);
        ProcessHandle.of(kit.pid()).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> commandLine(child.pid()).contains("faultline-janitor"))
                .forEach(ProcessHandle::destroyForcibly);
        kit.destroyForcibly().waitFor();
        assertThat(pods).isNotEmpty().noneMatch(SupervisionTest::gone);
        assertThat(Janitor.cleanUp(folder)).anyMatch(line -> line.contains("removed " + stack));
        await(() -> pods.stream().allMatch(SupervisionTest::gone));
        assertThat(stack).doesNotExist();
        // The stack of a kit that lives is left alone.
        assertThat(janitor.folder(folder)).exists();
    }

    /** A kit of its own, that starts a pod and waits to be killed. */
    public static void main(String... arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var janitor = Janitor.watch(folder);
        new PodProcess(
                SPEC,
                "127.0.0.1",
                List.of(),
                janitor.folder(folder).resolve("pod.log"),
                64 << 20,
                true,
                janitor.environment(),
                () -> List.of("sh", "-c", "sleep 4323 & wait"),
                () -> true);
        TimeUnit.MINUTES.sleep(5);
    }

    private Process kit() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SupervisionTest.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
    }

    /** The folder of the stack that is not this test's own. */
    private Path waitForStack() throws Exception {
        await(() -> stacks().size() == 2);
        var stack =
                stacks().stream()
                        .filter(f -> !f.equals(janitor.folder(folder)))
                        .findFirst()
                        .orElseThrow();
        await(() -> marked(stack).size() >= 2);
        return stack;
    }

    private List<Path> stacks() {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().contains("-")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Long> marked(Path stack) {
        var mark = "FAULTLINE_STACK=" + stack.getFileName();
        try (var processes = ProcessHandle.allProcesses()) {
            return processes.map(ProcessHandle::pid).filter(pid -> has(pid, mark)).toList();
        }
    }

    private static boolean has(long pid, String variable) {
        try {
            var environment = Files.readString(Path.of("/proc/" + pid + "/environ"));
            return List.of(environment.split("\0")).contains(variable);
        } catch (IOException e) {
            return false;
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Dead, or a zombie that somebody has not waited for yet. */
    private static boolean gone(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return true;
        }
    }

    private Path log() {
        return folder.resolve("pod.log");
    }

    private int lines() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void start(boolean again, String script) {
        pod =
                new PodProcess(
                        SPEC,
                        "127.0.0.1",
                        List.of(),
                        log(),
                        64 << 20,
                        again,
                        janitor.environment(),
                        () -> List.of("sh", "-c", script),
                        () -> true);
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 20 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
