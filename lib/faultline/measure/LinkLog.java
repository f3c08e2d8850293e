package faultline.measure;

import faultline.platform.Drop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;

/**
 * {@code links.csv}: a row for each second and each directed link that carried or dropped something
 * in it. Between 12 pods and the kit that are some 50 of 156 a second, so that an hour takes about
 * 8 MB, as much as samples.csv; a run on loopback has no such file.
 */
public final class LinkLog {

    private static final List<String> SENT =
            List.of("second", "from", "to", "sent_packets", "sent_bytes");
    private static final String TRANSMISSION = "transmission_ms";

    private LinkLog() {}

    /** Names of the columns: what is counted, and in what. */
    static String header() {
        var columns = new ArrayList<>(SENT);
        for (var cause : Drop.values()) columns.add(column(cause));
        columns.add(TRANSMISSION);
        return String.join(",", columns);
    }

    private static String column(Drop cause) {
        return "dropped_%s_packets".formatted(cause.label());
    }

    static String row(LinkSample sample) {
        var row = new StringBuilder();
        row.append(sample.second()).append(',').append(sample.from()).append(',');
        row.append(sample.to()).append(',').append(sample.packets()).append(',');
        row.append(sample.bytes());
        for (var cause : Drop.values()) row.append(',').append(sample.dropped(cause));
        row.append(',').append(Numbers.plain(sample.transmissionMs()));
        return row.toString();
    }

    /**
     * What the journal in a folder has; nothing where its run was on no switch.
     *
     * @throws Damaged with the place of a cell that holds no number
     */
    public static List<LinkSample> of(Path journal) {
        try {
            return read(journal.resolve(Journal.LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies what a run's senders have sent and lost from {@code fromSecond} on and before {@code
     * toSecond}, each to all others together: seconds under a rate limit as they are, all others in
     * one row.
     */
    public static void thin(Path journal, Path copy, int fromSecond, int toSecond)
            throws IOException {
        var sums = new TreeMap<String, LinkSample>();
        for (var sample : of(journal)) {
            if (sample.second() < fromSecond || sample.second() >= toSecond) continue;
            var second = sample.transmissionMs() > 0 ? sample.second() : fromSecond;
            sums.merge(second + " " + sample.from(), sample.from(second), LinkSample::plus);
        }
        if (sums.isEmpty()) return;
        var text = new StringBuilder(header()).append('\n');
        sums.values().forEach(sample -> text.append(row(sample)).append('\n'));
        Files.writeString(copy.resolve(Journal.LINKS), text);
    }

    private static List<LinkSample> read(Path file) throws IOException {
        var lines = Packed.lines(file);
        if (lines.isEmpty()) return List.of();
        var columns = TableRow.columns(file, lines.getFirst(), SENT);
        var transmission = columns.indexOf(TRANSMISSION); // earlier journals have none
        var samples = new ArrayList<LinkSample>();
        for (int line = 2; line <= lines.size(); line++) {
            var row = TableRow.of(file, line, columns, lines.get(line - 1));
            var drops = new EnumMap<Drop, Long>(Drop.class);
            for (var cause : Drop.values()) {
                var place = columns.indexOf(column(cause));
                if (place >= 0 && !row.text(place).equals("0")) drops.put(cause, row.whole(place));
            }
            samples.add(
                    new LinkSample(
                            (int) row.whole(0),
                            row.text(1),
                            row.text(2),
                            row.whole(3),
                            row.whole(4),
                            transmission < 0 ? 0 : row.number(transmission),
                            drops));
        }
        return samples;
    }
}
