package faultline.report;

import faultline.chart.Digits;
import faultline.check.Outcome;
import faultline.check.Scorecard;
import faultline.plan.Yaml;

import java.util.ArrayList;
import java.util.List;

/** A scorecard for a terminal, as Markdown, or as JSON. */
public final class ScorePage {

    private static final int WIDTH = 80;
    private static final int LONGEST_NAME = 30;

    private ScorePage() {}

    /** At most 80 columns: one line a trial, then what to change for each that did not hold. */
    public static String text(Scorecard card) {
        var lines = new ArrayList<String>();
        var row = "%-30s %4s %8s  %-12s %6s %9s %4s";
        lines.add(row.formatted("tried", "pods", "msg/s", "verdict", "held", "age", "lost"));
        for (var item : card.items())
            lines.add(
                    row.formatted(
                                    shortened(item.fault()),
                                    item.targets().size(),
                                    Digits.grouped(item.rateMsgPerS(), 0),
                                    item.outcome(),
                                    item.held() + "/" + item.times(),
                                    age(item),
                                    Digits.grouped(item.lost(), 0))
                            .stripTrailing());
        for (var item : card.items()) {
            if (item.outcome() == Outcome.PASS) continue;
            lines.add("");
            lines.addAll(wrapped("%s: %s".formatted(item.fault(), item.reason()), "  "));
            if (item.change().isEmpty()) lines.add("  no rule fits; see " + item.folder());
            for (var advice : item.change()) {
                lines.add("  -> %s: %s".formatted(advice.key(), advice.value()));
                lines.addAll(wrapped("     " + advice.because(), "     "));
            }
        }
        lines.add("");
        lines.addAll(wrapped(score(card), "  "));
        if (!card.notTried().isEmpty())
            lines.addAll(wrapped("not tried: " + String.join(", ", card.notTried()), "  "));
        return String.join("\n", lines);
    }

    /** The same as a page to keep. */
    public static String markdown(Scorecard card) {
        var page = new Page("What was tried, and what held");
        page.paragraph(score(card), Page.Tone.ANSWER);
        var rows = new ArrayList<List<String>>();
        var changes = new ArrayList<List<String>>();
        for (var item : card.items()) {
            rows.add(
                    List.of(
                            item.fault(),
                            String.join(", ", item.targets()),
                            Digits.grouped(item.rateMsgPerS(), 0),
                            item.outcome().name(),
                            item.held() + " of " + item.times(),
                            item.made(),
                            age(item),
                            item.recoveryS().map(s -> Digits.grouped(s, 0)).orElse("–"),
                            Digits.grouped(item.lost(), 0)));
            for (var advice : item.change())
                changes.add(List.of(item.fault(), advice.key(), advice.value(), advice.because()));
            if (item.outcome() != Outcome.PASS && item.change().isEmpty())
                changes.add(List.of(item.fault(), "–", "–", "No rule fits: " + item.reason()));
        }
        page.add(
                new Page.Table(
                        List.of(
                                "tried",
                                "pods",
                                "load (msg/s)",
                                "verdict",
                                "held",
                                "last tried",
                                "age",
                                "recovery (s)",
                                "lost"),
                        List.of(false, false, true, false, true, false, true, true, true),
                        rows));
        if (!changes.isEmpty()) {
            page.heading("What to change next");
            page.add(
                    new Page.Table(
                            List.of("tried", "key", "value", "because"),
                            List.of(false, false, false, false),
                            changes));
        }
        if (!card.notTried().isEmpty()) {
            page.heading("Not tried");
            page.bullets(card.notTried());
        }
        return Markdown.render(page);
    }

    public static String json(Scorecard card) {
        return Yaml.prettyJson(card.toMap());
    }

    private static String score(Scorecard card) {
        var held = card.items().stream().filter(i -> i.outcome() == Outcome.PASS).count();
        var said = card.items().stream().filter(i -> i.points().isPresent()).count();
        return "%d of %d held%s. Held counts 100, held more than %d days ago 75, found not to hold 50;"
                        .formatted(
                                held,
                                card.items().size(),
                                card.score()
                                        .map(s -> ", score %d over %d".formatted(s, said))
                                        .orElse(", no score"),
                                Scorecard.STALE.toDays())
                + " what cannot be said counts neither way.";
    }

    private static String age(Scorecard.Item item) {
        var age = item.ageDays() == 0 ? "today" : item.ageDays() + " d";
        return item.stale() ? age + " !" : age;
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME - 1) + "…" : text;
    }

    private static List<String> wrapped(String text, String indent) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (rest.length() > WIDTH) {
            var cut = rest.lastIndexOf(' ', WIDTH);
            if (cut <= indent.length()) break;
            lines.add(rest.substring(0, cut));
            rest = indent + rest.substring(cut + 1);
        }
        lines.add(rest);
        return lines;
    }
}
