package faultline.report;

import faultline.chart.Figure;
import faultline.chart.ModelFigures;
import faultline.model.CapacityStudy;
import faultline.model.LatencyLeaveOut;
import faultline.model.MeasuredRuns;
import faultline.model.Observation;
import faultline.model.Outlook;
import faultline.model.Unanswerable;
import faultline.model.UslEstimate;
import faultline.model.Weighting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How capacity changes with size: a curve through what was measured, and how well it predicts a
 * size that it has not seen.
 *
 * @param predictions a sentence or two for each size that was left out
 * @param notes of the runs
 */
record CapacityScaling(List<Figure> figures, List<String> predictions, List<String> notes) {

    private static final long SEED = 1;

    static CapacityScaling of(CapacityStudy study) {
        if (study.found().isEmpty()) return new CapacityScaling(List.of(), List.of(), List.of());
        var runs = MeasuredRuns.read(List.of(study.folder()), study.objective(), SEED);
        var figures = new ArrayList<Figure>();
        var predictions = new ArrayList<String>();
        var sizes =
                Map.of(
                        "consumers",
                        new Sizes(runs.consumers(), runs.consumerLatencies()),
                        "brokers",
                        new Sizes(runs.brokers(), runs.brokerLatencies()));
        for (var what : List.of("consumers", "brokers")) {
            var each = sizes.get(what);
            if (each.runs().stream().map(Observation::size).distinct().count() < 2) continue;
            predictions.addAll(Outlook.leftOut(what, each.runs(), each.latencies(), SEED));
            try {
                figures.add(
                        ModelFigures.scalability(
                                what,
                                UslEstimate.of(each.runs(), Weighting.RELATIVE, SEED),
                                List.of()));
            } catch (Unanswerable few) {
                // Too few sizes for a curve, which the predictions say.
            }
        }
        return new CapacityScaling(figures, predictions, runs.notes());
    }

    private record Sizes(List<Observation> runs, List<LatencyLeaveOut.Loaded> latencies) {}

    void tell(Page page) {
        if (predictions.isEmpty()) return;
        page.heading("How it scales");
        figures.forEach(f -> page.add(new Page.Picture(f.name(), f.title() + ". " + f.subtitle())));
        page.paragraph(
                "Each size was left out in turn and predicted by the curve through all others:");
        page.bullets(predictions);
        page.bullets(notes);
    }
}
