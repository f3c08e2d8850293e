package faultline.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.chart.Digits;
import faultline.chart.RunResult;
import faultline.check.SinkSummary;
import faultline.measure.Numbers;
import faultline.plan.Factors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The index as HTML. Everything is in its tables, so that it can be read without JavaScript; {@code
 * index.js} filters, sorts and compares what is there.
 */
final class IndexPage {

    private static final String SCRIPT = "pages/index.js";

    /** A measure of a run: the column, and what is in it. */
    private record Measure(String name, ToDoubleFunction<RunResult> value) {}

    private static final List<Measure> MEASURES =
            List.of(
                    new Measure("msg/s", r -> r.point().rateMsgPerS()),
                    new Measure("dumped/s", r -> r.main(SinkSummary::dumpedRowsPerS)),
                    new Measure("p50 ms", RunResult::e2eP50Ms),
                    new Measure("p99 ms", RunResult::e2eP99Ms),
                    new Measure("backlog", RunResult::largestBacklogMsg),
                    new Measure("recovery s", r -> r.isControl() ? Double.NaN : r.recoveryS()),
                    new Measure("lost", r -> r.worst(a -> a.lost().count())));

    private final List<Index.Entry> entries;
    private final List<Index.Broken> broken;

    IndexPage(List<Index.Entry> entries, List<Index.Broken> broken) {
        this.entries = entries;
        this.broken = broken;
    }

    String html() {
        var body =
                """
                <p class="answer">%s</p>
                <h2 id="section-1">Studies</h2>
                %s%s<h2 id="section-2">Runs</h2>
                <noscript><p class="warning">Without JavaScript runs are listed, not filtered or
                compared.</p></noscript>
                %s%s<h2 id="section-3">Comparison</h2>
                <div id="comparison" role="region" aria-label="Comparison" aria-live="polite">
                <p>Mark two runs or more in the table above; the first is what the others are held
                against.</p></div>
                """
                        .formatted(Text.xml(summary()), studies(), unreadable(), filter(), runs());
        return Html.frame(
                "Reports", List.of("Studies", "Runs", "Comparison"), body, script(SCRIPT));
    }

    private String summary() {
        var runs = all().toList();
        if (runs.isEmpty()) return "No run was made yet.";
        return "%s in %s: %s."
                .formatted(
                        Text.count(runs.size(), "run"),
                        entries.size() == 1 ? "1 study" : entries.size() + " studies",
                        outcomes(runs));
    }

    private String studies() {
        var rows = new StringBuilder();
        for (var entry : entries)
            rows.append(
                    "<tr><th scope=\"row\">%s</th>%s%s%s%s%s%s</tr>\n"
                            .formatted(
                                    link(entry, entry.title()),
                                    cell(outcomes(entry.runs())),
                                    number(entry.runs().size() + " of " + entry.planned()),
                                    cell(entry.kind()),
                                    cell(made(entry)),
                                    cell(entry.machine()),
                                    cell(entry.name())));
        return table(
                "studies",
                "Studies, the newest first",
                headings("study", "verdicts")
                        + heading("runs", true)
                        + headings("kind", "made (UTC)", "machine", "folder"),
                rows.toString());
    }

    private String unreadable() {
        return broken.stream()
                .map(b ->
                        "<p class=\"warning\">%s cannot be read: %s</p>\n"
                                .formatted(Text.xml(b.name()), Text.xml(b.reason())))
                .collect(Collectors.joining());
    }

    private String filter() {
        return """
        <form id="filter" role="search" aria-label="Runs" hidden="hidden">
        <label>Text <input type="search" name="text"/></label>
        %s%s%s<button type="reset">Show all</button>
        <a href="#section-3">Compare (<span id="chosen">0</span>)</a>
        <output id="count" aria-live="polite"></output>
        </form>
        """
                .formatted(
                        select("Study", "study", entries.stream().map(Index.Entry::name)),
                        select("Fault", "fault", all().map(run -> run.point().faultLabel())),
                        select("Verdict", "verdict", all().map(RunResult::outcome)));
    }

