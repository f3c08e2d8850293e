package faultline.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code samples.csv}: a row for each pod and second, a column for each {@link Measure}. */
final class SampleLog {

    private static final List<String> PLACE = List.of("second", "pod", "component");

    private SampleLog() {}

    /** Names of the columns. */
    static String header() {
        return Stream.concat(PLACE.stream(), Arrays.stream(Measure.values()).map(Measure::column))
                .collect(Collectors.joining(","));
    }

    /** What was not seen is an empty cell. */
    static String row(Sample sample) {
        var row = new StringBuilder();
        row.append(sample.second()).append(',').append(sample.pod()).append(',');
        row.append(sample.component());
        for (var measure : Measure.values()) {
            row.append(',');
            sample.value(measure).ifPresent(v -> row.append(Numbers.plain(v)));
        }
        return row.toString();
    }

    /**
     * What a file has; nothing where there is none.
     *
     * @throws Damaged with the place of a cell that holds no number
     */
    static List<Sample> read(Path file) throws IOException {
        var lines = Packed.lines(file);
        if (lines.isEmpty()) return List.of();
        var columns = TableRow.columns(file, lines.getFirst(), PLACE);
        // Columns that this kit does not know are passed over.
        var measures = columns.stream().map(Measure::of).toList();
        var samples = new ArrayList<Sample>(lines.size());
        for (int line = 2; line <= lines.size(); line++) {
            var row = TableRow.of(file, line, columns, lines.get(line - 1));
            var values = new EnumMap<Measure, Double>(Measure.class);
            for (int i = PLACE.size(); i < columns.size(); i++)
                if (measures.get(i) != null && !row.text(i).isEmpty())
                    values.put(measures.get(i), row.number(i));
            samples.add(new Sample((int) row.whole(0), row.text(1), row.text(2), values));
        }
        return samples;
    }
}
