package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faultline.measure.LatencyLog.Kind;
import faultline.measure.Measure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The measure window is from second 5 to second 10. */
class LoadSummaryTest {

    @TempDir Path folder;
    private WrittenRun run;

    @BeforeEach
    void start() {
        run = new WrittenRun(folder, null);
    }

    @Test
    void ratesAreTotalsOfAllPodsOverTheWindow() {
        feeders(100, 100);
        for (int second = 0; second < 20; second++) {
            run.sample(second, "consumer-mariadb-0", "consumer", Measure.DUMPED_ROWS_PER_S, 60);
            if (second != 7)
                run.sample(second, "consumer-mariadb-1", "consumer", Measure.DUMPED_ROWS_PER_S, 40);
        }

        var load = load();

        assertThat(load.offeredMsgPerS()).contains(200.0);
        assertThat(load.ackedMsgPerS()).contains(198.0);
        assertThat(load.failedMsgPerS()).isEmpty();
        assertThat(sink(load, "mariadb").dumpedRowsPerS()).contains((300 + 160.0) / 5);
        assertThat(sink(load, "influxdb-0").dumpedRowsPerS()).isEmpty();
    }

    @Test
    void aSinkIsNotMistakenForAnotherWhoseNameBeginsAlike() {
        for (int second = 5; second < 10; second++) {
            run.sample(second, "consumer-influxdb-1-0", "consumer", Measure.DUMPED_ROWS_PER_S, 5);
            run.sample(second, "consumer-influxdb-10-0", "consumer", Measure.DUMPED_ROWS_PER_S, 70);
            run.latency(Kind.E2E, "consumer-influxdb-1-0", second, 1000);
            run.latency(Kind.E2E, "consumer-influxdb-10-0", second, 9000);
        }

        var sink = sink(load(), "influxdb-1");

        assertThat(sink.dumpedRowsPerS()).contains(5.0);
        assertThat(sink.e2e().orElseThrow().maxMs()).isEqualTo(1.0, within(0.001));
    }

    @Test
    void aConsumerThatIsDownDumpsNothingAndOneThatIsNotSeenIsNotKnown() {
        run.sample(5, "consumer-mariadb-0", "consumer", Measure.UP, 0);
        run.sample(6, "consumer-mariadb-0", "consumer", Measure.UP, 1);

        var series = SinkSeries.of(run.read(), "mariadb");

        assertThat(series.dumped()).containsOnlyKeys(5).containsEntry(5, 0.0);
    }

    @Test
    void percentilesComeFromMergedHistogramsOfTheWindow() {
        run.latency(Kind.SERVICE, "feeder-0", 4, 99_000_000);
        run.latency(Kind.SERVICE, "feeder-0", 5, filled(9_900, 1_000));
        run.latency(Kind.SERVICE, "feeder-1", 9, filled(99, 500_000));
        run.latency(Kind.SERVICE, "feeder-0", 10, 99_000_000);

        var service = load().service().orElseThrow();

        assertThat(service.samples()).isEqualTo(9_999);
        assertThat(service.p50Ms()).isEqualTo(1, within(0.01));
        assertThat(service.p99Ms()).isEqualTo(1, within(0.01));
        assertThat(service.maxMs()).isEqualTo(500, within(0.5));
        assertThat(service.p999Ms()).as("needs 10 000 samples").isEmpty();
    }

    @Test
    void tenThousandSamplesAreEnoughForTheLastPercentile() {
        run.latency(Kind.SERVICE, "feeder-0", 5, filled(9_980, 1_000));
        run.latency(Kind.SERVICE, "feeder-1", 6, filled(20, 500_000));

        assertThat(load().service().orElseThrow().p999Ms().orElseThrow())
                .isEqualTo(500, within(0.5));
    }

    @Test
    void feedersThatDoNotSendWhatIsDueAreTheLimit() {
        feeders(100, 98);

        assertThat(load().generatorLimited())
                .containsExactly("The feeders sent 196 of 200 messages/s that came due.");
    }

    @Test
    void feedersThatAreLateThemselvesAreTheLimit() {
        feeders(100, 100);
        run.latency(Kind.LATENESS, "feeder-0", 6, 20_000);
        run.latency(Kind.SERVICE, "feeder-0", 6, 160_000);

        assertThat(load().generatorLimited()).hasSize(1);
    }

    @Test
    void feedersThatSleepAFewMillisecondsTooLongAreNotTheLimit() {
        feeders(100, 100);
        run.latency(Kind.LATENESS, "feeder-0", 6, 9_000);
        run.latency(Kind.SERVICE, "feeder-0", 6, 16_000);

        assertThat(load().generatorLimited()).isEmpty();
    }

