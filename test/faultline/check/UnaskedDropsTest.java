package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.LinkSample;
import faultline.platform.Drop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class UnaskedDropsTest {

    @TempDir Path folder;

    @Test
    void packetsThatNoFaultTookAreNotedAndDoNotMakeTheRunFail() {
        var verdict =
                judge(
                        new LinkSample(
                                7, "kafka-0", "kafka-1", 90, 9_000, 0, Map.of(Drop.QUEUE, 2L)),
                        new LinkSample(
                                7, "kafka-0", "kafka-2", 90, 9_000, 0, Map.of(Drop.QUEUE, 5L)),
                        new LinkSample(
                                8, "kafka-0", "kafka-1", 90, 9_000, 0, Map.of(Drop.QUEUE, 4L)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.reasons())
                .contains(
                        "11 packets were dropped that no fault asked for, most of them from kafka-0"
                            + " to kafka-1: the switch held as much for a link as --queue-packets"
                            + " and --queue-bytes let it.");
        assertThat(Verdict.fromMap(verdict.toMap()).findings())
                .extracting(Finding::condition)
                .contains(UnaskedDrops.CONDITION);
    }

    @Test
    void aDeviceThatWasFullIsNamedByItsPod() {
        assertThat(
                        judge(new LinkSample(7, "kafka-2", "", 0, 0, 0, Map.of(Drop.DEVICE, 3L)))
                                .reasons())
                .anyMatch(r -> r.startsWith("3 packets") && r.contains("by the device of kafka-2"));
    }

    @Test
    void whatAFaultTookIsItsEffectAndIsNotNoted() {
        var drops =
                Map.of(Drop.LOSS, 9L, Drop.PARTITION, 9L, Drop.BANDWIDTH, 9L, Drop.NO_ROUTE, 9L);
        assertThat(judge(new LinkSample(7, "kafka-0", "kafka-1", 90, 9_000, 0, drops)).findings())
                .extracting(Finding::condition)
                .doesNotContain(UnaskedDrops.CONDITION);
    }

    private Verdict judge(LinkSample... links) {
        var run = new WrittenRun(folder, null);
        run.links(List.of(links));
        return Checker.judge(run.whole().read());
    }
}
