package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Journal;
import faultline.measure.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a figure says of a fault fits the kind of fault. */
class FaultWindowTest {

    private static final long START = 1_000_000_000_000L;

    @TempDir Path folder;

    private Journal journal;

    @Test
    void aKillGoesFromTheDeathUntilItsTargetIsReadyAgain() {
        begin("pod-kill");
        fault(6, "injected");
        pod(6.2, "died");
        pod(9.5, "ready");
        assertThat(window().legend()).isEqualTo("x until ready again");
        assertThat(window().sentence())
                .isEqualTo("x hit kafka-0 at 6.2 s; all was up again 3.3 s later.");
    }

    @Test
    void aKillWhoseTargetStaysDownSaysSo() {
        begin("container-kill");
        fault(6, "injected");
        pod(6.2, "died");
        assertThat(window().sentence())
                .isEqualTo("x hit kafka-0 at 6.2 s; not all was up again when the journal ends.");
    }

    @Test
    void packetsThatAreLateAreLateWhileTheFaultLasts() {
        begin("delay");
        fault(6, "injected");
        fault(14, "recovered");
        assertThat(window().legend()).isEqualTo("x while it lasted");
        assertThat(window().sentence()).isEqualTo("x hit kafka-0 at 6.0 s; it lasted 8.0 s.");
    }

    @Test
    void aPartitionThatWasNotHealedStillLasts() {
        begin("partition");
        fault(6, "injected");
        assertThat(window().sentence())
                .isEqualTo("x hit kafka-0 at 6.0 s; it still lasted when the journal ends.");
    }

    @Test
    void aPodThatWasKeptDownIsBackWhenItIsReadyAfterTheFault() {
        begin("pod-failure");
        fault(6, "injected");
        pod(6.2, "died");
        fault(14, "recovered");
        pod(17, "ready");
        assertThat(window().legend()).isEqualTo("x until over and ready again");
        assertThat(window().sentence())
                .isEqualTo(
                        "x hit kafka-0 at 6.0 s; it was over and all was up again 11.0 s later.");
    }

    private void begin(String action) {
        var plan =
                Map.<String, Object>of(
                        "fault",
                        Map.of("name", "x", "manifest", Map.of("spec", Map.of("action", action))));
        journal = Journal.create(folder, plan, Map.of());
        journal.loadStartedAt(START);
    }

    private void fault(double second, String status) {
        event(
                second,
                "fault",
                Map.of("fault", "x", "status", status, "targets", List.of("kafka-0")));
    }

    private void pod(double second, String status) {
        event(second, "pod", Map.of("pod", "kafka-0", "status", status));
    }

    private void event(double second, String kind, Map<String, ?> detail) {
        journal.event(START + Math.round(second * 1e9), kind, detail);
    }

    private FaultWindow window() {
        journal.close();
        return FaultWindow.all(Recording.read(folder)).getFirst();
    }
}
