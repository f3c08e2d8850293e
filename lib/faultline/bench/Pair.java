package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Two measurements, one right after the other.
 *
 * @param number from 1, within its row
 * @param oursFirst the order, which was drawn
 * @param ours in the unit of the row
 * @param theirs the same; NaN where there is nothing to compare with
 */
public record Pair(Row row, int number, boolean oursFirst, double ours, double theirs) {

    static final String HEADER = "row,pair,first,ours,theirs";

    /** A line of {@code pairs.csv}. */
    String line() {
        return "%s,%d,%s,%s,%s"
                .formatted(
                        row.id(),
                        number,
                        oursFirst ? "ours" : "theirs",
                        ours,
                        Double.isNaN(theirs) ? "" : theirs);
    }

    /**
     * Reads what a benchmark has written.
     *
     * @throws BadInput where a line is none of its lines
     */
    static List<Pair> read(Path file) {
        try {
            var lines = Files.readAllLines(file, UTF_8);
            if (lines.isEmpty() || !lines.getFirst().equals(HEADER))
                throw new BadInput(file.toString(), "line 1", "another header", HEADER);
            return lines.stream().skip(1).map(line -> parse(file, line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pair parse(Path file, String line) {
        try {
            var cells = line.split(",", -1);
            var row =
                    Arrays.stream(Row.values())
                            .filter(r -> r.id().equals(cells[0].toLowerCase(Locale.ROOT)))
                            .findFirst()
                            .orElseThrow();
            return new Pair(
                    row,
                    Integer.parseInt(cells[1]),
                    cells[2].equals("ours"),
                    Double.parseDouble(cells[3]),
                    cells[4].isEmpty() ? Double.NaN : Double.parseDouble(cells[4]));
        } catch (RuntimeException e) {
            throw new BadInput(file.toString(), "", "the line " + line, HEADER);
        }
    }
}
