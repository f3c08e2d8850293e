package faultline.report;

import faultline.chart.Figure;
import faultline.chart.ModelFigures;
import faultline.measure.Numbers;
import faultline.model.Answer;
import faultline.model.Dimension;
import faultline.model.Estimate;
import faultline.model.Observation;
import faultline.model.Unanswerable;
import faultline.model.UslEstimate;
import faultline.model.Weighting;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How big a platform must be, for people and for programs.
 *
 * @param checks how well the curves predict what they know, and for how long it lasts; sentences
 * @param notes what a reader must know of the runs; sentences
 * @param sizes capacities by size that the curves were fitted to, by what was sized
 */
public record DimensionReport(
        Dimension dimension,
        List<String> checks,
        List<String> notes,
        Map<String, List<Observation>> sizes,
        long seed) {

    /** What it can be written as. */
    public enum Format {
        MD,
        HTML,
        CSV,
        JSON;

        String ending() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final double SAFE = 0.8;

    /** For the terminal. */
    public List<String> lines() {
        var lines = new ArrayList<>(dimension.lines());
        lines.addAll(checks);
        lines.addAll(notes);
        return lines;
    }

    /** Writes {@code dimension.md} and the like, with figures where curves could be fitted. */
    public void write(Path folder, Collection<Format> formats) {
        if (formats.isEmpty()) return;
        var figures = figures();
        figures.forEach(f -> f.write(folder.resolve("figures")));
        var page = page(figures);
        try {
            Files.createDirectories(folder);
            for (var format : formats)
                Files.writeString(
                        folder.resolve("dimension." + format.ending()),
                        text(format, page, folder.resolve("figures")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(Format format, Page page, Path figures) {
        return switch (format) {
            case MD -> Markdown.render(page);
            case HTML -> Html.render(page, name -> Html.svg(figures.resolve(name + ".svg")));
            case CSV -> csv();
            case JSON -> Yaml.prettyJson(map());
        };
    }

    /** What so many carry, with and without loss; none where no curve could be fitted. */
    public List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        sizes.forEach((what, runs) -> {
            try {
                var estimate = UslEstimate.of(runs, Weighting.RELATIVE, seed);
                figures.add(ModelFigures.scalability(what, estimate, List.of()));
                figures.add(
                        ModelFigures.headroom(
                                what,
                                estimate,
                                most(what, runs),
                                dimension.demand().survive(),
                                SAFE,
                                dimension.demand().msgPerS()));
            } catch (Unanswerable few) {
                // Without a curve there is no figure; the answer says what is missing.
            }
        });
        return figures;
    }

    /** As many as were measured or are recommended. */
    private int most(String what, List<Observation> runs) {
        var measured = runs.stream().mapToDouble(Observation::size).max().orElse(1);
        var recommended =
                dimension.answers().stream()
                        .filter(a -> a.what().equals(what) && a instanceof Answer.Sized)
                        .mapToDouble(a -> ((Answer.Sized) a).number())
                        .findFirst()
                        .orElse(0);
        return (int) Math.max(measured, recommended);
    }

    private Page page(List<Figure> figures) {
        var lines = dimension.lines();
        var page = new Page("How big it must be");
        page.paragraph(lines.getFirst(), Page.Tone.ANSWER).paragraph(dimension.assumption());
        if (!dimension.isComplete())
            page.paragraph(
                    "The runs do not carry every answer; what is missing is named with the runs"
                            + " that would provide it.",
                    Page.Tone.WARNING);
        page.heading("Bill of materials").add(bill());
        page.heading("How each number came about");
        for (var answer : dimension.answers()) {
            page.paragraph(answer.lines().getFirst());
            page.bullets(answer.lines().stream().skip(1).map(String::strip).toList());
        }
        if (!figures.isEmpty()) page.heading("Curves");
        figures.forEach(f -> page.add(new Page.Picture(f.name(), f.title() + ". " + f.subtitle())));
        page.heading("How far to trust it").bullets(checks);
        page.heading("The runs").bullets(notes);
        return page;
    }

    /** A row for each part: what to provide, and the need that it covers. */
    public Page.Table bill() {
        return new Page.Table(
                List.of("what", "provide", "needed, with 95 %"),
                List.of(false, true, true),
                dimension.answers().stream()
                        .map(answer ->
                                switch (answer) {
                                    case Answer.Sized sized ->
                                            List.of(
                                                    sized.what(),
                                                    (Numbers.plain(sized.number())
                                                                    + " "
                                                                    + sized.unit())
                                                            .strip(),
                                                    sized.needed().toString());
                                    case Answer.Missing missing ->
                                            List.of(missing.what(), "cannot be said", "");
                                })
                        .toList());
    }

    private String csv() {
        var text = new StringBuilder("what,unit,provide,needed,needed_low,needed_high\n");
        for (var answer : dimension.answers())
            text.append(
                    switch (answer) {
                        case Answer.Sized sized ->
                                "\"%s\",%s,%s,%s,%s,%s\n"
                                        .formatted(
                                                sized.what(),
                                                sized.unit(),
                                                Numbers.plain(sized.number()),
                                                Numbers.plain(sized.needed().value()),
                                                Numbers.plain(sized.needed().interval().low()),
                                                Numbers.plain(sized.needed().interval().high()));
                        case Answer.Missing missing -> "\"%s\",,,,,\n".formatted(missing.what());
                    });
        return text.toString();
    }

    private Map<String, Object> map() {
        var map = new LinkedHashMap<String, Object>();
        map.put("demand", dimension.lines().getFirst());
        map.put("assumption", dimension.assumption());
        map.put("complete", dimension.isComplete());
        map.put("answers", dimension.answers().stream().map(DimensionReport::map).toList());
        map.put("checks", checks);
        map.put("notes", notes);
        return map;
    }

    private static Map<String, Object> map(Answer answer) {
        var map = new LinkedHashMap<String, Object>();
        map.put("what", answer.what());
        switch (answer) {
            case Answer.Sized sized -> {
                map.put("unit", sized.unit());
                map.put("provide", sized.number());
                map.put("needed", map(sized.needed()));
                map.put("chain", sized.chain());
            }
            case Answer.Missing missing -> {
                map.put("why", missing.why());
                map.put("wanted", missing.wanted());
            }
        }
        return map;
    }

    private static Map<String, Object> map(Estimate estimate) {
        var map = new LinkedHashMap<String, Object>();
        map.put("value", estimate.value());
        map.put("low", estimate.interval().low());
        map.put("high", estimate.interval().high());
        return map;
    }
}
