package faultline.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts title, legend and panels of a figure onto one drawing, whether pixels or vectors. */
final class Layout {

    private static final int MARGIN = 22;
    private static final int ROW = 20;
    private static final int SWATCH = 24;

    private final Figure figure;
    private final Set<Panel.Key> keys = new LinkedHashSet<>();
    private final Ink ink;

    Layout(Figure figure, Graphics2D graphics) {
        this.figure = figure;
        figure.plots().forEach(p -> keys.addAll(p.keys()));
        ink = new Ink(graphics, new Values(keys));
    }

    /** What a pointer over the figure is told, once it is drawn; SVG. */
    String values() {
        return ink.values().svg();
    }

    /** Draws all and says how high it became, in pixels. */
    int draw() {
        var header = header();
        var columns = figure.columns();
        var panels = figure.plots();
        var rows = (panels.size() + columns - 1) / columns;
        var height = header.height() + rows * figure.panelHeight() + 4;
        ink.graphics()
                .setRenderingHint(
                        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        ink.area(0, 0, Figure.WIDTH, height, Color.WHITE);
        header.draw().forEach(Runnable::run);
        var width = (Figure.WIDTH - MARGIN) / columns;
        var gutter =
                panels.stream()
                        .mapToDouble(p -> p.gutter(figure.panelHeight() - 40))
                        .max()
                        .orElse(0);
        for (int i = 0; i < panels.size(); i++) {
            var x = MARGIN - 8 + i % columns * width;
            var y = header.height() + i / columns * figure.panelHeight();
            ink.graphics().translate(x, y);
            panels.get(i).draw(ink, width, figure.panelHeight(), gutter, i / columns == rows - 1);
            ink.graphics().translate(-x, -y);
        }
        return height;
    }

    /** What is above the panels: drawn after the background, whose size depends on it. */
    private record Header(int height, List<Runnable> draw) {}

    private Header header() {
        var room = Figure.WIDTH - 2 * MARGIN;
        var draw = new ArrayList<Runnable>();
        var y = 32;
        for (var line : Ink.wrap(figure.title(), Theme.TITLE, room)) {
            var at = y;
            draw.add(() -> ink.text(line, Theme.TITLE, Theme.INK, MARGIN, at, Ink.Anchor.START));
            y += 23;
        }
        for (var line : Ink.wrap(figure.subtitle(), Theme.TEXT, room)) {
            var at = y - 2;
            draw.add(() -> ink.text(line, Theme.TEXT, Theme.GREY, MARGIN, at, Ink.Anchor.START));
            y += 17;
        }
        y += 5;
        var x = MARGIN;
        for (var key : keys) {
            var width = SWATCH + 6 + (int) Math.ceil(Ink.width(key.label(), Theme.TEXT)) + 20;
            if (x > MARGIN && x + width - 20 > MARGIN + room) {
                x = MARGIN;
                y += ROW;
            }
            var atX = x;
            var atY = y;
            draw.add(() -> key(key, atX, atY));
            x += width;
        }
        return new Header(y + (keys.isEmpty() ? 0 : ROW) - 10, draw);
    }

    private void key(Panel.Key key, int x, int y) {
        var middle = y - 4.0;
        if (key.band()) ink.area(x, middle - 6, SWATCH, 12, key.color());
        if (key.line() != null) ink.line(x, middle, x + SWATCH, middle, key.color(), key.line());
        if (key.marker() != null) {
            ink.graphics().setColor(key.color());
            key.marker().paint(ink.graphics(), x + SWATCH / 2.0, middle, Theme.MARKER_SIZE);
        }
        ink.text(key.label(), Theme.TEXT, Theme.INK, x + SWATCH + 6, y, Ink.Anchor.START);
    }
}
