package faultline.report;

import faultline.chart.Digits;
import faultline.chart.Figure;
import faultline.chart.RunResult;
import faultline.check.Accounting;
import faultline.check.ExperimentVerdict;
import faultline.check.ReplicaAccount;
import faultline.check.Verdict;

import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Tells a study to somebody who was not there: the answer first, then figures, because people look
 * before they read, then what it rests on; what ran where comes last.
 */
final class Story {

    /** Columns of the table of runs: what to show of the full one, under which heading. */
    private static final Map<String, String> SHOWN = new LinkedHashMap<>();

    static {
        SHOWN.put("run", "run");
        SHOWN.put("offered_msg_per_s", "offered (msg/s)");
        SHOWN.put("acked_msg_per_s", "acked (msg/s)");
        SHOWN.put("dumped_rows_per_s", "dumped (rows/s)");
        SHOWN.put("e2e_p50_ms", "e2e p50 (ms)");
        SHOWN.put("e2e_p99_ms", "e2e p99 (ms)");
        SHOWN.put("max_backlog_msg", "max backlog (msg)");
        SHOWN.put("drain_s", "drain (s)");
        SHOWN.put("recovery_s", "recovery (s)");
        SHOWN.put("lost", "lost");
        SHOWN.put("redelivered", "redelivered");
        SHOWN.put("indeterminate", "indeterminate");
        SHOWN.put("phantom", "phantom");
        SHOWN.put("verdict", "verdict");
    }

    /** Columns that are no numbers. */
    private static final Set<String> TEXTS = Set.of("run", RunsTable.SETTING, "verdict");

    private static final String SETTING_SHOWN_AFTER = "run";

    private final Study study;
    private final Page page;

    private Story(Study study) {
        this.study = study;
        page = new Page(study.title());
    }

    /**
     * @param experiment its verdict, where the study is one
     * @param figures of the sweep, then one of each run
     */
    static Page of(
            Study study,
            Optional<ExperimentVerdict> experiment,
            Table runs,
            List<Figure> figures,
            List<Figure> timelines) {
        var story = new Story(study);
        var findings = new Findings(study);
        if (experiment.isEmpty()) {
            story.page.add(new Page.Facts(findings.outcome(), findings.answer()));
            findings.limits().forEach(l -> story.page.paragraph(l, Page.Tone.WARNING));
            story.pictures("Figures", figures);
            story.runs(runs);
            story.accounting();
            story.drops();
            story.trouble();
            story.pictures("Second by second", timelines);
        } else {
            var postMortem = new PostMortem(study, experiment.get());
            postMortem.summary(story.page);
            ExperimentStory.allowed(story.page, experiment.get());
            findings.limits().forEach(l -> story.page.paragraph(l, Page.Tone.WARNING));
            story.pictures("Second by second", timelines);
            ExperimentStory.steps(story.page, experiment.get());
            postMortem.tell(story.page);
            story.runs(runs);
            story.accounting();
            story.drops();
            story.trouble();
            story.pictures("Figures", figures);
            ExperimentStory.plan(story.page, study);
        }
        Surroundings.tell(story.page, study);
        return story.page;
    }

    private void pictures(String heading, List<Figure> figures) {
        if (figures.isEmpty()) return;
        page.heading(heading);
        for (var figure : figures)
            page.add(new Page.Picture(figure.name(), figure.title() + ". " + figure.subtitle()));
    }

    private void runs(Table runs) {
        page.heading("Runs");
        var shown = shown(runs);
        var rows = new ArrayList<List<String>>();
        for (Row row : runs) rows.add(shown.keySet().stream().map(c -> cell(row, c)).toList());
        for (var id : study.missing()) {
            var row = new ArrayList<>(Collections.nCopies(shown.size(), ""));
            row.set(0, id);
            row.set(row.size() - 1, "not made");
            rows.add(row);
        }
        page.add(
                new Page.Table(
                        List.copyOf(shown.values()),
                        shown.keySet().stream().map(c -> !TEXTS.contains(c)).toList(),
                        rows));
        page.paragraph(
                "Rates are those of the measuring window, warm-up left out; end to end (from due to"
                    + " committed) goes on to the end of the drain, where the latest messages are."
                    + " Both are of MariaDB; backlog and drain are of the sink where they were"
                    + " largest, recovery of the one that felt the fault longest. Lost, redelivered"
                    + " and phantom are of the replica where they were most. “> 12” had not"
                    + " recovered after 12 s, when the load ended; “–” was not measured or cannot"
                    + " be said. All columns are in runs.csv.");
    }

    /** {@link #SHOWN}, with the setting where there is one. */
    private static Map<String, String> shown(Table runs) {
        var shown = new LinkedHashMap<String, String>();
        SHOWN.forEach((column, heading) -> {
            shown.put(column, heading);
            if (column.equals(SETTING_SHOWN_AFTER) && RunsTable.hasSettings(runs))
                shown.put(RunsTable.SETTING, "setting");
        });
        return shown;
    }

