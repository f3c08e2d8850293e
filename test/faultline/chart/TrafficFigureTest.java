package faultline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Journal;
import faultline.measure.LinkSample;
import faultline.measure.Recording;
import faultline.platform.Drop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class TrafficFigureTest {

    private static final long START = 1_000_000_000_000L;

    @TempDir Path folder;

    @Test
    void aCellIsTheMeanOverTheMeasuringWindowAndTheWindowOnly() {
        var links = new ArrayList<LinkSample>();
        for (int second = 0; second < 12; second++)
            links.add(link(second, "kafka-0", "mariadb-0", second < 5 ? 99_000_000 : 2_000));
        links.add(link(7, "feeder-0", "kafka-0", 50_000));
        links.add(new LinkSample(7, "kafka-0", "", 0, 0, 0, Map.of(Drop.DEVICE, 1L)));

        var figure = TrafficFigure.of(recording(links), "x").orElseThrow();
        var matrix = (Matrix) figure.plots().getFirst();

        assertThat(matrix.names()).containsExactly("feeder-0", "kafka-0", "mariadb-0");
        assertThat(matrix.values()[1][2]).isEqualTo(2.0); // 5 s of 2,000 bytes in 5 s
        assertThat(matrix.values()[0][1]).isEqualTo(10.0);
        assertThat(matrix.values()[2][1]).isNaN();
        assertThat(figure.subtitle()).contains("kB/s", "mean of 5 s");
        assertThat(figure.svg()).contains("viewBox=\"0 0 900 ");
    }

    @Test
    void manyPodsAreShownAsOneOfAKind() {
        var links = new ArrayList<LinkSample>();
        for (int i = 0; i < 30; i++) links.add(link(6, "feeder-" + i, "kafka-0", 1_000));
        links.add(link(6, "consumer-influxdb-0-3", "kafka-0", 1_000));
        var figure = TrafficFigure.of(recording(links), "x").orElseThrow();
        var matrix = (Matrix) figure.plots().getFirst();
        assertThat(matrix.names()).containsExactly("feeder", "kafka", "consumer-influxdb-0");
        assertThat(matrix.values()[0][1]).isEqualTo(6.0);
        assertThat(figure.subtitle()).contains("All pods of a kind together");
    }

    @Test
    void aRunThatWasOnNoSwitchHasNoFigure() {
        assertThat(TrafficFigure.of(recording(List.of()), "x")).isEmpty();
    }

    @Test
    void eachShadeIsTenTimesTheOneBeforeAndDarkerInGrey() {
        var matrix = new Matrix("to", "from", List.of("a"), new double[][] {{2_500}}, "kB/s");
        assertThat(matrix.keys())
                .extracting(Panel.Key::label)
                .containsExactly("below 1 kB/s", "from 1", "from 10", "from 100", "1,000 and more");
        assertThat(matrix.keys().reversed()).extracting(key -> luminance(key.color())).isSorted();
    }

    /** Rec. 709: what a printer without colours makes of one. */
    private static double luminance(Color color) {
        return 0.2126 * color.getRed() + 0.7152 * color.getGreen() + 0.0722 * color.getBlue();
    }

    private static LinkSample link(int second, String from, String to, long bytes) {
        return new LinkSample(second, from, to, 1, bytes, 0, Map.of());
    }

    /** Measured from second 5 to second 10. */
    private Recording recording(List<LinkSample> links) {
        try (var journal = Journal.create(folder, Map.of("run", "x"), Map.of())) {
            journal.loadStartedAt(START);
            journal.event(START + 5_000_000_000L, "phase", Map.of("phase", "measure"));
            journal.event(START + 10_000_000_000L, "phase", Map.of("phase", "drain"));
            journal.links(links);
        }
        return Recording.read(folder);
    }
}
