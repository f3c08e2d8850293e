package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import faultline.chaos.Fault;
import faultline.chaos.NotSupported;
import faultline.chaos.Shipped;
import faultline.chaos.StressChaos;
import faultline.plan.Yaml;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Stressors beside a pod that is a sleeping shell: what they use, and that they go. */
@Timeout(60)
class StressTest {

    private static final PodSpec SPEC = new PodSpec("kafka-0", Component.KAFKA, 0, Map.of());
    private static final String CPU = "{cpu: {workers: 1, load: 50}}";
    private static final String MEMORY = "{memory: {workers: 1, size: 64MB}}";

    @TempDir Path folder;

    private Janitor janitor;
    private PodProcess pod;
    private Faults faults;

    @BeforeEach
    void start() throws InterruptedException {
        janitor = Janitor.watch(folder);
        pod = sleepingPod(folder.resolve("pod.log"), janitor.environment());
        faults = new Faults(name -> pod, Loopback.take(), List.of(SPEC));
        await(() -> pod.pod().phase() == Phase.RUNNING);
    }

    @AfterEach
    void close() {
        pod.abandon();
        janitor.close();
    }

    @Test
    void aWorkerUsesItsShareOfACoreUntilTheFaultIsTakenBack() throws Exception {
        faults.apply(fault(CPU, Optional.empty()));
        assertThat(faults.status("stress").isInjected()).isTrue();
        // Half a core at most; a machine that is full gives less, so that only time is waited for.
        var before = pod.usage().orElseThrow().cpuSeconds();
        var began = System.nanoTime();
        await(() -> pod.usage().orElseThrow().cpuSeconds() > before + 0.4);
        assertThat((pod.usage().orElseThrow().cpuSeconds() - before) * 1e9)
                .isLessThan(0.65 * (System.nanoTime() - began));
        var used = pod.usage().orElseThrow().cpuSeconds();

        faults.recover("stress");

        assertThat(stressors()).isEmpty();
        assertThat(faults.status("stress").isRecovered()).isTrue();
        assertThat(coresUsedIn(Duration.ofMillis(300))).isLessThan(0.05);
        // What the pod has used does not become less.
        assertThat(pod.usage().orElseThrow().cpuSeconds()).isGreaterThanOrEqualTo(used);
    }

    @Test
    void memoryIsHeldUntilTheFaultIsTakenBack() {
        var before = pod.usage().orElseThrow().memoryBytes();
        faults.apply(fault(MEMORY, Optional.empty()));
        var held = pod.usage().orElseThrow().memoryBytes() - before;
        assertThat(held).isBetween(64_000_000L, 200_000_000L);

        faults.recover("stress");

        assertThat(stressors()).isEmpty();
        assertThat(pod.usage().orElseThrow().memoryBytes()).isLessThan(before + 10_000_000);
    }

    @Test
    void stressEndsWhenItsTimeIsUp() throws Exception {
        faults.apply(fault(CPU, Optional.of(Duration.ofMillis(500))));
        await(() -> faults.status("stress").isRecovered());
        assertThat(stressors()).isEmpty();
    }

    @Test
    void aKilledPodTakesItsStressorsAlongAndIsNotStressedAgain() throws Exception {
        faults.apply(
                fault("{cpu: {workers: 1}, memory: {workers: 1, size: 1MB}}", Optional.empty()));
        assertThat(stressors()).hasSize(2);
        var first = pod.pod().instance();

        pod.kill(Duration.ZERO, true);

        await(() -> pod.pod().phase() == Phase.RUNNING && !pod.pod().instance().equals(first));
        assertThat(stressors()).isEmpty();
        faults.recover("stress");
        assertThat(faults.status("stress").isRecovered()).isTrue();
    }

    @Test
    void twoFaultsOnOnePodAreTakenBackOneByOne() {
        faults.apply(fault(MEMORY, Optional.empty()));
        faults.apply(fault("other", CPU, "", Optional.empty()));
        assertThat(stressors()).hasSize(2);
        faults.recover("stress");
        assertThat(stressors()).hasSize(1);
        faults.recover("other");
        assertThat(stressors()).isEmpty();
    }

