package faultline.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Writes a {@link Ledger} through a memory mapping: a mark is one store into the page cache, which
 * outlives the process, {@code kill -9} included.
 */
final class LedgerWriter implements AutoCloseable {

    /** How many messages are made room for at a time. */
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Ledger header;
    private final MappedByteBuffer[] chunks;
    private final long first;

    private LedgerWriter(Path file, FileChannel channel, Ledger header) throws IOException {
        this.file = file;
        this.channel = channel;
        this.header = header;
        chunks = new MappedByteBuffer[(int) ((header.messages() + CHUNK - 1) / CHUNK)];
        for (int i = 0; i < chunks.length && position(i) < channel.size(); i++) map(i);
        first = afterLastMark();
    }

    /**
     * Opens the ledger of a feeder: a new one, or the one that an earlier life of the same feeder
     * left, which then counts one epoch more.
     *
     * @param start when message 0 is due; asked only for a new ledger
     * @throws IOException where there is no room, or what is there belongs to another load
     */
    static LedgerWriter open(
            Path folder, int feeder, double rateMsgPerS, long messages, LongSupplier start)
            throws IOException {
        var file = Ledger.file(folder, feeder);
        var header =
                Files.exists(file)
                        ? resumed(file, feeder, rateMsgPerS, messages)
                        : create(file, feeder, rateMsgPerS, messages, start.getAsLong());
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (header.epochs() > 1) write(file, channel, header.header(), 0);
            return new LedgerWriter(file, channel, header);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** What stands in the first line; its bitmaps are empty. */
    Ledger header() {
        return header;
    }

    /** The first message that no earlier life of this feeder attempted. */
    long first() {
        return first;
    }

    /** Must come before the message is handed over. Messages are attempted in their order. */
    void attempt(long sequence) throws IOException {
        var chunk = (int) (sequence / CHUNK);
        if (chunks[chunk] == null) map(chunk);
        mark(sequence, Outcome.INDETERMINATE);
    }

    /** How an attempted message ended; from any thread. */
    void mark(long sequence, Outcome outcome) {
        chunks[(int) (sequence / CHUNK)].put((int) (sequence % CHUNK), outcome.mark);
    }

    /** Brings all marks to the disk: on Linux this covers what was written through mappings. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            force();
        }
    }

    private static Ledger create(
            Path file, int feeder, double rateMsgPerS, long messages, long startNanos)
            throws IOException {
        var header = new Ledger(feeder, rateMsgPerS, messages, startNanos, 1, null, null, null);
        // In one step, so that a feeder that dies here finds either no ledger or a whole first
        // line.
        // In a volume of a cluster nobody else makes the folder of a run.
        Files.createDirectories(file.getParent());
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            write(file, channel, header.header(), 0);
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return header;
    }

    private static Ledger resumed(Path file, int feeder, double rateMsgPerS, long messages)
            throws IOException {
        Ledger old;
        try (var in = Files.newInputStream(file)) {
            old = Ledger.header(file, in.readNBytes(Ledger.HEADER_BYTES));
        }
        if (old.feeder() != feeder
                || old.rateMsgPerS() != rateMsgPerS
                || old.messages() != messages)
            throw new IOException(
                    "%s belongs to another load: feeder %d, %s msg/s, %d messages"
                            .formatted(file, old.feeder(), old.rateMsgPerS(), old.messages()));
        return new Ledger(
                feeder,
                rateMsgPerS,
                messages,
                old.startNanos(),
                old.epochs() + 1,
                null,
                null,
                null);
    }

    private static long position(int chunk) {
        return Ledger.HEADER_BYTES + (long) chunk * CHUNK;
    }

    /**
     * Writes what is missing of a chunk and maps it. Real bytes come first: a mapping that the disk
     * has no room for would end the process with SIGBUS, a write says that the disk is full.
     */
    private void map(int chunk) throws IOException {
        var size = (int) Math.min(CHUNK, header.messages() - (long) chunk * CHUNK);
        var end = position(chunk) + size;
        var missing = (int) Math.max(0, end - channel.size());
        var marks = new byte[missing];
        Arrays.fill(marks, Outcome.NEVER.mark);
        write(file, channel, marks, end - missing);
        chunks[chunk] = channel.map(MapMode.READ_WRITE, position(chunk), size);
    }

    private static void write(Path file, FileChannel channel, byte[] bytes, long position)
            throws IOException {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer, position + buffer.position());
        } catch (IOException e) {
            throw new IOException("no room for the ledger " + file + ": " + e.getMessage(), e);
        }
    }

    private long afterLastMark() {
        for (int chunk = chunks.length - 1; chunk >= 0; chunk--) {
            var marks = chunks[chunk];
            for (int i = marks == null ? -1 : marks.capacity() - 1; i >= 0; i--)
                if (marks.get(i) != Outcome.NEVER.mark) return (long) chunk * CHUNK + i + 1;
        }
        return 0;
    }
}
