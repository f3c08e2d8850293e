package faultline.note;

import faultline.plan.Yaml;
import faultline.report.Html;
import faultline.report.Markdown;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A notebook that ran, as Markdown, as one HTML file that asks for nothing, and for Jupyter. */
final class Pages {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();

    private final String name;
    private final List<Piece> pieces;
    private final List<String> sections = new ArrayList<>();
    private String title = "";

    /**
     * @param name the title where the notebook has none
     */
    Pages(String name, List<Piece> pieces) {
        this.name = name;
        this.pieces = pieces;
    }

    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("notebook.md"), markdown());
            Files.writeString(folder.resolve("notebook.html"), html(folder.resolve("figures")));
            Files.writeString(
                    folder.resolve("notebook.ipynb"),
                    Yaml.prettyJson(Jupyter.of(pieces, folder.resolve("figures"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String markdown() {
        return pieces.stream()
                .map(piece ->
                        switch (piece) {
                            case Piece.Prose prose -> prose.markdown();
                            case Piece.Code code ->
                                    code.outputs().stream()
                                            .map(output -> "\n" + Markdown.block(output))
                                            .collect(Collectors.joining("", source(code), ""));
                        })
                .collect(Collectors.joining());
    }

    private String html(Path figures) {
        var body = new StringBuilder();
        for (var piece : pieces)
            switch (piece) {
                case Piece.Prose prose -> body.append(html(prose.markdown()));
                case Piece.Code code -> {
                    body.append(html(source(code)));
                    for (var output : code.outputs())
                        body.append(
                                Html.fragment(
                                        output,
                                        figure -> Html.svg(figures.resolve(figure + ".svg"))));
                }
            }
        return Html.frame(title.isEmpty() ? name : title, sections, body.toString());
    }

    /** The block as it stands in the notebook; empty where it is hidden. */
    private static String source(Piece.Code code) {
        if (code.block().isHidden()) return "";
        var fence = "```";
        while (code.block().source().contains(fence)) fence += "`";
        return fence + "java\n" + code.block().source() + fence + "\n";
    }

    /**
     * The first heading of all is the title, which the frame has; those below make the contents.
     */
    private String html(String markdown) {
        var document = PARSER.parse(markdown);
        var first = document.getFirstChild();
        if (title.isEmpty() && first instanceof Heading heading && heading.getLevel() == 1) {
            title = text(heading);
            heading.unlink();
        }
        var html =
                HtmlRenderer.builder()
                        .extensions(TABLES)
                        .escapeHtml(true)
                        .sanitizeUrls(true)
                        .attributeProviderFactory(
                                _ -> (node, tag, attributes) -> style(node, attributes))
                        .build()
                        .render(document);
        // All that comes from the notebook is escaped, so these tags are the renderer's.
        return html.replace("<table>", "<div class=\"table\"><table>")
                .replace("</table>", "</table></div>");
    }

    private void style(Node node, Map<String, String> attributes) {
        if (node instanceof Heading heading && heading.getLevel() == 2) {
            sections.add(text(heading));
            attributes.put("id", "section-" + sections.size());
        }
        if ("right".equals(attributes.remove("align"))) attributes.put("class", "number");
    }

    private static String text(Node node) {
        return TextContentRenderer.builder().build().render(node);
    }
}
