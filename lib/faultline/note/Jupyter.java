package faultline.note;

import faultline.report.Html;
import faultline.report.Markdown;
import faultline.report.Page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A notebook that ran in Jupyter's format, nbformat 4.5, to be read there with its outputs. */
final class Jupyter {

    private Jupyter() {}

    /** The document, ready to be written as JSON. */
    static Map<String, Object> of(List<Piece> pieces, Path figures) {
        var cells = new ArrayList<Map<String, Object>>();
        var count = 0;
        for (var piece : pieces) {
            var cell = new LinkedHashMap<String, Object>();
            cell.put("id", "cell-" + (cells.size() + 1));
            switch (piece) {
                case Piece.Prose prose -> {
                    cell.put("cell_type", "markdown");
                    cell.put("metadata", Map.of());
                    cell.put("source", prose.markdown().strip());
                }
                case Piece.Code code -> {
                    cell.put("cell_type", "code");
                    cell.put("execution_count", ++count);
                    cell.put(
                            "metadata",
                            code.block().isHidden()
                                    ? Map.of("jupyter", Map.of("source_hidden", true))
                                    : Map.of());
                    cell.put("source", code.block().source().strip());
                    cell.put(
                            "outputs",
                            code.outputs().stream().map(o -> output(o, figures)).toList());
                }
            }
            cells.add(cell);
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("cells", cells);
        document.put("metadata", metadata());
        document.put("nbformat", 4);
        document.put("nbformat_minor", 5);
        return document;
    }

    private static Map<String, Object> metadata() {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("kernelspec", ordered("name", "java", "display_name", "Java"));
        metadata.put("language_info", ordered("name", "java", "file_extension", ".java"));
        return metadata;
    }

    private static Map<String, Object> output(Page.Block block, Path figures) {
        var output = new LinkedHashMap<String, Object>();
        if (block instanceof Page.Listing listing) {
            output.put("output_type", "stream");
            output.put("name", "stdout");
            output.put("text", listing.text() + "\n");
            return output;
        }
        output.put("output_type", "display_data");
        output.put(
                "data",
                switch (block) {
                    case Page.Picture picture ->
                            ordered(
                                    "text/plain", picture.text(),
                                    "image/svg+xml",
                                            Html.svg(figures.resolve(picture.name() + ".svg")));
                    case Page.Table table ->
                            ordered(
                                    "text/plain", Markdown.block(table),
                                    "text/html", Html.fragment(table, name -> ""));
                    default ->
                            ordered(
                                    "text/plain", Markdown.block(block),
                                    "text/markdown", Markdown.block(block));
                });
        output.put("metadata", Map.of());
        return output;
    }

    private static Map<String, Object> ordered(
            String first, String value, String second, String other) {
        var map = new LinkedHashMap<String, Object>();
        map.put(first, value);
        map.put(second, other);
        return map;
    }
}