    @Test
    void feedersThatKeepUpAreNotTheLimit() {
        feeders(100, 99.5);
        run.latency(Kind.LATENESS, "feeder-0", 6, 20_000);
        run.latency(Kind.SERVICE, "feeder-0", 6, 200_000);

        assertThat(load().generatorLimited()).isEmpty();
    }

    @Test
    void aComponentUsesWhatItsPodsUseTogether() {
        for (int second = 4; second < 11; second++) {
            var idle = second < 5 || second > 9;
            run.sample(second, "kafka-0", "kafka", Measure.CPU_PERCENT, idle ? 0 : 30);
            run.sample(second, "kafka-1", "kafka", Measure.CPU_PERCENT, idle ? 0 : 12);
            run.sample(
                    second,
                    "machine",
                    "machine",
                    Measure.CPU_PERCENT,
                    idle ? 0 : 150,
                    Measure.CPU_PRESSURE_PERCENT,
                    idle ? 0 : 25);
        }

        var load = load();

        assertThat(load.cpuPercent()).containsOnlyKeys("kafka").containsEntry("kafka", 42.0);
        assertThat(load.machineCpuPercent()).contains(150.0);
        assertThat(load.machineCpuPressurePercent()).contains(25.0);
        assertThat(load.machineStealPercent()).isEmpty();
    }

    @Test
    void aSinkIsDrainedWhenItsGroupHadNothingLeftBeforeTheReplicasWereRead() {
        backlog(9, 50);
        backlog(10, 30);
        backlog(11, 10);
        account(Map.of("consumer-mariadb", 0, "consumer-influxdb-0", 7));

        assertThat(drain())
                .isEqualTo(new Drain("mariadb", true, Optional.of(0.0), Optional.of(2.0)));
        assertThat(sink(load(), "mariadb").largestBacklogMsg()).contains(50.0);
    }

    @Test
    void aSinkThatKeptUpHadNothingToDrain() {
        backlog(2, 50);
        backlog(10, 0);
        account(Map.of("consumer-mariadb", 0));

        assertThat(drain().seconds()).contains(0.0);
    }

    @Test
    void aBacklogThatIsLeftIsNoDrain() {
        backlog(11, 0);
        account(Map.of("consumer-mariadb", 7));

        assertThat(drain().drained()).isFalse();
        assertThat(drain().leftMsg()).contains(7.0);
        assertThat(drain().seconds()).isEmpty();
    }

    @Test
    void aGroupThatDidNotAnswerInTheEndProvesNothing() {
        backlog(11, 0);
        account(Map.of("consumer-influxdb-0", 0));

        assertThat(drain().drained()).isFalse();
        assertThat(drain().finding().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aRunThatEndedInItsWarmUpHasNoLoadToSumUp() {
        var recording = run.read();

        assertThatThrownBy(() -> LoadSummary.of(recording, List.of(), 5, 3))
                .hasMessageContaining("before its measure window began");
    }

    private void feeders(double offered, double sent) {
        for (int second = 0; second < 20; second++)
            for (var pod : List.of("feeder-0", "feeder-1"))
                run.sample(
                        second,
                        pod,
                        "feeder",
                        Measure.OFFERED_MSG_PER_S,
                        second < 5 ? 999 : offered,
                        Measure.SENT_MSG_PER_S,
                        sent,
                        Measure.ACKED_MSG_PER_S,
                        second >= 10 ? 999 : 99);
    }

    private void backlog(int second, double messages) {
        run.sample(second, "consumer-mariadb", "group", Measure.BACKLOG_MSG, messages);
    }

    private void account(Map<String, Integer> left) {
        run.event(12.3, "phase", "phase", "account", "backlog_msg", left);
    }

    private Drain drain() {
        var recording = run.read();
        return Drain.of(recording, SinkSeries.of(recording, "mariadb"), 10);
    }

    private LoadSummary load() {
        var recording = run.read();
        var sinks =
                List.of("mariadb", "influxdb-0", "influxdb-1").stream()
                        .map(s -> SinkSeries.of(recording, s))
                        .toList();
        return LoadSummary.of(recording, sinks, 5, 10);
    }

    private static SinkSummary sink(LoadSummary load, String name) {
        return load.sinks().stream().filter(s -> s.sink().equals(name)).findFirst().orElseThrow();
    }

    private static long[] filled(int count, long value) {
        var values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
