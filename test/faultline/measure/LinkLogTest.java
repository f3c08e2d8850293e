package faultline.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.platform.Drop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class LinkLogTest {

    private static final LinkSample CARRIED =
            new LinkSample(3, "kafka-0", "kafka-1", 12, 15_000, 0, Map.of());
    private static final LinkSample DROPPED =
            new LinkSample(
                    4,
                    "kafka-0",
                    "kafka-1",
                    8,
                    9_000,
                    12.5,
                    Map.of(Drop.LOSS, 2L, Drop.NO_ROUTE, 1L));
    private static final LinkSample DEVICE =
            new LinkSample(4, "kafka-0", "", 0, 0, 0, Map.of(Drop.DEVICE, 7L));

    @TempDir Path folder;

    @Test
    void whatLinksCarriedComesBackAndItsUnitsAreInTheColumns() throws IOException {
        write(List.of(CARRIED), List.of(DROPPED, DEVICE));

        assertThat(Recording.read(folder).links()).containsExactly(CARRIED, DROPPED, DEVICE);
        assertThat(Files.readAllLines(folder.resolve(Journal.LINKS)))
                .startsWith(
                        "second,from,to,sent_packets,sent_bytes,dropped_loss_packets,"
                                + "dropped_partition_packets,dropped_bandwidth_packets,"
                                + "dropped_queue_packets,dropped_no_route_packets,"
                                + "dropped_device_packets,transmission_ms",
                        "3,kafka-0,kafka-1,12,15000,0,0,0,0,0,0,0");
    }

    @Test
    void aRowThatWasCutOffIsLeftOut() throws IOException {
        write(List.of(CARRIED, DROPPED));
        var file = folder.resolve(Journal.LINKS);
        var text = Files.readString(file);
        for (int cut = 1; cut < 10; cut++) {
            Files.writeString(file, text.substring(0, text.length() - cut));
            assertThat(LinkLog.of(folder)).containsExactly(CARRIED);
        }
    }

    @Test
    void whatIsNoRowIsNamedWithItsPlace() throws IOException {
        write(List.of(CARRIED, DROPPED));
        var file = folder.resolve(Journal.LINKS);
        var text = Files.readString(file);
        Files.writeString(file, text.replace(",15000,", ",many,"));
        assertThatThrownBy(() -> LinkLog.of(folder))
                .isInstanceOf(Damaged.class)
                .hasMessage(file + ": line 2, sent_bytes: found many; allowed: a whole number");
        Files.writeString(file, text.replace(",15000,", ","));
        assertThatThrownBy(() -> LinkLog.of(folder)).hasMessageContaining("line 2: found 11 cells");
        Files.writeString(file, "9\n");
        assertThatThrownBy(() -> LinkLog.of(folder)).hasMessageContaining("line 1: found 9;");
    }

    @Test
    void aRunWithoutASwitchHasNoSuchFile() {
        write(List.of());
        assertThat(folder.resolve(Journal.LINKS)).doesNotExist();
        assertThat(Recording.read(folder).links()).isEmpty();
    }

    @Test
    void sumsAreOfEachLinkInItsDirection() {
        var back = new LinkSample(9, "kafka-1", "kafka-0", 1, 40, 0, Map.of());
        assertThat(LinkSample.sums(List.of(back, DROPPED, CARRIED, DROPPED)))
                .containsExactly(
                        new LinkSample(
                                3,
                                "kafka-0",
                                "kafka-1",
                                28,
                                33_000,
                                25,
                                Map.of(Drop.LOSS, 4L, Drop.NO_ROUTE, 2L)),
                        back);
    }

    @Test
    void aThinCopyKeepsWhatEachSenderSentInTheTimeAndItsLimitedSecondsApart() throws IOException {
        var limited = new LinkSample(5, "kafka-0", "mariadb-0", 2, 90, 900, Map.of());
        var early = new LinkSample(2, "kafka-0", "kafka-1", 1, 40, 0, Map.of());
        var late = new LinkSample(9, "kafka-0", "kafka-1", 1, 40, 0, Map.of());
        write(List.of(early), List.of(CARRIED), List.of(DEVICE), List.of(limited), List.of(late));
        var copy = Files.createDirectory(folder.resolve("copy"));

        LinkLog.thin(folder, copy, 3, 9);

        assertThat(LinkLog.of(copy))
                .containsExactly(
                        new LinkSample(3, "kafka-0", "", 12, 15_000, 0, Map.of(Drop.DEVICE, 7L)),
                        new LinkSample(5, "kafka-0", "", 2, 90, 900, Map.of()));
    }

    @SafeVarargs
    private void write(List<LinkSample>... seconds) {
        try (var journal = Journal.create(folder, Map.of("run", "r3-100-none-1"), Map.of())) {
            for (var second : seconds) journal.links(second);
        }
    }
}
