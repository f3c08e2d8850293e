package faultline.measure;

import java.nio.file.Path;
import java.util.List;

/**
 * A line of a table of the journal, which knows where it stands, so that every error names the
 * place.
 *
 * @param line from 1, which has the names of the columns
 */
record TableRow(Path file, int line, List<String> columns, List<String> cells) {

    /**
     * @throws Damaged where it has not a cell for each column
     */
    static TableRow of(Path file, int line, List<String> columns, String text) {
        var cells = List.of(text.split(",", -1));
        if (cells.size() != columns.size())
            throw new Damaged(
                    file,
                    "line " + line,
                    cells.size() + " cells",
                    "%d, one for each column of line 1".formatted(columns.size()));
        return new TableRow(file, line, columns, cells);
    }

    /**
     * The names of the columns.
     *
     * @throws Damaged where they do not begin with {@code first}
     */
    static List<String> columns(Path file, String text, List<String> first) {
        var columns = List.of(text.split(",", -1));
        if (columns.size() < first.size() || !columns.subList(0, first.size()).equals(first))
            throw new Damaged(
                    file, "line 1", text, "columns that begin with " + String.join(",", first));
        return columns;
    }

    String text(int column) {
        return cells.get(column);
    }

    double number(int column) {
        try {
            var number = Double.parseDouble(text(column));
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException _) {
            // Refused as what is endless is.
        }
        throw wrong(column, "a number");
    }

    long whole(int column) {
        try {
            return Long.parseLong(text(column));
        } catch (NumberFormatException _) {
            throw wrong(column, "a whole number");
        }
    }

    private Damaged wrong(int column, String allowed) {
        return new Damaged(
                file, "line %d, %s".formatted(line, columns.get(column)), text(column), allowed);
    }
}
