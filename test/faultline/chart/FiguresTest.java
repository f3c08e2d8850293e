package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Recording;
import faultline.plan.Point;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYSeries;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

class FiguresTest {

    @TempDir static Path folder;
    private static final List<RunResult> RUNS = new ArrayList<>();
    private static Recording killed;
    private static final List<Figure> FIGURES = new ArrayList<>();

    @BeforeAll
    static void draw() throws IOException {
        SyntheticSweep.write(folder, List.of(1000.0, 6000.0), List.of("none", "mariadb-kill"), 2);
        try (var journals = Files.list(folder.resolve("runs"))) {
            for (var journal : journals.sorted().toList())
                RUNS.add(RunResult.of(Recording.read(journal)));
        }
        killed = Recording.read(folder.resolve("runs/r3-6000-mariadb-kill-1"));
        FIGURES.addAll(SweepFigures.all(RUNS, 2));
        FIGURES.add(Timeline.of(killed, "r3-6000-mariadb-kill-1"));
    }

    @Test
    void aSweepIsShownByItsFourQuestions() {
        assertThat(FIGURES)
                .extracting(Figure::name)
                .containsExactly(
                        "dump-rate",
                        "latency",
                        "recovery",
                        "cpu",
                        "timeline-r3-6000-mariadb-kill-1");
    }

    @Test
    void aPointerOverAFigureIsToldTheValuesThere() {
        var timeline = FIGURES.getLast().svg();
        assertThat(timeline)
                .containsPattern(
                        "<title>time since the load started \\(s\\): 9\n"
                                + "rate \\(msg/s\\)\n"
                                + "[^<]*offered: 6,000\n")
                .containsPattern("<title>[^<]*backlog \\(msg\\)\n[^<]*mariadb: [0-9,.]+");
        assertThat(FIGURES.getFirst().svg())
                .containsPattern("<title>[^<]*: 6,000\n[^<]*\n[^<]*mariadb-kill: ");
    }

    @Test
    void everyAxisNamesItsUnit() {
        for (var figure : FIGURES)
            for (var panel : figure.panels()) {
                assertThat(panel.chart().getXAxisTitle()).matches(".+ \\(.+\\)");
                assertThat(panel.chart().getYAxisTitle()).matches(".+ \\(.+\\)");
            }
    }

    @Test
    void everyRepetitionIsAPointAndTheLineIsTheMedian() {
        var mariadb = SweepFigures.dumpRate(RUNS).panels().getFirst().chart();
        var points =
                mariadb.getSeriesCollection().stream()
                        .filter(s ->
                                s.getXYSeriesRenderStyle().orElse(null)
                                        == XYSeries.XYSeriesRenderStyle.Scatter)
                        .toList();
        assertThat(points).hasSize(2).allSatisfy(s -> assertThat(s.getXData()).hasSize(4));
        assertThat(mariadb.getSeriesCollection())
                .anySatisfy(s -> assertThat(s.getXData()).containsExactly(1000, 6000));
    }

    @Test
    void aRunThatDidNotRecoverIsMarkedAndNotJoined() {
        var keys = SweepFigures.recovery(RUNS).panels().getFirst().keys();
        assertThat(keys)
                .extracting(Panel.Key::label)
                .contains("mariadb-kill", "mariadb-kill, not recovered when the load ended");
    }

    @Test
    void theWindowOfAKillGoesFromTheDeathToTheReturnOfItsTarget() {
        var window = FaultWindow.all(killed).getFirst();
        assertThat(window.targets()).containsExactly("mariadb-0");
        assertThat(window.from()).isEqualTo(18.0);
        assertThat(window.to()).contains(22.2);
        assertThat(Timeline.of(killed, "x").panels())
                .allSatisfy(p ->
                        assertThat(p.bands())
                                .anySatisfy(b -> {
                                    assertThat(b.from()).isEqualTo(18.0);
                                    assertThat(b.to()).isEqualTo(22.2);
                                }));
    }

    @Test
    void aTargetThatDidNotComeBackLeavesTheWindowOpen() {
        var events =
                killed.events().stream().filter(e -> !e.text("status").equals("ready")).toList();
        var open =
                new Recording(
                        killed.folder(),
                        killed.plan(),
                        killed.environment(),
                        events,
                        killed.samples(),
                        killed.latencies());
        assertThat(FaultWindow.all(open).getFirst().to()).isEmpty();
        assertThat(Timeline.of(open, "x").subtitle()).contains("not all was up again");
    }

    @Test
    void figuresAreWholeFilesThatAskNothingOfTheNetwork() throws Exception {
        for (var figure : FIGURES) {
            figure.write(folder.resolve("figures"));
            var svg = Files.readString(folder.resolve("figures/" + figure.name() + ".svg"));
            var document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            assertThat(document.getDocumentElement().getAttribute("viewBox"))
                    .startsWith("0 0 900 ");
            assertThat(document.getElementsByTagName("path").getLength()).isGreaterThan(20);
            assertThat(svg.replaceAll("xmlns(:xlink)?=\"[^\"]*\"", "")).doesNotContain("http");
            var image = ImageIO.read(folder.resolve("figures/" + figure.name() + ".png").toFile());
            assertThat(image.getWidth()).isEqualTo(1800);
        }
    }

    @Test
    void severalReplicaCountsAreSeriesOfTheirOwn() {
        var runs = new ArrayList<>(RUNS);
        for (var run : RUNS) {
            var point = run.point();
            runs.add(
                    new RunResult(
                            run.id() + "-5",
                            new Point(point.repetition(), 5, point.rateMsgPerS(), point.fault()),
                            run.verdict()));
        }
        assertThat(Group.of(runs))
                .extracting(Group::label)
                .containsExactly(
                        "no fault, replicas: 3",
                        "no fault, replicas: 5",
                        "mariadb-kill, replicas: 3",
                        "mariadb-kill, replicas: 5");
    }

    @Test
    void aMachineWithoutFontsIsToldWhatToInstall() {
        assertThat(
                        Theme.isAboutFonts(
                                new RuntimeException(
                                        "Fontconfig head is null, check your fonts or fonts"
                                                + " configuration")))
                .isTrue();
        assertThat(Theme.isAboutFonts(new Error("Probable fatal error: No physical fonts found.")))
                .isTrue();
        assertThat(Theme.isAboutFonts(new NoClassDefFoundError("org/knowm/xchart/XYChart")))
                .isFalse();
        assertThat(Theme.noFonts())
                .hasMessageContaining("apt-get install fontconfig fonts-dejavu-core");
    }
}
