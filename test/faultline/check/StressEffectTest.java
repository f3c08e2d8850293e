package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.check.Effect.Proof;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class StressEffectTest {

    private static final String CPU = "cpu: {workers: 2, load: 80}";
    private static final String MEMORY = "memory: {workers: 1, size: 256MB}";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        // asked are 1.6 cores; where the machine idles on more than 0.2 of 2 it is not full
        "1.60, 0.5, CONFIRMED",
        "0.81, 0.5, CONFIRMED",
        "0.70, 0.5, INCONCLUSIVE",
        "0.10, 0.5, MISMATCH",
        "0.00, 0.5, MISMATCH",
        // where it is full, the stressors share it with all others
        "0.70, 0.02, CONFIRMED",
        "0.20, 0.02, CONFIRMED",
        "0.11, 0.00, CONFIRMED",
        "0.05, 0.02, INCONCLUSIVE",
        "0.01, 0.02, MISMATCH",
        "0.00, 0.02, MISMATCH"
    })
    void whatIsUsedBesideAPodIsProofAndOnAFullMachineLessIs(double used, double idle, Proof proof) {
        var run = stressed(CPU, Map.of("cores", 2));
        probe(run, "before", 0, 0, 0.1, 0);
        probe(run, "during", 1, used, idle, 45e6);
        assertThat(effect(run).proof()).isEqualTo(proof);
    }

    @Test
    void whereTheCoresAreNotKnownNoMachineIsTakenForFull() {
        var run = stressed(CPU);
        probe(run, "before", 0, 0, 0, 0);
        probe(run, "during", 1, 0.5, 0, 45e6);
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void theReasonGivesTheFigures() {
        var run = stressed(CPU, Map.of("cores", 2));
        probe(run, "before", 0, 0, 0.1, 0);
        probe(run, "during", 1, 0.6, 0.01, 45e6);
        assertThat(effect(run).reason())
                .isEqualTo(
                        "Beside mariadb-0 0.00 cores were used before the fault and 0.60 during it;"
                                + " 1.60 were to be added, and the machine idled on 0.10 before and"
                                + " 0.01 during it. It was full, so that all had to share.");
    }

    @Test
    void moreThanTheMachineHasIsNotExpected() {
        // 8 workers on 2 cores can add 2 cores, not 8.
        var run = stressed("cpu: {workers: 8}", Map.of("cores", 2));
        probe(run, "before", 0, 0, 1.5, 0);
        probe(run, "during", 1, 1.1, 0.5, 45e6);
        assertThat(effect(run).proof()).isEqualTo(Proof.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
        // 256 MB are asked for, or a quarter of 1024 MB; 45 MB a virtual machine has anyway
        "256MB, 301e6, CONFIRMED",
        "256MB, 232e6, CONFIRMED",
        "256MB, 170e6, INCONCLUSIVE",
        "256MB, 45e6, MISMATCH",
        "256MB, 0, MISMATCH",
        "25%, 301e6, CONFIRMED",
        "25%, 45e6, MISMATCH",
        // of little, what a virtual machine has anyway must not be taken for it
        "40MB, 85e6, CONFIRMED",
        "40MB, 45e6, MISMATCH"
    })
    void whatIsResidentBesideAPodIsProof(String size, double during, Proof proof) {
        var run = stressed("memory: {workers: 1, size: %s}".formatted(size));
        probe(run, "before", 0, 0, 1, 0);
        probe(run, "during", 1, 0, 1, during);
        assertThat(effect(run).proof()).isEqualTo(proof);
    }

    @Test
    void ofTwoStressorsTheOneThatDidNothingCounts() {
        var run = stressed(CPU + ", " + MEMORY);
        probe(run, "before", 0, 0, 1, 0);
        probe(run, "during", 2, 1.6, 1, 90e6);
        assertThat(effect(run).proof()).isEqualTo(Proof.MISMATCH);
        assertThat(effect(run).reason()).contains("1.60 during it").contains("256 MB");
    }

    @Test
    void withoutAProbeNothingIsKnown() {
        var run = stressed(CPU);
        probe(run, "before", 0, 0, 1, 0);
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void whatRunsBesideAnotherPodProvesNothing() {
        var run = stressed(CPU);
        for (var when : List.of("before", "during"))
            run.event(
                    15,
                    "probe",
                    "fault",
                    "stress",
                    "when",
                    when,
                    "beside",
                    Map.of("mariadb-1", Map.of("cpu_cores", when.equals("during") ? 1.9 : 0)));
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void aWorkerThatIsToldToIdleProvesNothing() {
        var run = stressed("cpu: {workers: 1, load: 0}");
        probe(run, "before", 0, 0, 1, 0);
        probe(run, "during", 1, 0.01, 1, 45e6);
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    private WrittenRun stressed(String stressors) {
        return stressed(stressors, Map.of());
    }

    private WrittenRun stressed(String stressors, Map<String, Object> environment) {
        var manifest =
                Yaml.parse(
                        "stress",
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: StressChaos
                        metadata: {name: stress, namespace: faultline}
                        spec:
                          {mode: all, duration: 10s, selector: {pods: {faultline: [mariadb-0]}},
                           stressors: {%s}}
                        """
                                .formatted(stressors));
        var run =
                new WrittenRun(
                        folder,
                        Map.of(
                                "name",
                                "stress",
                                "at",
                                "15s",
                                "targets",
                                List.of("mariadb-0"),
                                "manifest",
                                manifest),
                        environment);
        run.whole();
        run.event(
                15,
                "fault",
                "fault",
                "stress",
                "status",
                "injected",
                "targets",
                List.of("mariadb-0"));
        return run;
    }

    private static void probe(
            WrittenRun run, String when, int processes, double cores, double idle, double bytes) {
        run.event(
                15,
                "probe",
                "fault",
                "stress",
                "when",
                when,
                "beside",
                Map.of(
                        "mariadb-0",
                        Map.of(
                                "processes", processes,
                                "cpu_cores", cores,
                                "machine_idle_cores", idle,
                                "memory_bytes", (long) bytes,
                                "memory_limit_bytes", 1_024_000_000L)));
    }

    /** As the whole check judges it, so that the kind of the manifest decides. */
    private static Effect effect(WrittenRun run) {
        var effects = Checker.judge(run.read()).effects();
        assertThat(effects).hasSize(1);
        return effects.getFirst();
    }
}
