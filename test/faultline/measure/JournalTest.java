package faultline.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.measure.LatencyLog.Kind;
import faultline.plan.BadInput;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class JournalTest {

    private static final Map<String, Object> PLAN = Map.of("run", "r3-100-none-1");

    @TempDir Path folder;

    @Test
    void eventsComeBackAsTheyHappened() {
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            var now = System.nanoTime();
            journal.event(now, "phase", Map.of("phase", "deploy"));
            journal.loadStartedAt(now + 1_000_000_000);
            journal.event(now + 3_500_400_000L, "note", Map.of("text", "line\nbreak, ünïcode"));
            journal.event(now, "pod", Map.of("pod", "kafka-0", "status", "died"));
        }

        var events = Recording.read(folder).events();

        assertThat(events).extracting(Event::kind).containsExactly("phase", "note", "pod");
        assertThat(events.get(0).second()).isNaN();
        assertThat(events.get(1).second()).isEqualTo(2.5);
        assertThat(events.get(1).detail()).isEqualTo(Map.of("text", "line\nbreak, ünïcode"));
        assertThat(events.get(2).second()).isEqualTo(-1);
        assertThat(events.get(1).monotonicNanos() - events.get(0).monotonicNanos())
                .isEqualTo(3_500_400_000L);
        assertThat(events.get(0).wall()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(Duration.between(events.get(0).wall(), events.get(1).wall()).toMillis())
                .isBetween(3_400L, 3_600L);
    }

    @Test
    void samplesComeBackWithoutWhatWasNotSeen() {
        var seen =
                new Sample(
                        3,
                        "consumer-mariadb-0",
                        "consumer",
                        Map.of(Measure.UP, 1.0, Measure.E2E_P99_MS, 12.3456));
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            journal.sample(seen);
            journal.sample(
                    new Sample(4, "machine", "machine", Map.of(Measure.CPU_PERCENT, Double.NaN)));
            journal.sample(
                    new Sample(5, "kafka-0", "kafka", Map.of(Measure.WRITTEN_MIB_PER_S, 1.5e9)));
        }

        var samples = Recording.read(folder).samples();

        assertThat(samples).extracting(Sample::second).containsExactly(3, 4, 5);
        assertThat(samples.get(0).values())
                .isEqualTo(Map.of(Measure.UP, 1.0, Measure.E2E_P99_MS, 12.346));
        assertThat(samples.get(1).values()).isEmpty();
        assertThat(samples.get(2).value(Measure.WRITTEN_MIB_PER_S)).hasValue(1.5e9);
    }

    @Test
    void everyMeasureHasAColumnOfItsOwn() {
        var values = new EnumMap<Measure, Double>(Measure.class);
        for (var measure : Measure.values()) values.put(measure, measure.ordinal() + 0.5);
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            journal.sample(new Sample(0, "x-0", "x", values));
        }

        assertThat(Recording.read(folder).samples().getFirst().values()).isEqualTo(values);
    }

    @Test
    void latenciesAreMergedByKindPodAndTime() {
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            journal.latency(Kind.E2E, "consumer-mariadb-0", 0, histogram(100));
            journal.latency(Kind.E2E, "consumer-mariadb-1", 5, histogram(200, 300));
            journal.latency(Kind.SERVICE, "feeder-0", 5, histogram(400));
            journal.latency(Kind.E2E, "consumer-influxdb-0-0", 5, histogram(500));
            journal.latency(Kind.E2E, "consumer-mariadb-0", 6, histogram(600));
        }

        var recording = Recording.read(folder);

        assertThat(recording.latencies())
                .extracting(LatencyLog.Interval::second)
                .containsExactly(0, 5, 5, 5, 6);
        var merged = recording.latency(Kind.E2E, "consumer-mariadb-", 0, 6);
        assertThat(merged.getTotalCount()).isEqualTo(3);
        assertThat(merged.getMinValue()).isEqualTo(100);
        assertThat(merged.getMean()).isEqualTo(200, within(1.0));
        assertThat(recording.latency(Kind.LATENESS, "", 0, 9).getTotalCount()).isZero();
    }

    @Test
    void storedMessagesComeBack() {
        var ids = new TreeMap<Integer, RoaringBitmap>();
        ids.put(0, RoaringBitmap.bitmapOf(1, 2, 3, 70_000));
        ids.put(11, RoaringBitmap.bitmapOfRange(0, 1_000_000));
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            journal.stored(new Stored("mariadb-1", Map.of(), 0, ""));
            journal.stored(new Stored("mariadb-0", ids, 7, "c0ffee"));
        }

        assertThat(Recording.read(folder).stored())
                .containsExactly(
                        new Stored("mariadb-0", ids, 7, "c0ffee"),
                        new Stored("mariadb-1", Map.of(), 0, ""));
        assertThat(Recording.read(folder).stored().getFirst().count()).isEqualTo(1_000_004);
    }

    @Test
    void aFileThatIsNotWhatAReplicaHeldIsNamed() throws IOException {
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            Files.writeString(journal.ledger().resolve("mariadb-0.stored"), "\0\3abc");
        }

        assertThatThrownBy(() -> Recording.read(folder).stored())
                .hasMessageContaining("ledger/mariadb-0.stored");
    }

    @Test
    void whatIsWrittenCanBeReadWhileTheRunGoesOn() {
        try (var journal = Journal.create(folder, PLAN, Map.of("cores", 2))) {
            write(journal);

            var recording = Recording.read(folder);

            assertThat(recording.events()).hasSize(5);
            assertThat(recording.samples()).hasSize(5);
            assertThat(recording.latencies()).hasSize(5);
            assertThat(recording.plan()).isEqualTo(PLAN);
            assertThat(recording.environment()).isEqualTo(Map.of("cores", 2));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        var journal = Journal.create(folder, PLAN, Map.of());
        journal.close();

        journal.close();

        assertThat(Recording.read(folder).plan()).isEqualTo(PLAN);
    }

    @Test
    void aFileThatIsReplacedLeavesNothingBeside(@TempDir Path other) throws IOException {
        Journal.replace(other.resolve("verdict.json"), new byte[] {1, 2, 3});
        Journal.replace(other.resolve("verdict.json"), new byte[] {4});

        assertThat(other.resolve("verdict.json")).hasBinaryContent(new byte[] {4});
        try (var files = Files.list(other)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFolderWithoutAPlanIsNoJournal() {
        assertThatThrownBy(() -> Recording.read(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("plan.yaml");
    }

    @Test
    void aCompressedJournalTellsTheSame(@TempDir Path run) throws IOException {
        try (var journal = Journal.create(run, PLAN, Map.of())) {
            write(journal);
        }
        var whole = Recording.read(run);
        for (var name : List.of(Journal.SAMPLES, Journal.LATENCY, Journal.LINKS)) {
            Packed.copy(run.resolve(name), run);
            Files.deleteIfExists(run.resolve(name));
        }
        var packed = Recording.read(run);
        assertThat(run.resolve("samples.csv.gz")).isNotEmptyFile();
        assertThat(packed.samples()).isNotEmpty().isEqualTo(whole.samples());
        assertThat(packed.latencies()).hasSameSizeAs(whole.latencies()).isNotEmpty();
    }

    @Test
    void whatCannotBeUnpackedIsNamed() throws IOException {
        try (var journal = Journal.create(folder, PLAN, Map.of())) {
            write(journal);
        }
        Packed.copy(folder.resolve(Journal.SAMPLES), folder);
        Files.delete(folder.resolve(Journal.SAMPLES));
        var packed = folder.resolve("samples.csv.gz");
        var bytes = Files.readAllBytes(packed);
        for (var broken : List.of(Arrays.copyOf(bytes, bytes.length / 2), "text".getBytes(UTF_8))) {
            Files.write(packed, broken);
            assertThatThrownBy(() -> Recording.read(folder))
                    .isInstanceOf(Damaged.class)
                    .hasMessageStartingWith(packed + ": found what cannot be unpacked: ");
        }
    }

    @Property(tries = 300)
    void aFileThatEndsAnywhereTellsWhatItsWholeLinesTold(
            @ForAll @IntRange(min = 0, max = 2) int which,
            @ForAll @DoubleRange(min = 0, max = 1) double share)
            throws IOException {
        var run = Files.createTempDirectory("journal");
        try {
            try (var journal = Journal.create(run, PLAN, Map.of())) {
                write(journal);
            }
            var whole = Recording.read(run);
            var file =
                    run.resolve(
                            List.of(Journal.TIMELINE, Journal.SAMPLES, Journal.LATENCY).get(which));
            var bytes = Files.readAllBytes(file);
            var kept = Arrays.copyOf(bytes, (int) Math.round(bytes.length * share));
            Files.write(file, kept);
            int lines = 0;
            for (var b : kept) if (b == '\n') lines++;

            var cut = Recording.read(run);

            // Lines before the first entry: none, the column names, the log's four comments.
            assertThat(cut.events())
                    .isEqualTo(which == 0 ? whole.events().subList(0, lines) : whole.events());
            assertThat(cut.samples())
                    .isEqualTo(
                            which == 1
                                    ? whole.samples().subList(0, Math.max(0, lines - 1))
                                    : whole.samples());
            var before = intervalsBefore(bytes);
            assertThat(cut.latencies())
                    .isEqualTo(
                            which == 2
                                    ? whole.latencies().subList(0, Math.max(0, lines - before))
                                    : whole.latencies());
        } finally {
            try (var files = Files.walk(run)) {
                for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
            }
        }
    }

    /** How many lines of the latency log come before its first interval. */
    private static int intervalsBefore(byte[] log) {
        return (int)
                new String(log, UTF_8).lines().takeWhile(line -> !line.startsWith("Tag=")).count();
    }

    private static void write(Journal journal) {
        journal.loadStartedAt(System.nanoTime());
        for (int second = 0; second < 5; second++) {
            journal.event("note", Map.of("text", "größer als ½ ≥ 漢字 🙂 " + second));
            journal.sample(new Sample(second, "kafka-0", "kafka", Map.of(Measure.UP, 12345.678)));
            journal.latency(
                    Kind.SERVICE, "feeder-0", second, histogram(100, 2_000, 30_000, second));
        }
    }

    private static Histogram histogram(long... micros) {
        var histogram = new Histogram(3);
        for (var value : micros) histogram.recordValue(value);
        return histogram;
    }
}
