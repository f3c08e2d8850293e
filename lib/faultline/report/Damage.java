package faultline.report;

import faultline.chart.Digits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an experiment did to the users of the rows, and for how long: the tables of a post mortem.
 */
final class Damage {

    private Damage() {}

    /** What users saw of each step. */
    static void impact(Page page, List<Autopsy> autopsies) {
        page.subheading("Impact: what users saw");
        var rows = new ArrayList<List<String>>();
        for (var each : autopsies) {
            var i = each.impact();
            rows.add(
                    List.of(
                            each.verdict().run(),
                            each.verdict().outcome().name(),
                            measured(i.p99BeforeMs()),
                            measured(i.p99AfterMs()),
                            measured(i.rowsPerSBefore()),
                            measured(i.lowestRowsPerS()),
                            Integer.toString(i.stalledSeconds()),
                            measured(i.largestBacklogMsg()),
                            Integer.toString(i.outsideSeconds())));
        }
        page.add(
                new Page.Table(
                        List.of(
                                "step",
                                "verdict",
                                "p99 before (ms)",
                                "p99 after (ms)",
                                "dumped before (rows/s)",
                                "lowest (rows/s)",
                                "nothing dumped (s)",
                                "largest backlog (msg)",
                                "outside the hypothesis (s)"),
                        List.of(false, false, true, true, true, true, true, true, true),
                        rows));
        page.paragraph(
                "Of MariaDB, which every message must reach. Before: the seconds of the gate."
                    + " After: from the injection to the end of the load; latency and backlog to"
                    + " the end of the drain.");
    }

    /** When each step was seen to go wrong. */
    static void detection(Page page, List<Autopsy> autopsies) {
        page.subheading("Detection");
        var lines = new ArrayList<String>();
        for (var each : autopsies) {
            var i = each.impact();
            if (i.injectedSecond().isEmpty())
                lines.add(each.verdict().run() + ": nothing was injected.");
            else if (i.breaches().isEmpty())
                lines.add(each.verdict().run() + ": no condition of the hypothesis was broken.");
            else {
                var first = i.breaches().getFirst();
                lines.add(
                        ("%s: first seen %s after the injection, at second %s: not %s, bad since"
                                        + " second %d.")
                                .formatted(
                                        each.verdict().run(),
                                        Autopsy.seconds(i.detectedAfterSeconds().orElseThrow()),
                                        Digits.grouped(first.seenSecond(), 1),
                                        first.condition(),
                                        first.from()));
            }
        }
        page.bullets(lines);
    }

    /** How each sink came back. */
    static void recovery(Page page, List<Autopsy> autopsies) {
        page.subheading("Recovery");
        var rows = new ArrayList<List<String>>();
        for (var each : autopsies)
            for (var r : each.verdict().recoveries())
                rows.add(
                        List.of(
                                each.verdict().run(),
                                r.sink(),
                                r.onsetSecond().map(String::valueOf).orElse("–"),
                                r.seconds()
                                        .map(String::valueOf)
                                        .or(() -> r.atLeastSeconds().map(s -> "> " + s))
                                        .orElse("–"),
                                Integer.toString(r.stalledSeconds()),
                                measured(r.worstE2eMs()),
                                r.reason()));
        page.add(
                new Page.Table(
                        List.of(
                                "step",
                                "sink",
                                "first bad second",
                                "back after (s)",
                                "standstill (s)",
                                "worst latency (ms)",
                                "in words"),
                        List.of(false, false, true, true, true, true, false),
                        rows));
    }

    private static String measured(Optional<Double> value) {
        return value.map(Autopsy::number).orElse("–");
    }
}