    private static String cell(Row row, String column) {
        switch (column) {
            case "run" -> {
                var limited = !row.getString("limited_by").isEmpty();
                return row.getString("run") + (limited ? " (generator-limited)" : "");
            }
            case "verdict", RunsTable.SETTING -> {
                return row.getString(column);
            }
            case "recovery_s" -> {
                if (!Double.isNaN(row.getDouble("unrecovered_s")))
                    return "> " + Digits.measured(row.getDouble("unrecovered_s"));
                var control = row.getString("fault").equals(RunResult.CONTROL);
                return control ? "" : Digits.measured(row.getDouble(column));
            }
            default -> {
                return Digits.measured(row.getDouble(column));
            }
        }
    }

    private void accounting() {
        var byReplica = new LinkedHashMap<String, List<ReplicaAccount>>();
        study.runs().stream()
                .flatMap(r -> r.replicas().stream())
                .forEach(
                        a -> byReplica.computeIfAbsent(a.replica(), r -> new ArrayList<>()).add(a));
        if (byReplica.isEmpty()) return;
        page.heading("Accounting");
        var counts = new LinkedHashMap<String, ToLongFunction<ReplicaAccount>>();
        counts.put("acknowledged", ReplicaAccount::acknowledged);
        counts.put("stored", ReplicaAccount::stored);
        counts.put("lost", a -> a.lost().count());
        counts.put("not yet dumped", a -> a.notYetDumped().count());
        counts.put("redelivered", ReplicaAccount::redelivered);
        counts.put("indeterminate", ReplicaAccount::indeterminate);
        counts.put("of these stored", a -> a.recovered().count());
        counts.put("phantom", RunResult::phantoms);
        var columns = new ArrayList<>(List.of("replica", "runs"));
        columns.addAll(counts.keySet());
        var rows = new ArrayList<List<String>>();
        byReplica.forEach((replica, accounts) -> {
            var row = new ArrayList<>(List.of(replica, Integer.toString(accounts.size())));
            for (var count : counts.values())
                row.add(Digits.grouped(accounts.stream().mapToLong(count).sum(), 0));
            rows.add(row);
        });
        page.add(
                new Page.Table(
                        columns, columns.stream().map(c -> !c.equals("replica")).toList(), rows));
        page.paragraph(
                "Messages of all runs together, as each replica held them at the end, read from"
                    + " that replica alone, against what the feeders wrote down. Lost: acknowledged"
                    + " and absent after a full drain. Redelivered: dumped again and kept once."
                    + " Indeterminate: the feeder cannot know whether they got in. Phantom: stored"
                    + " and never sent, or refused.");
        topic();
    }

    /** Losses that are here too are the brokers', all others were made behind them. */
    private void topic() {
        var rows = new ArrayList<List<String>>();
        for (var run : study.runs())
            run.verdict()
                    .flatMap(Verdict::accounting)
                    .flatMap(Accounting::topic)
                    .ifPresent(topic ->
                            rows.add(
                                    List.of(
                                            run.id(),
                                            Digits.grouped(topic.acknowledged(), 0),
                                            Digits.grouped(topic.stored(), 0),
                                            Digits.grouped(topic.lost().count(), 0),
                                            Digits.grouped(topic.duplicate().count(), 0),
                                            Digits.grouped(topic.disordered().count(), 0),
                                            Digits.grouped(
                                                    topic.phantom().count()
                                                            + topic.storedThoughRefused().count(),
                                                    0))));
        if (rows.isEmpty()) return;
        var columns =
                List.of(
                        "topic of run",
                        "acknowledged",
                        "stored",
                        "lost",
                        "duplicate",
                        "out of order",
                        "phantom");
        page.add(
                new Page.Table(
                        columns, columns.stream().map(c -> !c.startsWith("topic")).toList(), rows));
        page.paragraph(
                "What the brokers held, read back from the first offset to the last. What is lost"
                    + " here was lost by the brokers; what only a replica above has lost was lost"
                    + " on the way from them. Duplicate: at more than one offset. Out of order:"
                    + " behind a later message of the same feeder in its partition.");
    }

    private void drops() {
        var table = DropsTable.of(study);
        if (table.isEmpty()) return;
        page.heading("Packets that did not arrive");
        page.add(table.get());
        page.paragraph(
                "As the pod network counted them on each directed link, second by second, in"
                        + " links.csv of each run; a packet here is what the sender's kernel handed"
                        + " over, which may be a piece of up to 64 KiB of a stream. Queue and"
                        + " device are queues of the kit that were full: no fault asks for that.");
    }

    private void trouble() {
        var troubled = study.runs().stream().filter(r -> !r.passed()).toList();
        if (troubled.isEmpty()) return;
        page.heading("Runs that did not pass");
        for (var run : troubled) {
            page.paragraph(run.id() + ": " + run.outcome());
            page.bullets(
                    run.verdict().map(v -> v.reasons()).orElse(List.of("It was not checked.")));
            var evidence = Evidence.of(study.folder(), study.journals().get(run.id()));
            if (!evidence.isEmpty())
                page.listing(String.join("\n", evidence.stream().map(Evidence::toString).toList()));
        }
    }
}
