package faultline.chart;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws one panel. XChart scales and draws the data; axes are ours, because its ticks change with
 * the data, leave out the ends, and do not line up between panels.
 */
final class Axes {

    private static final int TITLE = 20;
    private static final int GAP = 6;
    private static final int RIGHT = 12;
    private static final int TICK_SPACING_X = 70;
    private static final int TICK_SPACING_Y = 22;
    private static final int MOST_TICKS_Y = 8;

    private final Panel panel;

    Axes(Panel panel) {
        this.panel = panel;
    }

    /** How much room the numbers of the y axis need, in pixels. */
    double gutter(int height) {
        return yTicks(height).stream()
                .mapToDouble(t -> Ink.width(Panel.tick(t), Theme.TICK))
                .max()
                .orElse(0);
    }

    /**
     * Draws into a box whose upper left corner is the origin.
     *
     * @param gutter room for the numbers of the y axis
     * @param last whether the x axis is named here, not in a panel below
     */
    void draw(Ink ink, int width, int height, double gutter, boolean last) {
        var left = (int) Math.ceil(TITLE + gutter + GAP);
        var labelled = panel.bands().stream().anyMatch(b -> !b.label().isEmpty());
        var top = panel.heading().isEmpty() ? (labelled ? 20 : 8) : 24;
        var bottom = last ? GAP + 14 + TITLE : GAP;
        var plot =
                new Rectangle2D.Double(left, top, width - left - RIGHT, height - top - bottom - 4);
        var before = ink.graphics().getTransform();
        ink.graphics().translate(plot.x, plot.y);
        var chart = panel.chart();
        chart.paint(scratch(), (int) plot.width, (int) plot.height);
        panel.bands().forEach(b -> band(ink, b));
        grid(ink, plot.height, last, plot.width);
        chart.paint(ink.graphics(), (int) plot.width, (int) plot.height);
        ink.values()
                .add(
                        panel,
                        new Rectangle2D.Double(
                                ink.graphics().getTransform().getTranslateX(),
                                ink.graphics().getTransform().getTranslateY(),
                                plot.width,
                                plot.height));
        bandLabels(ink);
        ink.graphics().setTransform(before);
        ink.upward(chart.getYAxisTitle(), Theme.AXIS, Theme.INK, 13, plot.y + plot.height / 2);
        if (!panel.heading().isEmpty())
            ink.text(
                    panel.heading(),
                    Theme.AXIS.deriveFont(Font.BOLD),
                    Theme.INK,
                    left,
                    top - 9,
                    Ink.Anchor.START);
    }

    private void grid(Ink ink, double height, boolean last, double width) {
        var chart = panel.chart();
        var style = chart.getStyler();
        for (var tick : yTicks((int) height)) {
            var y = chart.getScreenYFromChart(tick);
            ink.line(0, y, width, y, Theme.GRID, Theme.HAIR);
            ink.text(Panel.tick(tick), Theme.TICK, Theme.INK, -GAP, y + 4, Ink.Anchor.END);
        }
        var ticks =
                Ticks.linear(
                        style.getXAxisMin(),
                        style.getXAxisMax(),
                        Math.max(2, (int) (width / TICK_SPACING_X)));
        for (var tick : ticks) {
            var x = chart.getScreenXFromChart(tick);
            ink.line(x, 0, x, height, Theme.GRID, Theme.HAIR);
            ink.line(x, height, x, height + 4, Theme.GREY, Theme.HAIR);
            if (last)
                ink.text(
                        Panel.tick(tick),
                        Theme.TICK,
                        Theme.INK,
                        x,
                        height + GAP + 12,
                        Ink.Anchor.MIDDLE);
        }
        ink.line(0, 0, 0, height, Theme.GREY, Theme.HAIR);
        ink.line(0, height, width, height, Theme.GREY, Theme.HAIR);
        if (last)
            ink.text(
                    chart.getXAxisTitle(),
                    Theme.AXIS,
                    Theme.INK,
                    width / 2,
                    height + GAP + 14 + TITLE - 3,
                    Ink.Anchor.MIDDLE);
    }

    private List<Double> yTicks(int height) {
        var style = panel.chart().getStyler();
        var atMost = Math.clamp(height / TICK_SPACING_Y, 2, MOST_TICKS_Y);
        return style.isYAxisLogarithmic()
                ? Ticks.logarithmic(style.getYAxisMin(), style.getYAxisMax(), atMost)
                : Ticks.linear(style.getYAxisMin(), style.getYAxisMax(), atMost);
    }

    private void band(Ink ink, Panel.Band band) {
        var chart = panel.chart();
        var from = chart.getScreenXFromChart(band.from());
        var top = chart.getScreenYFromChart(chart.getStyler().getYAxisMax());
        var bottom = chart.getScreenYFromChart(chart.getStyler().getYAxisMin());
        ink.area(
                from,
                top,
                Math.max(1.5, chart.getScreenXFromChart(band.to()) - from),
                bottom - top,
                band.color());
    }

    private void bandLabels(Ink ink) {
        for (var band : panel.bands()) {
            var from = panel.chart().getScreenXFromChart(band.from());
            var room = panel.chart().getScreenXFromChart(band.to()) - from;
            if (Ink.width(band.label(), Theme.HINT) < room)
                ink.text(band.label(), Theme.HINT, Theme.GREY, from + 1, -4, Ink.Anchor.START);
        }
    }

    /** XChart knows where its axes are only once it has painted, and bands lie below the lines. */
    private static Graphics2D scratch() {
        return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    }
}
