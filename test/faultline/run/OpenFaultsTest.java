package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.measure.Event;
import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Journals of runs that were broken off, and what recover makes of them. */
class OpenFaultsTest {

    @TempDir Path sweep;

    @Test
    void aFaultThatWasNeverRecoveredIsClosedOnce() {
        var run = run("broken", "slow", "injected", "applied");
        var said = OpenFaults.recover(sweep);
        assertThat(said)
                .singleElement()
                .asString()
                .contains("slow on [kafka-0] was never recovered; its stack is gone");
        var last = Recording.read(run).events().getLast();
        assertThat(last.kind()).isEqualTo("fault");
        assertThat(last.detail())
                .containsEntry("fault", "slow")
                .containsEntry("status", "recovered")
                .containsEntry("targets", List.of("kafka-0"))
                .containsEntry("by", "recover");
        assertThat(last.second()).isNaN();

        assertThat(OpenFaults.recover(sweep)).isEmpty();
        assertThat(OpenFaults.recover(run)).isEmpty();
        assertThat(recovered(run)).isEqualTo(1);
    }

    @Test
    void aFaultThatWasRecoveredIsLeftAlone() throws IOException {
        var run = run("whole", "slow", "injected", "applied", "recovered");
        var before = Files.readString(run.resolve(Journal.TIMELINE));
        assertThat(OpenFaults.recover(run)).isEmpty();
        assertThat(run.resolve(Journal.TIMELINE)).content().isEqualTo(before);
    }

    @Test
    void ofAScheduleOnlyTheChildThatIsStillOnIsClosed() {
        var folder = sweep.resolve("runs/often");
        try (var journal = Journal.create(folder, Map.of("seed", 1), Map.of())) {
            journal.event("fault", child("again-00001", "injected"));
            journal.event("fault", child("again-00001", "recovered"));
            journal.event("fault", child("again-00002", "injected"));
            var kill = new HashMap<String, Object>(child("killed-00001", "injected"));
            kill.put("one_shot", true);
            journal.event("fault", kill);
        }
        assertThat(OpenFaults.recover(sweep))
                .singleElement()
                .asString()
                .contains("again-00002 on [kafka-0] was never recovered");
        assertThat(OpenFaults.recover(sweep)).isEmpty();
    }

    private static Map<String, Object> child(String fault, String status) {
        return Map.of(
                "fault", fault, "status", status, "targets", List.of("kafka-0"), "flow", "again");
    }

    @Test
    void aLineThatWasCutOffDoesNotSpoilTheJournal() throws IOException {
        var run = run("cut", "slow", "injected");
        Files.writeString(
                run.resolve(Journal.TIMELINE),
                "{\"mono_ns\":1234,\"wall\":\"2026",
                StandardOpenOption.APPEND);
        assertThat(OpenFaults.recover(run)).hasSize(1);
        assertThat(Recording.read(run).events()).extracting(Event::kind).containsOnly("fault");
        assertThat(recovered(run)).isEqualTo(1);
    }

    @Test
    void aRunThatBrokeOffBeforeItsPlanHasNothingOpen() throws IOException {
        var run = Files.createDirectories(sweep.resolve("runs/early"));
        Files.createFile(run.resolve(Journal.TIMELINE));
        assertThat(OpenFaults.recover(sweep)).isEmpty();
    }

    @Test
    void aFolderWithoutJournalIsRefused() {
        assertThatThrownBy(() -> OpenFaults.recover(sweep))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the folder of a sweep or of a run");
    }

    private Path run(String name, String fault, String... statuses) {
        var folder = sweep.resolve("runs").resolve(name);
        try (var journal = Journal.create(folder, Map.of("seed", 1), Map.of())) {
            for (var status : statuses)
                journal.event(
                        "fault",
                        Map.of("fault", fault, "status", status, "targets", List.of("kafka-0")));
        }
        return folder;
    }

    private static long recovered(Path run) {
        return Recording.read(run).events().stream()
                .filter(event -> event.text("status").equals("recovered"))
                .count();
    }
}
