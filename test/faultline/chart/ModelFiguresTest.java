package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.model.DrainLaw;
import faultline.model.Knee;
import faultline.model.Observation;
import faultline.model.Unanswerable;
import faultline.model.Usl;
import faultline.model.UslEstimate;
import faultline.model.Weighting;

import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

class ModelFiguresTest {

    private static final UslEstimate PAST_THE_PEAK = estimate(1, 2, 4, 6, 8, 10, 13, 16);
    private static final UslEstimate BEFORE_IT = estimate(1, 2, 3, 4, 5, 6);

    @Test
    void runsCurveBandPeakAndResidualsAreDrawn() {
        var figure =
                ModelFigures.scalability(
                        "consumers",
                        PAST_THE_PEAK,
                        List.of(new Knee.Point(1, 20), new Knee.Point(16, 80)));
        assertThat(figure.panels())
                .extracting(p -> p.chart().getYAxisTitle())
                .containsExactly("messages/s", "measured − fitted (%)", "end-to-end p99 (ms)");
        assertThat(figure.panels().getFirst().keys())
                .extracting(Panel.Key::label)
                .containsExactly(
                        "the peak, 95 %", "runs", "fitted", "95 % of the curve", "0.9 of the peak");
        assertThat(figure.subtitle()).contains("The peak is at 1");
        assertThat(figure.svg()).contains("<path");
    }

    @Test
    void noPeakIsMarkedThatTheDataDoNotReach() {
        var figure = ModelFigures.scalability("consumers", BEFORE_IT, List.of());
        assertThat(figure.panels()).hasSize(2);
        assertThat(figure.panels().getFirst().bands()).isEmpty();
        assertThat(figure.panels().getFirst().keys())
                .extracting(Panel.Key::label)
                .containsExactly("runs", "fitted", "95 % of the curve");
        assertThat(figure.subtitle()).contains("past the peak");
    }

    @Test
    void theBacklogIsDrawnAgainstTheLaw() {
        var backlog = new TreeMap<Integer, Double>();
        for (int i = 0; i < 60; i++)
            backlog.put(i, i < 10 ? i * 1000.0 : 10_000 - 250.0 * (i - 10));
        var figure = ModelFigures.drain("mariadb", new DrainLaw(1000, 1250), 10, backlog);
        assertThat(figure.subtitle()).contains("0.8 brings it to zero 50 s after the fault");
        var law = series(figure.panels().getFirst()).getFirst().getYData();
        assertThat(law).containsExactly(0, 10_000, 0, 0);
        assertThat(figure.svg()).contains("<path");
        assertThatThrownBy(() -> ModelFigures.drain("x", new DrainLaw(1, 2), 1, new TreeMap<>()))
                .isInstanceOf(Unanswerable.class);
    }

    @Test
    void headroomHasTwoBarsForEachSize() {
        var figure = ModelFigures.headroom("consumers", PAST_THE_PEAK, 6, 1, 0.8, 3000);
        var bars = series(figure.panels().getFirst());
        assertThat(bars).hasSize(2 * 6 + 1);
        assertThat(bars.get(1).getYData()[1]).isZero();
        assertThat(bars.get(3).getYData()[1]).isEqualTo(bars.get(0).getYData()[1]);
        assertThat(figure.svg()).contains("<path");
    }

    private static List<XYSeries> series(Panel panel) {
        return List.copyOf(panel.chart().getSeriesCollection());
    }

    private static UslEstimate estimate(double... sizes) {
        var truth = new Usl(1000, 0.04, 0.008);
        var random = new Random(1);
        var runs = new ArrayList<Observation>();
        for (int block = 0; block < 3; block++)
            for (var size : sizes)
                runs.add(
                        new Observation(
                                size,
                                truth.throughput(size) * (1 + 0.02 * random.nextGaussian()),
                                block));
        return UslEstimate.of(runs, Weighting.RELATIVE, 1);
    }
}
