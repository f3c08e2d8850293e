package faultline.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A page as GitHub's Markdown, beside a folder {@code figures/}. */
public final class Markdown {

    private static final String SPECIAL = "\\`*_[]<|~$";

    /** What makes more of a paragraph than a paragraph, at its start. */
    private static final Pattern LIST_OR_HEADING =
            Pattern.compile("^(\\d*)([.)](?= |$)|[-+](?= |$)|>|#+(?= |$)|[-=]+$)");

    private Markdown() {}

    static String render(Page page) {
        return "# "
                + escape(page.title())
                + "\n\n"
                + page.blocks().stream().map(Markdown::block).collect(Collectors.joining("\n"));
    }

    /** One block, with a line end. */
    public static String block(Page.Block block) {
        return switch (block) {
            case Page.Heading heading -> "## " + escape(heading.text()) + "\n";
            case Page.Subheading heading -> "### " + escape(heading.text()) + "\n";
            case Page.Facts facts ->
                    (facts.outcome().isEmpty() ? "" : "**%s**\n\n".formatted(facts.outcome()))
                            + facts.facts().stream()
                                    .map(f ->
                                            "- **%s:** %s\n"
                                                    .formatted(
                                                            escape(f.question()),
                                                            escape(f.answer())))
                                    .collect(Collectors.joining());
            case Page.Paragraph paragraph ->
                    switch (paragraph.tone()) {
                                case PLAIN -> "";
                                case ANSWER -> "> ";
                                case WARNING -> "> **Note.** ";
                            }
                            + escape(paragraph.text())
                            + "\n";
            case Page.Bullets bullets ->
                    bullets.items().stream()
                            .map(i -> "- " + escape(i) + "\n")
                            .collect(Collectors.joining());
            case Page.Table table -> table(table);
            case Page.Picture picture ->
                    "![%s](figures/%s.svg)\n".formatted(escape(picture.text()), picture.name());
            case Page.Listing listing -> listing(listing.text());
        };
    }

    private static String table(Page.Table table) {
        var lines = new StringBuilder();
        lines.append(row(table.columns()));
        lines.append(
                row(
                        IntStream.range(0, table.columns().size())
                                .mapToObj(i -> table.numeric().get(i) ? "--:" : ":--")
                                .toList(),
                        false));
        table.rows().forEach(r -> lines.append(row(r)));
        return lines.toString();
    }

    private static String row(List<String> cells) {
        return row(cells, true);
    }

    private static String row(List<String> cells, boolean escape) {
        return cells.stream()
                .map(c -> escape ? escape(c) : c)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A fence that is longer than any in the text, so that the text cannot close it. */
    private static String listing(String text) {
        var fence = "```";
        while (text.contains(fence)) fence += "`";
        return fence + "text\n" + text + "\n" + fence + "\n";
    }

    /** One line in which nothing is markup, and no line start makes a list of it. */
    static String escape(String text) {
        var escaped = new StringBuilder();
        var line = Text.oneLine(text);
        for (int i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '&') escaped.append("&amp;");
            else if (c == '<') escaped.append("&lt;");
            else if (SPECIAL.indexOf(c) >= 0 && !isInWord(line, i)) escaped.append('\\').append(c);
            else escaped.append(c);
        }
        return LIST_OR_HEADING.matcher(escaped).replaceFirst("$1\\\\$2");
    }

    /** An underscore within a word is no markup, and escaping it is hard to read. */
    private static boolean isInWord(String line, int i) {
        return line.charAt(i) == '_'
                && i > 0
                && i + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(i - 1))
                && Character.isLetterOrDigit(line.charAt(i + 1));
    }
}
