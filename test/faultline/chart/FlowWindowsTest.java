package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import faultline.measure.Event;
import faultline.measure.Recording;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The windows of a run with a schedule or a workflow: one for each fault that it made. */
class FlowWindowsTest {

    @Test
    void everyChildHasAWindowOfItsOwn() {
        var plan =
                Map.<String, Object>of(
                        "fault",
                        Map.of(
                                "name",
                                "often",
                                "children",
                                List.of(
                                        child("slow", "delay"),
                                        child("kill", "pod-kill"),
                                        child("last", "pod-kill"))));
        var recording =
                new Recording(
                        Path.of("run"),
                        plan,
                        Map.of(),
                        List.of(
                                fault(5, "slow", "injected", "kafka-0"),
                                fault(7, "kill", "injected", "kafka-1"),
                                pod(7.1, "kafka-1", "died"),
                                fault(8, "slow", "recovered", "kafka-0"),
                                pod(9.5, "kafka-1", "ready"),
                                fault(12, "last", "injected", "kafka-1"),
                                pod(12.1, "kafka-1", "died")),
                        List.of(),
                        List.of());
        assertThat(FaultWindow.all(recording))
                .extracting(FaultWindow::fault, FaultWindow::from, FaultWindow::to)
                .containsExactly(
                        tuple("slow", 5.0, Optional.of(8.0)),
                        tuple("kill", 7.1, Optional.of(9.5)),
                        tuple("last", 12.1, Optional.empty()));
        assertThat(Timeline.of(recording, "x").subtitle())
                .contains("slow hit kafka-0 at 5.0 s", "kill hit kafka-1", "last hit kafka-1");
    }

    private static Map<String, Object> child(String name, String action) {
        return Map.of("name", name, "manifest", Map.of("spec", Map.of("action", action)));
    }

    private static Event fault(double second, String fault, String status, String target) {
        return event(
                second,
                "fault",
                Map.of("fault", fault, "status", status, "targets", List.of(target)));
    }

    private static Event pod(double second, String pod, String status) {
        return event(second, "pod", Map.of("pod", pod, "status", status));
    }

    private static Event event(double second, String kind, Map<String, Object> detail) {
        return new Event(
                Math.round(second * 1e9), Instant.EPOCH, second, kind, new HashMap<>(detail));
    }
}
