package faultline.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A page as one HTML file that asks nothing of the network: figures are inside, as SVG. */
public final class Html {

    static final List<String> OUTCOMES =
            List.of("PASS", "FAIL", "INCONCLUSIVE", "ABORTED", "UNCHECKED", "not made");

    private static final int LONGEST_NAME = 60;

    private static final String STYLE =
            """
            :root { --ink: #222; --soft: #666; --paper: #fff; --line: #ddd; --wash: #f5f6f7;
              --good: #00704f; --bad: #b03a00; --open: #7a5800; --link: #005b8f; }
            @media screen and (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --soft: #a0a0a0;
              --paper: #17191c; --line: #3a3d42; --wash: #212428; --good: #4fd1a5;
              --bad: #ff9a66; --open: #e8c058; --link: #7cc4f2; } }
            * { box-sizing: border-box; }
            body { margin: 0; color: var(--ink); background: var(--paper);
              font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
            main { max-width: 62rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
            nav { position: sticky; top: 0; z-index: 1; padding: .5rem 1.5rem; overflow-x: auto;
              white-space: nowrap; background: var(--paper); border-bottom: 1px solid var(--line); }
            nav a { margin-right: 1.25rem; color: var(--link); font-size: .875rem;
              text-decoration: none; }
            nav a:hover { text-decoration: underline; }
            h1 { margin: 1rem 0 .5rem; font-size: 1.75rem; line-height: 1.2; }
            h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; font-size: 1.25rem;
              border-bottom: 1px solid var(--line); scroll-margin-top: 3.5rem; }
            h3 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
            p, li { max-width: 46rem; overflow-wrap: anywhere; }
            .facts { margin: 1rem 0; padding: .5rem 1rem; background: var(--wash);
              border-left: 6px solid var(--open); border-radius: 4px; }
            .facts, .facts.pass, .facts.fail, .facts.aborted { color: var(--ink); }
            .facts.pass { border-color: var(--good); }
            .facts.fail, .facts.aborted { border-color: var(--bad); }
            .verdict { margin: .25rem 0; font-size: 1.375rem; font-weight: 700; color: var(--open); }
            .pass > .verdict { color: var(--good); }
            .fail > .verdict, .aborted > .verdict { color: var(--bad); }
            dl { display: grid; grid-template-columns: 9rem 1fr; gap: .4rem 1rem; margin: .5rem 0; }
            dt { color: var(--soft); font-weight: 600; }
            dd { margin: 0; overflow-wrap: anywhere; }
            .answer { padding: .75rem 1rem; background: var(--wash);
              border-left: 4px solid var(--link); }
            .warning { padding: .5rem 1rem; background: var(--wash);
              border-left: 4px solid var(--bad); }
            .table { overflow-x: auto; margin: 1rem 0; }
            table { border-collapse: collapse; font-size: .8125rem;
              font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .6rem; text-align: left; vertical-align: bottom;
              border-bottom: 1px solid var(--line); }
            th { color: var(--soft); font-weight: 600; }
            td { vertical-align: top; white-space: nowrap; }
            td.long { min-width: 18rem; white-space: normal; }
            tbody tr:nth-child(even) { background: var(--wash); }
            .number { text-align: right; white-space: nowrap; }
            .outcome { font-weight: 700; white-space: nowrap; }
            .pass { color: var(--good); }
            .fail, .aborted { color: var(--bad); }
            .inconclusive, .unchecked, .not-made { color: var(--open); }
            figure { margin: 1.25rem 0; background: #fff; border: 1px solid var(--line);
              border-radius: 4px; overflow-x: auto; }
            figure svg { display: block; width: 100%; min-width: 44rem; height: auto; }
            .values rect:hover { fill-opacity: .07; }
            pre { padding: .75rem 1rem; overflow-x: auto; background: var(--wash);
              border-radius: 4px; font-size: .8125rem; }
            code { font-size: .875em; }
            pre > code { font-size: inherit; }
            pre:has(> code) { border-left: 4px solid var(--line); }
            main:has(#runs) { max-width: 84rem; }
            table a { color: var(--link); }
            tbody th { color: var(--ink); font-weight: 400; white-space: nowrap; vertical-align: top; }
            .table:focus-visible, figure:focus-visible { outline: 2px solid var(--link); }
            .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
              clip-path: inset(50%); white-space: nowrap; }
            form { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end;
              margin: 1rem 0; font-size: .875rem; }
            form[hidden], tr[hidden] { display: none; }
            label { display: flex; flex-direction: column; color: var(--soft); }
            input, select, button { padding: .3rem .5rem; color: var(--ink); font: inherit;
              background: var(--paper); border: 1px solid var(--soft); border-radius: 4px; }
            select { max-width: 14rem; }
            form a { padding: .35rem 0; color: var(--link); }
            output { padding: .35rem 0; color: var(--soft); }
            th button { padding: 0; color: inherit; font: inherit; text-align: inherit;
              background: none; border: 0; cursor: pointer; }
            th button:hover { text-decoration: underline; }
            th[aria-sort=ascending] button::after { content: " ▲"; }
            th[aria-sort=descending] button::after { content: " ▼"; }
            .choice { padding: .3rem .2rem; }
            .choice input { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--link); }
            @media (max-width: 40rem) { tbody th { min-width: 8rem; white-space: normal;
              overflow-wrap: anywhere; } main { padding: .5rem .875rem 3rem; }
              nav { padding: .5rem .875rem; } h1 { font-size: 1.375rem; }
              dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .6rem; } }
            @media print { form, .choice { display: none; } figure svg { min-width: 0; } nav { display: none; } main { max-width: none; padding: 0; }
              figure, tr { break-inside: avoid; } h2 { break-after: avoid; }
              .table { overflow: visible; } table { font-size: .6rem; }
              pre { white-space: pre-wrap; overflow-wrap: anywhere; } }
            """;

