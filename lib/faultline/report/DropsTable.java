package faultline.report;

import faultline.chart.Digits;
import faultline.chart.RunResult;
import faultline.measure.LinkLog;
import faultline.measure.LinkSample;
import faultline.platform.Drop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Packets that the pod network did not deliver: how many, why, where, when, and who asked. */
final class DropsTable {

    private static final List<String> COLUMNS =
            List.of("run", "cause", "asked for by", "packets", "links", "most on", "seconds");

    private static final List<Boolean> NUMERIC =
            List.of(false, false, false, true, true, false, false);

    private DropsTable() {}

    /** A row for each cause in each run; empty where everything arrived or nobody counted. */
    static Optional<Page.Table> of(Study study) {
        var rows = new ArrayList<List<String>>();
        for (var run : study.runs()) {
            var links = LinkLog.of(study.journals().get(run.id()));
            for (var cause : Drop.values()) row(run, cause, links).ifPresent(rows::add);
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Page.Table(COLUMNS, NUMERIC, rows));
    }

    private static Optional<List<String>> row(RunResult run, Drop cause, List<LinkSample> links) {
        var dropping = links.stream().filter(l -> l.dropped(cause) > 0).toList();
        if (dropping.isEmpty()) return Optional.empty();
        var sums = LinkSample.sums(dropping);
        var most =
                sums.stream()
                        .max(Comparator.comparing((LinkSample l) -> l.dropped(cause)))
                        .orElseThrow();
        var seconds = dropping.stream().mapToInt(LinkSample::second).summaryStatistics();
        return Optional.of(
                List.of(
                        run.id(),
                        cause.label().replace('_', ' '),
                        asked(run, cause),
                        Digits.grouped(sums.stream().mapToLong(l -> l.dropped(cause)).sum(), 0),
                        Integer.toString(sums.size()),
                        "%s: %s"
                                .formatted(
                                        most.to().isEmpty()
                                                ? "device of " + most.from()
                                                : most.from() + " → " + most.to(),
                                        Digits.grouped(most.dropped(cause), 0)),
                        "%d to %d".formatted(seconds.getMin(), seconds.getMax())));
    }

    private static String asked(RunResult run, Drop cause) {
        if (cause.isUnasked()) return "NOBODY";
        return cause == Drop.NO_ROUTE || run.isControl() ? "–" : run.point().fault();
    }
}
