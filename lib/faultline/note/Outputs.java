package faultline.note;

import faultline.chart.Digits;
import faultline.report.Page;

import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a block printed and showed, in order. */
final class Outputs {

    private static final String FIGURES = "figures";

    private final Path folder;
    private final Set<String> names = new HashSet<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private List<Page.Block> blocks = new ArrayList<>();

    /**
     * @param folder of the page; pictures go into its {@code figures/}
     */
    Outputs(Path folder) {
        this.folder = folder;
    }

    /** To be {@link System#out} while a block runs. */
    PrintStream stream() {
        return stream;
    }

    /** Everything since the last time. */
    List<Page.Block> take() {
        flush();
        var taken = blocks;
        blocks = new ArrayList<>();
        return taken;
    }

    /** Adds a value the way that suits its kind. */
    void show(Object value) {
        flush();
        switch (value) {
            case null -> {}
            case Table table -> blocks.add(table(table));
            case Chart chart -> blocks.add(picture(chart));
            case Planned planned -> planned(planned);
            case Collection<?> values when isSentences(values) ->
                    blocks.add(new Page.Bullets(values.stream().map(String.class::cast).toList()));
            case Collection<?> values -> values.forEach(this::show);
            case String text when !text.contains("\n") ->
                    blocks.add(new Page.Paragraph(text, Page.Tone.ANSWER));
            case Double number -> blocks.add(new Page.Listing(Digits.measured(number)));
            default -> blocks.add(new Page.Listing(value.toString()));
        }
    }

    private static boolean isSentences(Collection<?> values) {
        return values.size() > 1
                && values.stream().allMatch(v -> v instanceof String s && !s.contains("\n"));
    }

    private void flush() {
        stream.flush();
        var text = printed.toString(StandardCharsets.UTF_8).stripTrailing();
        printed.reset();
        if (!text.isEmpty()) blocks.add(new Page.Listing(text));
    }

    private static Page.Table table(Table table) {
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < table.rowCount(); i++) {
            var row = i;
            rows.add(
                    table.columns().stream()
                            .map(c ->
                                    c instanceof NumericColumn<?> numbers
                                            ? Digits.measured(numbers.getDouble(row))
                                            : c.getString(row))
                            .toList());
        }
        return new Page.Table(
                table.columnNames(),
                table.columns().stream().map(NumericColumn.class::isInstance).toList(),
                rows);
    }

    private Page.Picture picture(Chart chart) {
        var name = free(chart.name());
        var named = name.equals(chart.name()) ? chart : chart.named(name);
        named.draw(folder.resolve(FIGURES));
        return new Page.Picture(name, chart.caption());
    }

    /** Two sweeps have figures of the same names. */
    private String free(String name) {
        var free = name;
        for (int i = 2; !names.add(free); i++) free = name + "-" + i;
        return free;
    }

    private void planned(Planned planned) {
        blocks.add(new Page.Listing(planned.toString()));
        for (var file : planned.draw(folder.resolve(FIGURES).toString())) {
            var name = file.getFileName().toString().replaceFirst("\\.svg$", "");
            blocks.add(
                    new Page.Picture(name, "What " + name + " hits, and which links it touches."));
        }
    }
}
