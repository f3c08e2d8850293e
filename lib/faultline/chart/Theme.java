package faultline.chart;

import faultline.plan.Unavailable;

import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/** How every figure looks: white, a light grid, colours that the colour-blind can tell apart. */
final class Theme {

    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color GREY = new Color(0x66, 0x66, 0x66);
    static final Color PALE = new Color(0xC8, 0xC8, 0xC8);
    static final Color GRID = new Color(0xE4, 0xE4, 0xE4);

    static final Color BLUE = new Color(0x00, 0x72, 0xB2);
    static final Color VERMILLION = new Color(0xD5, 0x5E, 0x00);
    static final Color GREEN = new Color(0x00, 0x9E, 0x73);
    static final Color PURPLE = new Color(0xCC, 0x79, 0xA7);
    static final Color ORANGE = new Color(0xE6, 0x9F, 0x00);
    static final Color SKY = new Color(0x56, 0xB4, 0xE9);

    /** Okabe and Ito, "Color Universal Design", 2008, without the yellow: too pale on white. */
    static final List<Color> SERIES = List.of(BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY);

    /** One shape a colour, so that a figure printed in grey can still be read. */
    static final List<Marker> MARKERS =
            List.of(
                    SeriesMarkers.CIRCLE,
                    SeriesMarkers.DIAMOND,
                    SeriesMarkers.SQUARE,
                    SeriesMarkers.TRIANGLE_UP,
                    SeriesMarkers.TRIANGLE_DOWN,
                    SeriesMarkers.TRAPEZOID);

    static final int MARKER_SIZE = 8;

    /** A run that was still waiting when it ended. */
    static final Marker UNFINISHED = SeriesMarkers.CROSS;

    static final Font TITLE = font(Font.BOLD, 17);
    static final Font TEXT = font(Font.PLAIN, 12);
    static final Font AXIS = font(Font.PLAIN, 12);
    static final Font TICK = font(Font.PLAIN, 11);
    static final Font HINT = font(Font.PLAIN, 10);

    static final BasicStroke SOLID = stroke(1.8f);

    /** What was asked for, below what came of it. */
    static final BasicStroke BROAD = stroke(5);

    static final BasicStroke THIN = stroke(1.1f);
    static final BasicStroke DASHED = dashes(1.8f, 6, 4);
    static final BasicStroke DOTTED = dashes(1.3f, 2, 3);
    static final BasicStroke HAIR = stroke(0.6f);

    private Theme() {}

    /** Leaves of a chart only its data: {@link Axes} draws the rest. */
    static void apply(XYStyler style) {
        style.setChartTitleVisible(false);
        style.setLegendVisible(false);
        style.setChartBackgroundColor(transparent(Color.WHITE, 0));
        style.setPlotBackgroundColor(transparent(Color.WHITE, 0));
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesVisible(false);
        style.setPlotTicksMarksVisible(false);
        style.setAxisTicksVisible(false);
        style.setAxisTitlesVisible(false);
        style.setChartPadding(0);
        style.setPlotMargin(0);
        style.setPlotContentSize(1.0);
        style.setMarkerSize(MARKER_SIZE);
    }

    /** The colour of the {@code i}-th series, going round. */
    static Color color(int i) {
        return SERIES.get(i % SERIES.size());
    }

    /** The shape of the {@code i}-th series: another one when its colour comes again. */
    static Marker marker(int i) {
        return MARKERS.get((i + i / SERIES.size()) % MARKERS.size());
    }

    static Color transparent(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    /**
     * Whether Java failed for want of a font. It says so only once: after that, the classes that
     * failed to start are merely not defined.
     */
    static boolean isAboutFonts(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .matches("(?is).*(fontconfig|physical fonts|fontmanager|freetype|sun\\.font).*");
    }

    /** What to say where Java finds no font at all. */
    static Unavailable noFonts() {
        return new Unavailable(
                "Figures need a font, and this machine has none.",
                """
                apt-get install fontconfig fonts-dejavu-core
                dnf install fontconfig dejavu-sans-fonts
                pacman -S fontconfig ttf-dejavu\
                """);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private static BasicStroke stroke(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private static BasicStroke dashes(float width, float on, float off) {
        return new BasicStroke(
                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {on, off}, 0);
    }
}
