package faultline.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws text, lines and areas the same way into pixels and into vectors.
 *
 * @param values takes what a pointer over the figure is told
 */
record Ink(Graphics2D graphics, Values values) {

    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

    /** Where a text stands at its point: at its start, its middle or its end. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    static double width(String text, Font font) {
        return text.isEmpty() ? 0 : new TextLayout(text, font, MEASURE).getAdvance();
    }

    /** {@code text} in lines that are at most {@code width} wide, broken between words. */
    static List<String> wrap(String text, Font font, double width) {
        var lines = new ArrayList<String>();
        var line = "";
        for (var word : text.split(" ")) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, font) > width) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        if (!line.isEmpty()) lines.add(line);
        return lines;
    }

    void text(String text, Font font, Color color, double x, double y, Anchor anchor) {
        var start = x - width(text, font) * anchor.ordinal() / 2.0;
        outline(text, font, color, AffineTransform.getTranslateInstance(start, y));
    }

    /** Upwards, its middle at the point. */
    void upward(String text, Font font, Color color, double x, double y) {
        var at = AffineTransform.getTranslateInstance(x, y + width(text, font) / 2);
        at.rotate(-Math.PI / 2);
        outline(text, font, color, at);
    }

    void line(double x1, double y1, double x2, double y2, Color color, BasicStroke stroke) {
        graphics.setColor(color);
        graphics.setStroke(stroke);
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void area(double x, double y, double width, double height, Color color) {
        graphics.setColor(color);
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    private void outline(String text, Font font, Color color, AffineTransform at) {
        if (text.isEmpty()) return;
        graphics.setColor(color);
        graphics.fill(new TextLayout(text, font, MEASURE).getOutline(at));
    }
}