    private static String select(String label, String name, Stream<String> values) {
        return values.distinct()
                .sorted()
                .map(v -> "<option>" + Text.xml(v) + "</option>")
                .collect(
                        Collectors.joining(
                                "",
                                "<label>%s <select name=\"%s\"><option value=\"\">all</option>"
                                        .formatted(label, name),
                                "</select></label>\n"));
    }

    private String runs() {
        var rows = new StringBuilder();
        for (var entry : entries) for (var run : entry.runs()) rows.append(row(entry, run));
        var headings =
                "<th scope=\"col\" class=\"choice\"><span class=\"unseen\">compare</span></th>"
                        + headings("run", "verdict", "fault")
                        + MEASURES.stream()
                                .map(measure -> heading(measure.name(), true))
                                .collect(Collectors.joining())
                        + headings("size", "made (UTC)", "study");
        return table("runs", "Runs", headings, rows.toString());
    }

    private String row(Index.Entry entry, RunResult run) {
        var key = entry.name() + "/" + run.id();
        var cells =
                MEASURES.stream()
                        .map(measure -> number(measure.value().applyAsDouble(run)))
                        .collect(Collectors.joining());
        return """
        <tr data-key="%1$s" data-machine="%2$s"><td class="choice">\
        <input type="checkbox" aria-label="Compare %1$s"/></td>\
        <th scope="row">%3$s</th>%4$s%5$s%6$s%7$s%8$s%9$s</tr>
        """
                .formatted(
                        Text.xml(key),
                        Text.xml(entry.machine()),
                        link(entry, run.id()),
                        "<td>%s</td>".formatted(Html.content(run.outcome())),
                        cell(run.point().faultLabel()),
                        cells,
                        cell(size(run)),
                        cell(made(entry)),
                        cell(entry.name()));
    }

    private static String size(RunResult run) {
        var factors = run.point().factors();
        return Text.count(run.point().replicas(), "replica")
                + (factors.equals(Factors.NONE) ? "" : ", " + factors.label());
    }

    private Stream<RunResult> all() {
        return entries.stream().flatMap(entry -> entry.runs().stream());
    }

    /** {@code 7 PASS, 1 FAIL}. */
    private static String outcomes(List<RunResult> runs) {
        return Html.OUTCOMES.stream()
                .map(outcome -> {
                    var count = runs.stream().filter(r -> r.outcome().equals(outcome)).count();
                    return count == 0 ? "" : count + " " + outcome;
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** To the minute. */
    private static String made(Index.Entry entry) {
        return entry.made().length() < 16 ? "" : entry.made().substring(0, 16).replace('T', ' ');
    }

    private static String link(Index.Entry entry, String text) {
        return entry.page()
                .map(page ->
                        "<a href=\"%s\">%s</a>".formatted(Text.xml(address(page)), Text.xml(text)))
                .orElseGet(() -> Text.xml(text));
    }

    /** A path as a relative address: names of folders may have any character. */
    private static String address(String path) {
        return Stream.of(path.split("/"))
                .map(part -> java.net.URLEncoder.encode(part, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static String table(String id, String caption, String headings, String rows) {
        return """
        <div class="table" role="region" aria-label="%2$s" tabindex="0"><table id="%1$s">
        <caption class="unseen">%2$s</caption>
        <thead><tr>%3$s</tr></thead>
        <tbody>
        %4$s</tbody>
        </table></div>
        """
                .formatted(id, caption, headings, rows);
    }

    private static String heading(String name, boolean isNumber) {
        return "<th scope=\"col\"%s>%s</th>"
                .formatted(isNumber ? " class=\"number\"" : "", Text.xml(name));
    }

    private static String headings(String... names) {
        return Stream.of(names).map(name -> heading(name, false)).collect(Collectors.joining());
    }

    private static String cell(String text) {
        return "<td>%s</td>".formatted(Text.xml(text));
    }

    private static String number(double value) {
        return "<td class=\"number\" data-value=\"%s\">%s</td>"
                .formatted(Numbers.plain(value), Digits.measured(value));
    }

    private static String number(String text) {
        return "<td class=\"number\">%s</td>".formatted(text);
    }

    private static String script(String resource) {
        try (var in = IndexPage.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null)
                throw new IllegalStateException(resource + " is missing from the class path");
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