    private final Page page;
    private final Function<String, String> figures;
    private int section;

    private Html(Page page, Function<String, String> figures) {
        this.page = page;
        this.figures = figures;
    }

    /**
     * @param figures the SVG of a figure by its name
     */
    static String render(Page page, Function<String, String> figures) {
        return new Html(page, figures).render();
    }

    private String render() {
        var sections =
                page.blocks().stream()
                        .filter(Page.Heading.class::isInstance)
                        .map(block -> ((Page.Heading) block).text())
                        .toList();
        return frame(page.title(), sections, body());
    }

    /** One block that is no heading. */
    public static String fragment(Page.Block block, Function<String, String> figures) {
        return new Html(new Page(""), figures).block(block);
    }

    /** An SVG file as it stands in a page: without the XML declaration of a file of its own. */
    public static String svg(Path file) {
        try {
            var svg = Files.readString(file);
            return svg.substring(svg.indexOf("<svg"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A whole page around what is in it.
     *
     * @param sections names in the contents; the first has the id {@code section-1}, and so on
     * @param body HTML
     */
    public static String frame(String title, List<String> sections, String body) {
        return frame(title, sections, body, "");
    }

    /**
     * The same with a script at its end. The page may not ask for anything, whatever is in it: the
     * browser is told so.
     */
    static String frame(String title, List<String> sections, String body, String script) {
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src %5$s"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <nav aria-label="Contents">%3$s</nav>
        <main>
        <h1>%1$s</h1>
        %4$s</main>
        %6$s</body>
        </html>
        """
                .formatted(
                        Text.xml(title),
                        STYLE,
                        contents(sections),
                        body,
                        script.isEmpty() ? "'none'" : "'unsafe-inline'",
                        script.isEmpty()
                                ? ""
                                : "<script>/*<![CDATA[*/\n%s/*]]>*/</script>\n".formatted(script));
    }

    private static String contents(List<String> sections) {
        var links = new StringBuilder();
        for (int i = 0; i < sections.size(); i++)
            links.append(
                    "<a href=\"#section-%d\">%s</a>".formatted(i + 1, Text.xml(sections.get(i))));
        return links.toString();
    }

    private String body() {
        return page.blocks().stream().map(this::block).collect(Collectors.joining());
    }

    private String block(Page.Block block) {
        return switch (block) {
            case Page.Heading heading ->
                    "<h2 id=\"section-%d\">%s</h2>\n"
                            .formatted(++section, Text.xml(heading.text()));
            case Page.Subheading heading -> "<h3>" + Text.xml(heading.text()) + "</h3>\n";
            case Page.Facts facts -> facts(facts);
            case Page.Paragraph paragraph ->
                    "<p%s>%s</p>\n".formatted(tone(paragraph.tone()), Text.xml(paragraph.text()));
            case Page.Bullets bullets ->
                    bullets.items().stream()
                            .map(i -> "<li>" + Text.xml(i) + "</li>\n")
                            .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
            case Page.Table table -> table(table);
            case Page.Picture picture ->
                    "<figure role=\"img\" aria-label=\"%s\" tabindex=\"0\">\n%s</figure>\n"
                            .formatted(Text.xml(picture.text()), figures.apply(picture.name()));
            case Page.Listing listing -> "<pre>" + Text.xml(listing.text()) + "</pre>\n";
        };
    }

    private static String facts(Page.Facts facts) {
        var name = facts.outcome().replace(' ', '-').toLowerCase(Locale.ROOT);
        var html = new StringBuilder("<section class=\"facts %s\">\n".formatted(name));
        if (!facts.outcome().isEmpty())
            html.append("<p class=\"verdict\">%s</p>\n".formatted(Text.xml(facts.outcome())));
        html.append("<dl>\n");
        for (var fact : facts.facts())
            html.append(
                    "<dt>%s</dt><dd>%s</dd>\n"
                            .formatted(Text.xml(fact.question()), Text.xml(fact.answer())));
        return html.append("</dl>\n</section>\n").toString();
    }

    private static String tone(Page.Tone tone) {
        return switch (tone) {
            case PLAIN -> "";
            case ANSWER -> " class=\"answer\"";
            case WARNING -> " class=\"warning\"";
        };
    }

    private static String table(Page.Table table) {
        var html = new StringBuilder("<div class=\"table\"><table>\n<thead><tr>");
        for (int i = 0; i < table.columns().size(); i++)
            html.append(cell("th", table.numeric().get(i), Text.xml(table.columns().get(i))));
        html.append("</tr></thead>\n<tbody>\n");
        for (var row : table.rows()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++)
                html.append(cell("td", table.numeric().get(i), content(row.get(i))));
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    /** Names stay on one line, sentences are broken: tables scroll within their own frame. */
    private static String cell(String tag, boolean numeric, String content) {
        var style = numeric ? "number" : content.length() > LONGEST_NAME ? "long" : "";
        return "<%1$s%2$s>%3$s</%1$s>"
                .formatted(tag, style.isEmpty() ? "" : " class=\"%s\"".formatted(style), content);
    }

    static String content(String cell) {
        return OUTCOMES.contains(cell)
                ? "<span class=\"outcome %s\">%s</span>"
                        .formatted(cell.replace(' ', '-').toLowerCase(Locale.ROOT), cell)
                : Text.xml(cell);
    }
}
