package faultline.report;

import faultline.chart.CapacityFigure;
import faultline.chart.Digits;
import faultline.check.Outcome;
import faultline.measure.Recording;
import faultline.model.Bottleneck;
import faultline.model.Capacity;
import faultline.model.CapacityStudy;
import faultline.model.CapacityStudy.Found;
import faultline.model.CapacityStudy.Judged;
import faultline.model.Signs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Tells what a capacity search found: how much is carried, what broke first, what a fault costs.
 */
final class CapacityReport {

    /** Below this, an interval of a trend is wide, and a rate that will not last may pass. */
    private static final int SHORT_SECONDS = 60;

    private final Study study;
    private final CapacityStudy capacity;
    private final List<Found> found;

    private CapacityReport(Study study) {
        this.study = study;
        capacity = CapacityStudy.read(study.folder());
        found = capacity.found();
    }

    /** Writes Markdown, HTML, tables and the figure; returns the lines for the terminal. */
    static String write(Study study) {
        return new CapacityReport(study).write();
    }

    private String write() {
        var folder = study.folder();
        var page = page();
        if (!study.runs().isEmpty())
            CapacityFigure.of(study.runs(), capacity.objective().p99Ms())
                    .write(folder.resolve("figures"));
        try {
            RunsTable.write(RunsTable.of(study.runs()), folder.resolve("runs.csv"));
            Files.writeString(folder.resolve("capacity.csv"), csv());
            Files.writeString(folder.resolve("junit.xml"), JUnitXml.render(study));
            Files.writeString(folder.resolve("report.md"), Markdown.render(page));
            Files.writeString(
                    folder.resolve("report.html"),
                    Html.render(
                            page, name -> Html.svg(folder.resolve("figures/" + name + ".svg"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var lines = new ArrayList<>(answers());
        lines.add(folder.resolve("report.html").toString());
        return String.join("\n", lines);
    }

    private Page page() {
        var page = new Page("Capacity " + study.name());
        answers().forEach(line -> page.paragraph(line, Page.Tone.ANSWER));
        page.paragraph(capacity.objective().sentence());
        if (!study.runs().isEmpty())
            page.add(
                    new Page.Picture(
                            "capacity", "Latency and dump rate against the offered rate."));
        page.heading("Capacities").add(capacities());
        page.heading("What broke first").bullets(found.stream().map(this::broke).toList());
        page.heading("Runs").add(runs());
        page.heading("What limits this").bullets(limits());
        return page;
    }

    private List<String> answers() {
        if (found.isEmpty()) return List.of("No run was made yet.");
        return found.stream()
                .map(f ->
                        "%s: %s"
                                .formatted(
                                        f.configuration().label(),
                                        String.join(" ", f.capacity().sentences())))
                .toList();
    }

    private Page.Table capacities() {
        var rows = new ArrayList<List<String>>();
        for (var each : found)
            rows.add(
                    List.of(
                            each.configuration().label(),
                            rate(each.capacity().msgPerS()),
                            rate(each.capacity().notCarriedMsgPerS()),
                            healthyShare(each),
                            Integer.toString(each.capacity().trials()),
                            each.capacity().outcome().name()));
        return new Page.Table(
                List.of(
                        "configuration",
                        "carried (msg/s)",
                        "not carried (msg/s)",
                        "of healthy",
                        "runs",
                        "verdict"),
                List.of(false, true, true, true, true, false),
                rows);
    }

    /** Headroom: what a fault leaves of the capacity of the same stack without one. */
    private String healthyShare(Found found) {
        if (found.configuration().isHealthy()) return "";
        return this.found.stream()
                .filter(f -> f.configuration().equals(found.configuration().healthy()))
                .map(Found::capacity)
                .map(Capacity::msgPerS)
                .filter(healthy -> healthy.isPresent() && found.capacity().msgPerS().isPresent())
                .map(healthy ->
                        Digits.measured(
                                        100
                                                * found.capacity().msgPerS().getAsDouble()
                                                / healthy.getAsDouble())
                                + " %")
                .findFirst()
                .orElse("unknown");
    }

    private String broke(Found found) {
        var label = found.configuration().label() + ": ";
        if (found.broken().isEmpty())
            return label + "nothing broke: every rate that was tried was carried.";
        var run = found.broken().get();
        return label
                + "at %s messages/s. %s %s"
                        .formatted(
                                rate(OptionalDouble.of(run.point().rateMsgPerS())),
                                String.join(" ", run.judgement().reasons()),
                                Bottleneck.of(Signs.of(Recording.read(run.journal()))).sentence());
    }

    private Page.Table runs() {
        var rows =
                judged().map(r ->
                                List.of(
                                        r.point().id(),
                                        rate(OptionalDouble.of(r.point().rateMsgPerS())),
                                        Double.isNaN(r.judgement().p99Ms())
                                                ? ""
                                                : Digits.measured(r.judgement().p99Ms()),
                                        r.judgement().outcome().name(),
                                        String.join(" ", r.judgement().reasons())))
                        .toList();
        return new Page.Table(
                List.of("run", "offered (msg/s)", "worst e2e p99 (ms)", "objective", "why"),
                List.of(false, true, true, false, false),
                rows);
    }

    private List<String> limits() {
        var limits = new ArrayList<>(study.warnings());
        var seconds =
                study.runs().stream()
                        .flatMap(r -> r.load().stream())
                        .mapToInt(l -> l.toSecond() - l.fromSecond())
                        .min()
                        .orElse(0);
        if (seconds < SHORT_SECONDS)
            limits.add(
                    "Runs measured %d s: a lag that grows slowly, a disk that fills and a compaction are not seen in so short a time. Trends are known the better the longer a run is."
                            .formatted(seconds));
        var said = judged().filter(r -> r.judgement().outcome() != Outcome.INCONCLUSIVE).count();
        limits.add(
                "%d of %d runs said something; the others are void, limited by the generator, or of too wide an interval."
                        .formatted(said, judged().count()));
        if (judged().noneMatch(r -> r.point().repetition() > 1))
            limits.add(
                    "Each rate was run once: the capacity may be off by a step of the search or"
                            + " more. --repeat 3 confirms both its ends.");
        return limits;
    }

    private String csv() {
        var lines =
                new StringBuilder(
                        "replicas,factors,fault,carried_msg_per_s,not_carried_msg_per_s,runs,verdict\n");
        for (var each : found)
            lines.append(
                    "%d,%s,%s,%s,%s,%d,%s\n"
                            .formatted(
                                    each.configuration().replicas(),
                                    each.configuration().factors().label().replace(", ", ";"),
                                    each.configuration().fault(),
                                    plain(each.capacity().msgPerS()),
                                    plain(each.capacity().notCarriedMsgPerS()),
                                    each.capacity().trials(),
                                    each.capacity().outcome()));
        return lines.toString();
    }

    private Stream<Judged> judged() {
        return found.stream().flatMap(f -> f.runs().stream());
    }

    private static String plain(OptionalDouble rate) {
        return rate.isEmpty() ? "" : faultline.measure.Numbers.plain(rate.getAsDouble());
    }

    private static String rate(OptionalDouble rate) {
        return rate.isEmpty() ? "–" : Digits.grouped(rate.getAsDouble(), 0);
    }
}