    @Test
    void aKitThatIsKilledLeavesNoStressor() throws Exception {
        var kit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StressTest.class.getName(),
                                folder.resolve("kit").toString())
                        .inheritIO()
                        .start();
        await(() -> stressors().size() == 1 || !kit.isAlive());
        assertThat(kit.isAlive()).isTrue();
        var groups =
                children(folder.resolve("kit")).stream()
                        .flatMap(mark -> Cgroups.folders(mark).stream())
                        .toList();
        kit.destroyForcibly().waitFor();
        await(() -> stressors().isEmpty() && groups.stream().noneMatch(Files::exists));
    }

    /** A kit of its own, that stresses a pod and waits to be killed. */
    public static void main(String... arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var janitor = Janitor.watch(folder);
        var pod = sleepingPod(folder.resolve("pod.log"), grouped(janitor));
        await(() -> pod.pod().phase() == Phase.RUNNING);
        new Faults(name -> pod, Loopback.take(), List.of(SPEC)).apply(fault(CPU, Optional.empty()));
        TimeUnit.MINUTES.sleep(5);
    }

    private static Map<String, String> grouped(Janitor janitor) {
        var environment = new HashMap<>(janitor.environment());
        environment.putAll(janitor.cgroups().pod(SPEC.name(), 64 << 20));
        return environment;
    }

    @Test
    void inACgroupOfThePodTheStatusSaysSo() throws Exception {
        assumeTrue(janitor.cgroups().folder().isPresent(), janitor.cgroups().limits());
        pod.stop();
        pod = sleepingPod(folder.resolve("other.log"), grouped(janitor));
        await(() -> Cgroups.of(pod.pid()).filter(g -> g.endsWith("/kafka-0")).isPresent());
        faults.apply(fault(CPU, Optional.empty()));
        assertThat(Yaml.json(faults.status("stress").toMap()))
                .containsPattern("process \\d+ in the pod's cgroup /.*/kafka-0");
    }

    @Test
    void theStatusSaysWhereTheStressorsRun() {
        faults.apply(fault(MEMORY, Optional.empty()));
        assertThat(Yaml.json(faults.status("stress").toMap()))
                .contains("\"faultline/kafka-0/kafka\"")
                .containsPattern("process \\d+ beside the pod's, which has no cgroup of its own");
    }

    @Test
    void memoryThatTheMachineDoesNotHaveIsNotAskedFor() {
        faults.apply(fault("{memory: {workers: 1, size: 900TB}}", Optional.empty()));
        assertThat(faults.status("stress").isInjected()).isFalse();
        assertThat(faults.status("stress").toMap().toString())
                .contains("holding 900000000000000 bytes would end this machine");
        assertThat(stressors()).isEmpty();
    }

    @Test
    void aPodThatIsDownCannotBeStressed() throws Exception {
        pod.hold();
        await(() -> pod.pid() < 0);
        faults.apply(fault(CPU, Optional.empty()));
        assertThat(faults.status("stress").isInjected()).isFalse();
        assertThat(faults.status("stress").toMap().toString()).contains("kafka-0 does not run");
    }

    @Test
    void optionsForProgramsOfChaosMeshAreRefused() {
        for (var stressors :
                List.of(
                        "{cpu: {workers: 1, options: [--cpu-ops, '3']}}",
                        "{memory: {workers: 1, size: 1MB, options: [-x]}}"))
            assertThatThrownBy(() -> faults.apply(fault(stressors, Optional.empty())))
                    .isInstanceOf(NotSupported.class)
                    .hasMessageContaining(".options is for programs of Chaos Mesh; leave it out");
        assertThatThrownBy(() ->
                        faults.apply(
                                fault(
                                        "stress",
                                        CPU,
                                        "stressngStressors: --vm 1, ",
                                        Optional.empty())))
                .isInstanceOf(NotSupported.class)
                .hasMessageContaining("spec.stressngStressors");
    }

    @Test
    void aSizeIsBytesOrAShareOfWhatThePodMayHave() {
        assertThat(bytes(OptionalLong.of(5), OptionalInt.empty())).isEqualTo(5);
        assertThat(bytes(OptionalLong.empty(), OptionalInt.of(25))).isEqualTo(250);
        assertThat(bytes(OptionalLong.empty(), OptionalInt.empty())).isEqualTo(1000);
    }

    @Test
    void theShippedPlansAskForWhatRunsHere() {
        assertThat(((StressChaos) Shipped.find("mariadb-cpu-stress").injection()).cpu())
                .contains(new StressChaos.Cpu(2, 80, List.of()));
        var memory = (StressChaos) Shipped.find("kafka-memory-stress").injection();
        assertThat(StressOnProcess.bytes(memory.memory().orElseThrow(), 0)).isEqualTo(256_000_000);
    }

    private static long bytes(OptionalLong bytes, OptionalInt percent) {
        return StressOnProcess.bytes(new StressChaos.Memory(1, bytes, percent, 0, List.of()), 1000);
    }

    static PodProcess sleepingPod(Path log, Map<String, String> environment) {
        return new PodProcess(
                SPEC,
                "127.0.0.1",
                List.of(),
                log,
                64 << 20,
                true,
                environment,
                () -> List.of("sleep", "1000"),
                () -> true);
    }

    private static Fault fault(String stressors, Optional<Duration> duration) {
        return fault("stress", stressors, "", duration);
    }

    private static Fault fault(
            String name, String stressors, String more, Optional<Duration> duration) {
        var manifest =
                Yaml.parse(
                        name,
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: StressChaos
                        metadata: {name: %s}
                        spec:
                          {mode: all, duration: 60s, %sselector: {pods: {faultline: [kafka-0]}},
                           stressors: %s}
                        """
                                .formatted(name, more, stressors));
        var untyped =
                new Fault(name, "StressChaos", "", List.of("kafka-0"), duration, false, manifest);
        return new Fault(
                name,
                "StressChaos",
                untyped.injection().actionName(),
                untyped.targets(),
                duration,
                false,
                manifest);
    }

    private double coresUsedIn(Duration time) throws InterruptedException {
        var before = pod.usage().orElseThrow().cpuSeconds();
        var began = System.nanoTime();
        Thread.sleep(time);
        return (pod.usage().orElseThrow().cpuSeconds() - before)
                / ((System.nanoTime() - began) / 1e9);
    }

    /** Process numbers of all stressors of stacks below this test's folder. */
    private List<Long> stressors() {
        try (var processes = ProcessHandle.allProcesses()) {
            return processes
                    .map(ProcessHandle::pid)
                    .filter(pid -> text(pid, "cmdline").contains(Stressor.class.getName()))
                    .filter(this::isMine)
                    .toList();
        }
    }

    private boolean isMine(long pid) {
        var environment = text(pid, "environ");
        return List.of(folder, folder.resolve("kit")).stream()
                .flatMap(parent -> children(parent).stream())
                .anyMatch(mark -> environment.contains(Janitor.VARIABLE + "=" + mark));
    }

    private static List<String> children(Path parent) {
        if (!Files.isDirectory(parent)) return List.of();
        try (var files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            return ""; // gone
        }
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after 20 s").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
