package faultline.load;

import faultline.plan.Yaml;

import org.roaringbitmap.RoaringBitmap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one feeder attempted and how each message ended: {@code feeder-<ordinal>.ledger}, a line of
 * JSON padded to {@value #HEADER_BYTES} bytes, then one character per message, {@code .} never
 * attempted, {@code ?} outcome unknown, {@code +} acknowledged, {@code -} refused.
 *
 * @param feeder its ordinal
 * @param rateMsgPerS what this feeder was to offer
 * @param messages how many it was meant to send
 * @param startNanos when message 0 was due, on the monotonic clock
 * @param epochs how often the feeder started: one more than it died
 */
public record Ledger(
        int feeder,
        double rateMsgPerS,
        long messages,
        long startNanos,
        int epochs,
        RoaringBitmap acknowledged,
        RoaringBitmap refused,
        RoaringBitmap indeterminate) {

    static final int HEADER_BYTES = 256;
    static final int VERSION = 1;

    /** A position in a file and in a bitmap is an int. */
    static final long MAX_MESSAGES = Integer.MAX_VALUE - HEADER_BYTES;

    /** The file of one feeder. */
    static Path file(Path folder, int feeder) {
        return folder.resolve("feeder-" + feeder + ".ledger");
    }

    /**
     * Reads a ledger, also while it is written and after its writer was killed.
     *
     * @throws UncheckedIOException where it is not a ledger or cannot be read
     */
    public static Ledger read(Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            var ledger = header(file, in.readNBytes(HEADER_BYTES));
            ledger.readMarks(in);
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that were handed to the Kafka client: acknowledged, refused or indeterminate. */
    public RoaringBitmap attempted() {
        return RoaringBitmap.or(acknowledged, refused, indeterminate);
    }

    /** A ledger without marks, from the bytes at the start of its file. */
    static Ledger header(Path file, byte[] bytes) throws IOException {
        try {
            var header = Yaml.parseJson(new String(bytes, StandardCharsets.US_ASCII));
            if (!Integer.valueOf(VERSION).equals(header.get("faultline_ledger")))
                throw new IOException(file + " is not a ledger of version " + VERSION);
            return new Ledger(
                    number(header, "feeder").intValue(),
                    number(header, "rate_msg_per_s").doubleValue(),
                    number(header, "messages").longValue(),
                    number(header, "t0_ns").longValue(),
                    number(header, "epochs").intValue(),
                    new RoaringBitmap(),
                    new RoaringBitmap(),
                    new RoaringBitmap());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a ledger: " + e.getMessage(), e);
        }
    }

    /** The bytes at the start of this ledger's file. */
    byte[] header() {
        var header = new LinkedHashMap<String, Object>();
        header.put("faultline_ledger", VERSION);
        header.put("feeder", feeder);
        header.put("rate_msg_per_s", rateMsgPerS);
        header.put("messages", messages);
        header.put("t0_ns", startNanos);
        header.put("epochs", epochs);
        var line = "%-" + (HEADER_BYTES - 1) + "s\n";
        return line.formatted(Yaml.json(header)).getBytes(StandardCharsets.US_ASCII);
    }

    private static Number number(Map<String, Object> header, String key) {
        if (header.get(key) instanceof Number number) return number;
        throw new IllegalArgumentException("no " + key + " in its first line");
    }

    private void readMarks(BufferedInputStream in) throws IOException {
        // Runs of the same mark, because a healthy ledger is one single run.
        int mark = in.read();
        for (long from = 0, at = 0; mark >= 0 && from < messages; from = at) {
            int next;
            do {
                at++;
                next = in.read();
            } while (next == mark && at < messages);
            var bitmap = bitmap(mark);
            if (bitmap != null) bitmap.add(from, at);
            mark = next;
        }
    }

    private RoaringBitmap bitmap(int mark) {
        if (mark == Outcome.NEVER.mark) return null;
        if (mark == Outcome.ACKNOWLEDGED.mark) return acknowledged;
        if (mark == Outcome.REFUSED.mark) return refused;
        return indeterminate; // also what a disk left of a mark when the machine lost its power
    }
}
