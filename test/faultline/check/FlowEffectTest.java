package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import faultline.check.Effect.Proof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is proved of the faults of a schedule or a workflow. */
class FlowEffectTest {

    private static final Map<String, Object> FLOW =
            Map.of(
                    "name", "steps",
                    "at", "10s",
                    "targets", List.of("kafka-0", "kafka-1"),
                    "manifest", Map.of("kind", "Workflow"),
                    "children",
                            List.of(
                                    child("kill", "PodChaos", "pod-kill", "kafka-0"),
                                    child("cut", "NetworkChaos", "partition", "kafka-1"),
                                    child("never", "PodChaos", "pod-kill", "kafka-1")));

    @TempDir Path folder;

    private static Map<String, Object> child(
            String name, String kind, String action, String target) {
        return Map.of(
                "name", name,
                "targets", List.of(target),
                "manifest",
                        Map.of(
                                "apiVersion",
                                "chaos-mesh.org/v1alpha1",
                                "kind",
                                kind,
                                "metadata",
                                Map.of("name", name),
                                "spec",
                                Map.of(
                                        "action",
                                        action,
                                        "mode",
                                        "all",
                                        "duration",
                                        "5s",
                                        "selector",
                                        Map.of("pods", Map.of("faultline", List.of(target))))));
    }

    @Test
    void eachChildThatWasInjectedIsProvedByItself() {
        var run = new WrittenRun(folder.resolve("run"), FLOW);
        run.pod(1, "kafka-0", "ready", "kafka-0#1", "");
        killed(run);
        fault(run, 15, "cut", "injected");
        probe(run, 14, "before", 0.3);
        probe(run, 16, "during", null);
        fault(run, 20, "cut", "recovered");

        var verdict = Checker.check(close(run));
        assertThat(verdict.effects())
                .extracting(Effect::fault, Effect::proof)
                .containsExactly(tuple("kill", Proof.CONFIRMED), tuple("cut", Proof.CONFIRMED));
        assertThat(verdict.recoveries()).extracting(Recovery::fault).containsOnly("steps");
    }

    @Test
    void aLookThatCameTooLateProvesNothing() {
        var run = new WrittenRun(folder.resolve("run"), FLOW);
        fault(run, 15, "cut", "injected");
        probe(run, 14, "before", 0.3);
        fault(run, 15.5, "cut", "recovered");
        probe(run, 16, "during", 0.3);

        assertThat(Checker.check(close(run)).effects())
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.proof()).isEqualTo(Proof.INCONCLUSIVE);
                    assertThat(effect.reason()).contains("over before");
                });
    }

    @Test
    void aFlowThatInjectedNothingTestedNothing() {
        var run = new WrittenRun(folder.resolve("run"), FLOW);
        var verdict = Checker.check(close(run));
        assertThat(verdict.effects()).isEmpty();
        assertThat(verdict.reasons()).anyMatch(r -> r.contains("Nothing was seen of what steps"));
    }

    private static Path close(WrittenRun run) {
        run.whole();
        run.read();
        return run.folder;
    }

    private static void killed(WrittenRun run) {
        fault(run, 10, "kill", "injected");
        run.pod(10.1, "kafka-0", "died", "kafka-0#1", "killed");
        run.pod(11, "kafka-0", "ready", "kafka-0#2", "");
    }

    private static void fault(WrittenRun run, double second, String fault, String status) {
        var target = fault.equals("kill") ? "kafka-0" : "kafka-1";
        run.event(
                second,
                "fault",
                "fault",
                fault,
                "status",
                status,
                "targets",
                List.of(target),
                "flow",
                "steps");
    }

    private static void probe(WrittenRun run, double second, String when, Double millis) {
        var times = new HashMap<String, Object>();
        times.put("kafka-1 -> kafka-0", millis);
        run.event(second, "probe", "fault", "cut", "when", when, "round_trip_ms", times);
    }
}
