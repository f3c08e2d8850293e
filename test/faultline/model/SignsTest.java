package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faultline.chart.SyntheticSweep;
import faultline.measure.Journal;
import faultline.measure.LinkSample;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.measure.Sample;
import faultline.plan.Point;
import faultline.platform.Drop;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evidence of a run whose seconds count from the 5th on, with more beside it in its journal. */
class SignsTest {

    @TempDir Path folder;

    private Recording run;

    @BeforeEach
    void record() throws IOException {
        SyntheticSweep.run(folder, new Point(1, 3, 8000, "none"));
        run = Recording.read(folder);
    }

    @Test
    void aRunWithoutASwitchOrBrokersThatTellSaysThatItHasNoSuchEvidence() {
        assertThat(Bottleneck.of(Signs.of(run)).unmeasured())
                .contains(Sign.REQUEST_QUEUE, Sign.REQUEST_HANDLERS, Sign.LINK, Sign.LINK_QUEUE)
                .doesNotContain(Sign.MACHINE_CPU, Sign.FEEDER_LATENESS);
    }

    @Test
    void brokersThatCannotKeepUpAreFoundByTheirHandlersAndTheirQueue() {
        var more = new ArrayList<>(run.samples());
        for (int second = 0; second < 40; second++) {
            var busy = Map.of(Measure.QUEUED_REQUESTS, 100.0, Measure.HANDLERS_BUSY_PERCENT, 90.0);
            more.add(new Sample(second, "kafka-0", "kafka", busy));
        }
        var evidence =
                Signs.of(
                        new Recording(
                                folder,
                                run.plan(),
                                run.environment(),
                                run.events(),
                                more,
                                run.latencies()));
        assertThat(evidence)
                .contains(
                        new Evidence(Sign.REQUEST_QUEUE, "kafka-0", 0.2),
                        new Evidence(Sign.REQUEST_HANDLERS, "kafka-0", 0.9));
    }

    @Test
    void aBandwidthIsUsedUpByAllLinksOfItsSenderTogetherWhileThereIsOne() throws IOException {
        var rows = new ArrayList<LinkSample>();
        for (int second = 0; second < 40; second++) {
            // In half of the seconds that count; the third pod is not limited.
            var limited = second >= 25 ? 450 : 0;
            rows.add(new LinkSample(second, "kafka-0", "kafka-1", 100, 1000, limited, Map.of()));
            rows.add(new LinkSample(second, "kafka-0", "kafka-2", 100, 1000, limited, Map.of()));
            rows.add(new LinkSample(second, "kafka-1", "kafka-0", 100, 1000, 0, Map.of()));
        }
        var evidence = evidence(rows);
        assertThat(share(evidence, Sign.LINK, "kafka-0")).isCloseTo(0.9, within(1e-9));
        assertThat(share(evidence, Sign.LINK, "kafka-1")).isZero();
        assertThat(share(evidence, Sign.LINK_QUEUE, "kafka-0")).isZero();
    }

    @Test
    void onlyWhatFullQueuesDropSpeaksAgainstTheNetwork() throws IOException {
        var lost = Map.of(Drop.LOSS, 50L, Drop.PARTITION, 7L);
        var queued = Map.of(Drop.BANDWIDTH, 5L, Drop.QUEUE, 3L);
        var rows =
                List.of(
                        new LinkSample(0, "kafka-0", "kafka-1", 9, 900, 0, Map.of(Drop.QUEUE, 9L)),
                        new LinkSample(12, "kafka-0", "kafka-1", 900, 90_000, 0, lost),
                        new LinkSample(13, "kafka-0", "kafka-1", 100, 9_000, 0, queued),
                        new LinkSample(13, "kafka-0", "", 0, 0, 0, Map.of(Drop.DEVICE, 2L)));
        assertThat(share(evidence(rows), Sign.LINK_QUEUE, "kafka-0")).isCloseTo(0.01, within(1e-9));
    }

    private List<Evidence> evidence(List<LinkSample> rows) throws IOException {
        var other = folder.resolve("other");
        try (var journal = Journal.create(other, Map.of("run", "other"), Map.of())) {
            journal.links(rows);
        }
        Files.copy(other.resolve(Journal.LINKS), folder.resolve(Journal.LINKS));
        return Signs.of(run);
    }

    private static double share(List<Evidence> evidence, Sign sign, String where) {
        return evidence.stream()
                .filter(e -> e.sign() == sign && e.where().equals(where))
                .findFirst()
                .orElseThrow()
                .share();
    }
}
