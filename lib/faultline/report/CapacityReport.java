package faultline.report;

import faultline.chart.CapacityFigure;
import faultline.chart.Digits;
import faultline.chart.Figure;
import faultline.chart.RunResult;
import faultline.chart.TrafficFigure;
import faultline.check.Verdict;
import faultline.measure.Recording;
import faultline.model.Bottleneck;
import faultline.model.Capacity;
import faultline.model.CapacityStudy;
import faultline.model.CapacityStudy.Found;
import faultline.model.CapacityStudy.Judged;
import faultline.model.Outage;
import faultline.model.Signs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        var scaling = CapacityScaling.of(capacity);
        var figures = new ArrayList<>(scaling.figures());
        if (!study.runs().isEmpty())
            figures.add(CapacityFigure.of(study.runs(), capacity.objective().p99Ms()));
        traffic().ifPresent(figures::add);
        figures.forEach(f -> f.write(folder.resolve("figures")));
        var page = page(scaling);
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

    private Page page(CapacityScaling scaling) {
        var page = new Page("Capacity " + study.name());
        answers().forEach(line -> page.paragraph(line, Page.Tone.ANSWER));
        page.paragraph(capacity.objective().sentence());
        if (found.isEmpty()) {
            Surroundings.tell(page, study);
            return page;
        }
        if (!study.runs().isEmpty())
            page.add(
                    new Page.Picture(
                            "capacity", "Latency and dump rate against the offered rate."));
        page.heading("Capacities").add(capacities());
        page.paragraph(
                "Processor time is that of the whole machine, kit included, for each message that"
                        + " was dumped at the highest rate that is carried.");
        page.heading("What broke first").bullets(found.stream().map(this::broke).toList());
        scaling.tell(page);
        page.heading("Runs").add(new CapacityRuns(found, capacity).table());
        page.paragraph(CapacityRuns.LEGEND);
        traffic()
                .ifPresent(f -> {
                    page.heading("Traffic");
                    page.add(new Page.Picture(f.name(), f.title() + ". " + f.subtitle()));
                });
        page.heading("What limits this").bullets(limits());
        Surroundings.tell(page, study);
        return page;
    }

    /** Who sends how much to whom in the busiest run. */
    private Optional<Figure> traffic() {
        return busiest(study)
                .flatMap(r ->
                        TrafficFigure.of(Recording.read(study.journals().get(r.id())), r.id()));
    }

    /** The run without a fault that had most to carry. */
    static Optional<RunResult> busiest(Study study) {
        return study.runs().stream()
                .filter(RunResult::isControl)
                .max(
                        Comparator.comparing((RunResult r) -> r.point().rateMsgPerS())
                                .thenComparing(RunResult::id));
    }

    private List<String> answers() {
        if (found.isEmpty())
            return List.of(
                    study.runs().isEmpty() ? "No run was made yet." : "No run was checked yet.");
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
                            microsPerMessage(each),
                            Integer.toString(each.capacity().trials()),
                            each.capacity().outcome().name()));
        return new Page.Table(
                List.of(
                        "configuration",
                        "carried (msg/s)",
                        "not carried (msg/s)",
                        "of healthy",
                        "processor time (µs/msg)",
                        "runs",
                        "verdict"),
                List.of(false, true, true, true, true, true, false),
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

    private String microsPerMessage(Found found) {
        return found.carried()
                .flatMap(run -> Verdict.read(Recording.read(run.journal())))
                .flatMap(Verdict::load)
                .filter(load -> load.machineCpuPercent().isPresent() && !load.sinks().isEmpty())
                .flatMap(load ->
                        load.sinks().getFirst().dumpedRowsPerS().stream()
                                .filter(rows -> rows > 0)
                                .map(rows ->
                                        Digits.measured(
                                                load.machineCpuPercent().get() * 1e4 / rows))
                                .findFirst())
                .orElse("–");
    }

    private String broke(Found found) {
        var label = found.configuration().label() + ": ";
        if (found.broken().isEmpty())
            return label + "nothing broke: every rate that was tried was carried.";
        var run = found.broken().get();
        return label
                + "at %s messages/s. %s %s%s"
                        .formatted(
                                rate(OptionalDouble.of(run.point().rateMsgPerS())),
                                String.join(" ", run.judgement().reasons()),
                                cause(Recording.read(run.journal()), found.carried().isEmpty()),
                                found.carried().map(CapacityReport::before).orElse(""));
    }

    /** A fault that takes what nothing goes without explains why nothing at all is carried. */
    private static String cause(Recording broken, boolean nothingIsCarried) {
        return (nothingIsCarried ? Outage.of(broken) : Optional.<Outage>empty())
                .map(Outage::sentence)
                .orElseGet(() -> Bottleneck.of(Signs.of(broken)).sentence());
    }

    /** What was at its limit below it too cannot be why this rate was not carried. */
    private static String before(Judged carried) {
        var before = Signs.of(Recording.read(carried.journal()));
        var also = Bottleneck.of(before).causes();
        return also.isEmpty()
                ? " None of that was so at %s messages/s, which were carried."
                        .formatted(rate(OptionalDouble.of(carried.point().rateMsgPerS())))
                : " At %s messages/s, which were carried, already: %s"
                        .formatted(
                                rate(OptionalDouble.of(carried.point().rateMsgPerS())),
                                String.join(" ", also));
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
        limits.addAll(new CapacityRuns(found, capacity).limits());
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
