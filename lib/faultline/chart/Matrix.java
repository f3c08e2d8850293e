package faultline.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers from each name to each: darker is ten times more, so that it can be read in grey too.
 *
 * <p>Ours, as the axes are: XChart's heat map writes its numbers in whatever font the reader has,
 * and has one scale from least to most, on which all but the largest look alike.
 *
 * @param across title of the columns
 * @param down title of the rows
 * @param values by row and column; NaN where there is nothing
 * @param unit of the values
 */
record Matrix(String across, String down, List<String> names, double[][] values, String unit)
        implements Plot {

    /** Blues from light to dark; each is darker in grey than the one before. */
    private static final List<Color> SHADES =
            List.of(
                    new Color(0xEF, 0xF5, 0xFB),
                    new Color(0xC6, 0xDB, 0xEF),
                    new Color(0x8F, 0xBD, 0xDC),
                    new Color(0x3E, 0x86, 0xBC),
                    new Color(0x08, 0x3C, 0x7A));

    private static final int FIRST_DARK = 3;
    private static final double LEAST_SHOWN = 0.1;

    private static final int TITLE = 20;
    private static final int ROW = 24;
    private static final int GAP = 6;
    private static final int RIGHT = 12;
    private static final int CAPTION = 22;

    @Override
    public List<Panel.Key> keys() {
        var keys = new ArrayList<Panel.Key>();
        for (int i = 0; i < SHADES.size(); i++) keys.add(key(i));
        return keys;
    }

    private Panel.Key key(int shade) {
        var upper = Digits.grouped(limit(shade), 3);
        var lower = Digits.grouped(limit(shade - 1), 3);
        var label =
                shade == 0
                        ? "below %s %s".formatted(upper, unit)
                        : shade == SHADES.size() - 1
                                ? "%s and more".formatted(lower)
                                : "from %s".formatted(lower);
        return new Panel.Key(label, SHADES.get(shade), null, null, true);
    }

    /** The first number that is darker than this shade; the largest of all has the darkest. */
    private double limit(int shade) {
        return Math.pow(10, Math.floor(Math.log10(largest())) - SHADES.size() + 2 + shade);
    }

    private double largest() {
        var largest = 0.0;
        for (var row : values) for (var value : row) if (value > largest) largest = value;
        return largest > 0 ? largest : 1;
    }

    private int shade(double value) {
        int shade = 0;
        while (shade < SHADES.size() - 1 && value >= limit(shade)) shade++;
        return shade;
    }

    @Override
    public double gutter(int height) {
        return names.stream().mapToDouble(n -> Ink.width(n, Theme.TICK)).max().orElse(0);
    }

    /** How high all of it is, in pixels. */
    int height() {
        return (int) Math.ceil(top() + names.size() * ROW + GAP);
    }

    /** Names of columns stand upright: side by side, long ones would not fit. */
    private double top() {
        return CAPTION + gutter(0) + 2 * GAP;
    }

    @Override
    public void draw(Ink ink, int width, int height, double gutter, boolean last) {
        var left = TITLE + gutter + GAP;
        var top = top();
        var cell = (width - left - RIGHT) / names.size();
        ink.text(across, Theme.AXIS, Theme.INK, left, CAPTION - 8, Ink.Anchor.START);
        ink.upward(down, Theme.AXIS, Theme.INK, 13, top + names.size() * ROW / 2.0);
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            var x = left + (i + 0.5) * cell + 4;
            var upTo = top - GAP - Ink.width(name, Theme.TICK) / 2;
            ink.upward(name, Theme.TICK, Theme.INK, x, upTo);
            var y = top + i * ROW;
            ink.text(name, Theme.TICK, Theme.INK, left - GAP, y + ROW - 8, Ink.Anchor.END);
            for (int j = 0; j < names.size(); j++)
                cell(ink, values[i][j], left + j * cell, y, cell);
        }
        for (int i = 0; i <= names.size(); i++) {
            var x = left + i * cell;
            var y = top + i * ROW;
            ink.line(x, top, x, top + names.size() * ROW, Theme.PALE, Theme.HAIR);
            ink.line(left, y, left + names.size() * cell, y, Theme.PALE, Theme.HAIR);
        }
    }

    private void cell(Ink ink, double value, double x, double y, double width) {
        if (Double.isNaN(value)) return;
        var shade = shade(value);
        ink.area(x, y, width, ROW, SHADES.get(shade));
        var color = shade < FIRST_DARK ? Theme.INK : Color.WHITE;
        var text = value < LEAST_SHOWN ? "<" + LEAST_SHOWN : Digits.measured(value);
        ink.text(text, Theme.HINT, color, x + width / 2, y + ROW - 8, Ink.Anchor.MIDDLE);
    }
}
