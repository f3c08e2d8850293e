package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Recording;
import faultline.plan.Point;
import faultline.plan.Setting;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYSeries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class ParameterFigureTest {

    @TempDir static Path folder;
    private static final List<RunResult> RUNS = new ArrayList<>();

    @BeforeAll
    static void write() throws IOException {
        SyntheticSweep.write(
                folder,
                List.of(4000.0),
                List.of("none", "mariadb-delay"),
                Setting.parseAll("--set", "latency=0ms,20ms,100ms"),
                2);
        try (var journals = Files.list(folder.resolve("runs"))) {
            for (var journal : journals.sorted().toList())
                RUNS.add(RunResult.of(Recording.read(journal)));
        }
    }

    @Test
    void latencyDumpRateAndBacklogAreDrawnAgainstTheParameterWithItsUnit() {
        var figure = figure(RUNS);
        assertThat(figure.name()).isEqualTo("parameter-latency");
        assertThat(figure.panels())
                .extracting(p -> p.chart().getYAxisTitle())
                .containsExactly(
                        "end-to-end p99 (ms)", "dump rate (rows/s)", "largest backlog (msg)");
        assertThat(figure.panels())
                .allSatisfy(p -> assertThat(p.chart().getXAxisTitle()).isEqualTo("latency (ms)"));
        assertThat(figure.panels())
                .extracting(p -> p.chart().getStyler().isYAxisLogarithmic())
                .containsExactly(true, false, false);
        assertThat(SweepFigures.all(RUNS, 2)).extracting(Figure::name).contains(figure.name());
    }

    @Test
    void everyRepetitionIsAPointAndTheLineGoesThroughEachValue() {
        for (var panel : figure(RUNS).panels()) {
            assertThat(series(panel, true))
                    .singleElement()
                    .satisfies(
                            s -> assertThat(s.getXData()).containsExactly(0, 0, 20, 20, 100, 100));
            assertThat(series(panel, false))
                    .filteredOn(s -> s.getXData().length == 3)
                    .singleElement()
                    .satisfies(s -> assertThat(s.getXData()).containsExactly(0, 20, 100));
        }
    }

    @Test
    void theCurveFallsWhereTheServerDoesLess() {
        var dumped =
                series(figure(RUNS).panels().get(1), false).stream()
                        .filter(s -> s.getXData().length == 3)
                        .findFirst()
                        .orElseThrow()
                        .getYData();
        assertThat(dumped[0]).isGreaterThan(3_900);
        assertThat(dumped[1]).isBetween(2_500.0, 3_200.0);
        assertThat(dumped[2]).isBetween(800.0, 1_100.0);
    }

    @Test
    void theControlIsALevelBesideTheCurve() {
        var panel = figure(RUNS).panels().getFirst();
        assertThat(panel.keys())
                .extracting(Panel.Key::label)
                .containsExactly("no fault", "mariadb-delay");
        assertThat(series(panel, false))
                .filteredOn(s -> s.getXData().length == 2)
                .singleElement()
                .satisfies(s -> assertThat(s.getYData()[0]).isEqualTo(s.getYData()[1]));
    }

    @Test
    void severalRatesAndFaultsAreLinesOfTheirOwn() {
        var runs =
                Stream.concat(
                                RUNS.stream(),
                                RUNS.stream().map(r -> moved(r, 8000, r.point().setting())))
                        .toList();
        assertThat(figure(runs).panels().getFirst().keys())
                .extracting(Panel.Key::label)
                .containsExactly(
                        "no fault, 4,000 msg/s",
                        "no fault, 8,000 msg/s",
                        "mariadb-delay, 4,000 msg/s",
                        "mariadb-delay, 8,000 msg/s");
    }

    @Test
    void inTheOtherFiguresEachSettingIsASeriesInTheOrderOfItsSize() {
        assertThat(Group.of(RUNS))
                .extracting(Group::label)
                .containsExactly(
                        "no fault",
                        "mariadb-delay 0ms",
                        "mariadb-delay 20ms",
                        "mariadb-delay 100ms");
        assertThat(Group.of(RUNS)).allSatisfy(g -> assertThat(g.runs()).hasSize(2));
    }

    @Test
    void seriesThatShareAColourDifferInTheirShape() {
        assertThat(Stream.iterate(0, i -> i < 36, i -> i + 1))
                .extracting(i -> List.of(Theme.color(i), Theme.marker(i)))
                .doesNotHaveDuplicates();
    }

    @Test
    void valuesWithoutOneUnitHaveNoAxisAndSoNoFigure() {
        assertThat(ParameterFigure.all(set("direction=to", "direction=both"))).isEmpty();
        assertThat(ParameterFigure.all(set("rate=1mbit", "rate=1gbit"))).isEmpty();
        assertThat(ParameterFigure.all(set())).isEmpty();
    }

    @Test
    void zeroGoesWithEveryUnitAndAValueAloneIsDrawnToo() {
        assertThat(figure(set("latency=0", "latency=20ms")).panels().getFirst().chart())
                .satisfies(c -> assertThat(c.getXAxisTitle()).isEqualTo("latency (ms)"));
        assertThat(figure(set("loss=0")).svg()).contains("<path");
    }

    private static Figure figure(List<RunResult> runs) {
        var figures = ParameterFigure.all(runs);
        assertThat(figures).hasSize(1);
        return figures.getFirst();
    }

    /** Runs whose fault has these settings. */
    private static List<RunResult> set(String... settings) {
        var any = RUNS.stream().filter(r -> !r.isControl()).findFirst().orElseThrow();
        return Arrays.stream(settings).map(text -> moved(any, 4000, Setting.parse(text))).toList();
    }

    private static RunResult moved(RunResult run, double rate, Optional<Setting> setting) {
        var old = run.point();
        var point = new Point(old.repetition(), old.replicas(), rate, old.fault(), setting);
        return new RunResult(point.id(), point, run.verdict());
    }

    private static List<XYSeries> series(Panel panel, boolean points) {
        return panel.chart().getSeriesCollection().stream()
                .filter(s ->
                        points
                                == (s.getXYSeriesRenderStyle().orElse(null)
                                        == XYSeries.XYSeriesRenderStyle.Scatter))
                .toList();
    }
}
