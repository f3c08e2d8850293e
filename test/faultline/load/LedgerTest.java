package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

class LedgerTest {

    @TempDir Path folder;

    private LedgerWriter open(long messages) throws IOException {
        return LedgerWriter.open(folder, 3, 333.25, messages, () -> 42);
    }

    private Ledger read() {
        return Ledger.read(folder.resolve("feeder-3.ledger"));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        try (var writer = open(10)) {
            for (int i = 0; i < 7; i++) writer.attempt(i);
            for (int i : new int[] {0, 1, 4}) writer.mark(i, Outcome.ACKNOWLEDGED);
            writer.mark(6, Outcome.REFUSED);
        }
        var ledger = read();
        assertThat(ledger.feeder()).isEqualTo(3);
        assertThat(ledger.rateMsgPerS()).isEqualTo(333.25);
        assertThat(ledger.messages()).isEqualTo(10);
        assertThat(ledger.startNanos()).isEqualTo(42);
        assertThat(ledger.epochs()).isEqualTo(1);
        assertThat(ledger.acknowledged()).isEqualTo(RoaringBitmap.bitmapOf(0, 1, 4));
        assertThat(ledger.refused()).isEqualTo(RoaringBitmap.bitmapOf(6));
        assertThat(ledger.indeterminate()).isEqualTo(RoaringBitmap.bitmapOf(2, 3, 5));
        assertThat(ledger.attempted()).isEqualTo(RoaringBitmap.bitmapOf(0, 1, 2, 3, 4, 5, 6));
    }

    @Test
    void inAVolumeTheFolderOfARunIsMade() throws IOException {
        try (var _ = LedgerWriter.open(folder.resolve("run-7"), 0, 1000, 10, () -> 5)) {
            assertThat(Ledger.read(Ledger.file(folder.resolve("run-7"), 0)).messages())
                    .isEqualTo(10);
        }
    }

    @Test
    void aMessageIsOneCharacterThatAnybodyCanRead() throws IOException {
        try (var writer = open(4)) {
            for (int i = 0; i < 3; i++) writer.attempt(i);
            writer.mark(0, Outcome.ACKNOWLEDGED);
            writer.mark(1, Outcome.REFUSED);
        }
        var text = Files.readString(folder.resolve("feeder-3.ledger"));
        assertThat(text.substring(0, 256)).startsWith("{\"faultline_ledger\":1,").endsWith(" \n");
        assertThat(text.substring(256)).isEqualTo("+-?.");
    }

    @Test
    void aSecondLifeGoesOnBehindTheFirst() throws IOException {
        try (var writer = open(2_500_000)) {
            assertThat(writer.first()).isZero();
            for (int i = 0; i < 1_100_000; i++) writer.attempt(i); // into the second chunk
            writer.mark(0, Outcome.ACKNOWLEDGED);
        }
        try (var writer = LedgerWriter.open(folder, 3, 333.25, 2_500_000, () -> 99)) {
            assertThat(writer.first()).isEqualTo(1_100_000);
            assertThat(writer.header().startNanos()).isEqualTo(42);
            for (int i = 1_100_000; i < 2_500_000; i++) writer.attempt(i);
            writer.mark(2_499_999, Outcome.ACKNOWLEDGED);
        }
        var ledger = read();
        assertThat(ledger.epochs()).isEqualTo(2);
        assertThat(ledger.attempted().getLongCardinality()).isEqualTo(2_500_000);
        assertThat(ledger.acknowledged()).isEqualTo(RoaringBitmap.bitmapOf(0, 2_499_999));
    }

    @Test
    void aLedgerOfAnotherLoadIsNotContinued() throws IOException {
        open(10).close();
        assertThatThrownBy(() -> open(11))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another load: feeder 3, 333.25 msg/s, 10 messages");
    }

    @Test
    void aFileThatIsNoLedgerIsRefused() throws IOException {
        var file = folder.resolve("feeder-3.ledger");
        Files.writeString(file, "+++");
        assertThatThrownBy(() -> Ledger.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is not a ledger");
    }

    @Test
    void theMarksOfAKilledProcessAreThere() throws Exception {
        var writer = child("");
        var said = writer.inputReader();
        long sure = 0;
        while (sure < 200_000) sure = Long.parseLong(said.readLine());
        assertThat(writer.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isEqualTo(128 + 9);

        var ledger = Ledger.read(folder.resolve("feeder-0.ledger"));
        var acknowledged = ledger.acknowledged();
        assertThat(acknowledged.contains(0L, sure)).isTrue();
        assertThat(ledger.attempted().getLongCardinality())
                .isBetween(
                        acknowledged.getLongCardinality(), acknowledged.getLongCardinality() + 1);
        try (var second = LedgerWriter.open(folder, 0, 1, Marker.MESSAGES, () -> 0)) {
            assertThat(second.first()).isEqualTo(ledger.attempted().getLongCardinality());
        }
    }

    @Test
    void aFullDiskIsOneClearSentenceAndKillsNobody() throws Exception {
        // A limit on the size of files acts like a disk that is full: half of the first chunk.
        var writer = child("trap '' XFSZ; ulimit -f 1024; ");
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.inputReader().readLine()).startsWith("no room for the ledger " + folder);
        assertThat(writer.exitValue()).isEqualTo(7);
    }

    private Process child(String before) throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        return new ProcessBuilder(
                        List.of(
                                "sh",
                                "-c",
                                before + "exec \"$0\" \"$@\"",
                                java,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Marker.class.getName(),
                                folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Attempts and acknowledges one message after the other, and says how far it has come. */
    static final class Marker {
        static final long MESSAGES = 1_000_000_000;

        public static void main(String[] arguments) throws IOException {
            try (var writer = LedgerWriter.open(Path.of(arguments[0]), 0, 1, MESSAGES, () -> 0)) {
                for (long i = 0; i < MESSAGES; i++) {
                    writer.attempt(i);
                    writer.mark(i, Outcome.ACKNOWLEDGED);
                    if (i % 1000 == 999) System.out.println(i + 1);
                }
            } catch (IOException e) {
                System.out.println(e.getMessage());
                System.exit(7);
            }
        }
    }
}
