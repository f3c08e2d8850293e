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
        // asked are 1.6 cores
        "0.20, 1.80, CONFIRMED",
        "0.20, 1.01, CONFIRMED",
        "0.20, 0.90, INCONCLUSIVE",
        "0.20, 0.40, INCONCLUSIVE",
        "0.20, 0.30, MISMATCH",
        "0.20, 0.05, MISMATCH"
    })
    void halfOfTheProcessorTimeIsProofAndATenthIsNothing(
            double before, double during, Proof proof) {
        var run = stressed(CPU);
        probe(run, "before", before, 1e8);
        probe(run, "during", during, 1e8);
        assertThat(effect(run).proof()).isEqualTo(proof);
    }

    @Test
    void theReasonGivesTheFigures() {
        var run = stressed(CPU);
        probe(run, "before", 0.2, 1e8);
        probe(run, "during", 1.75, 1e8);
        assertThat(effect(run).reason())
                .isEqualTo(
                        "mariadb-0 used 0.20 cores before the fault and 1.75 during it; 1.60 were"
                                + " to be added.");
    }

    @Test
    void moreThanTheMachineHasIsNotExpected() {
        // 8 workers on 2 cores can add 2 cores, not 8.
        var run = stressed("cpu: {workers: 8}", Map.of("cores", 2));
        probe(run, "before", 0.2, 1e8);
        probe(run, "during", 1.3, 1e8);
        assertThat(effect(run).proof()).isEqualTo(Proof.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
        "300e6, 560e6, CONFIRMED",
        "300e6, 430e6, CONFIRMED",
        "300e6, 400e6, INCONCLUSIVE",
        "300e6, 320e6, MISMATCH",
        "300e6, 250e6, MISMATCH"
    })
    void halfOfTheMemoryIsProofAndATenthIsNothing(double before, double during, Proof proof) {
        var run = stressed(MEMORY);
        probe(run, "before", 0.2, before);
        probe(run, "during", 0.2, during);
        assertThat(effect(run).proof()).isEqualTo(proof);
    }

    @Test
    void ofTwoStressorsTheOneThatDidNothingCounts() {
        var run = stressed(CPU + ", " + MEMORY);
        probe(run, "before", 0.2, 300e6);
        probe(run, "during", 1.8, 300e6);
        assertThat(effect(run).proof()).isEqualTo(Proof.MISMATCH);
        assertThat(effect(run).reason()).contains("1.80 during it").contains("256 MB");
    }

    @Test
    void withoutAProbeNothingIsKnown() {
        var run = stressed(CPU);
        probe(run, "before", 0.2, 1e8);
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void anotherPodsProcessorTimeProvesNothing() {
        var run = stressed(CPU);
        for (var when : List.of("before", "during"))
            run.event(
                    15,
                    "probe",
                    "fault",
                    "stress",
                    "when",
                    when,
                    "cpu_cores",
                    Map.of("mariadb-1", when.equals("during") ? 1.9 : 0.1));
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void aShareOfALimitThatTheJournalDoesNotTellIsNotGuessed() {
        var run = stressed("memory: {workers: 1, size: 25%}");
        probe(run, "before", 0.2, 300e6);
        probe(run, "during", 0.2, 900e6);
        assertThat(effect(run).proof()).isEqualTo(Proof.INCONCLUSIVE);
    }

    @Test
    void aWorkerThatIsToldToIdleProvesNothing() {
        var run = stressed("cpu: {workers: 1, load: 0}");
        probe(run, "before", 0.2, 1e8);
        probe(run, "during", 0.2, 1e8);
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

    private static void probe(WrittenRun run, String when, double cores, double bytes) {
        run.event(
                15,
                "probe",
                "fault",
                "stress",
                "when",
                when,
                "cpu_cores",
                Map.of("mariadb-0", cores),
                "memory_bytes",
                Map.of("mariadb-0", (long) bytes));
    }

    /** As the whole check judges it, so that the kind of the manifest decides. */
    private static Effect effect(WrittenRun run) {
        var effects = Checker.judge(run.read()).effects();
        assertThat(effects).hasSize(1);
        return effects.getFirst();
    }
}
