package faultline.chart;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One pair of axes in a figure: an XChart chart without title and legend, which the figure draws
 * once for all its panels.
 */
final class Panel implements Plot {

    /** A line of the legend; marker and band are null where there is none. */
    record Key(String label, Color color, BasicStroke line, Marker marker, boolean band) {}

    /**
     * A shaded stretch of the x axis; a label is written inside, at the top, if it is not empty.
     */
    record Band(double from, double to, Color color, String label) {}

    private final XYChart chart;
    private final String heading;
    private final List<Key> keys = new ArrayList<>();
    private final List<Band> bands = new ArrayList<>();

    /**
     * @param heading above the axes, empty for none
     * @param x title of the x axis, with its unit
     * @param y title of the y axis, with its unit
     */
    Panel(String heading, String x, String y) {
        this.heading = heading;
        chart = new XYChart(1, 1);
        Theme.apply(chart.getStyler());
        chart.setXAxisTitle(x);
        chart.setYAxisTitle(y);
    }

    XYChart chart() {
        return chart;
    }

    String heading() {
        return heading;
    }

    @Override
    public List<Key> keys() {
        return keys;
    }

    @Override
    public double gutter(int height) {
        return new Axes(this).gutter(height);
    }

    @Override
    public void draw(Ink ink, int width, int height, double gutter, boolean last) {
        new Axes(this).draw(ink, width, height, gutter, last);
    }

    List<Band> bands() {
        return bands;
    }

    Panel xRange(double from, double to) {
        chart.getStyler().setXAxisMin(from);
        chart.getStyler().setXAxisMax(to);
        return this;
    }

    /** From zero to a little above {@code largest}, so that nothing touches the upper edge. */
    Panel yFromZero(double largest) {
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(largest > 0 ? largest * 1.06 : 1.0);
        return this;
    }

    /** Logarithmic, from a round number below the smallest to one above the largest. */
    Panel yLogarithmic(double smallest, double largest) {
        var low = Ticks.below(smallest * 0.9);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(low);
        chart.getStyler().setYAxisMax(Math.max(Ticks.above(largest * 1.1), low * 10));
        return this;
    }

    /** A line of the legend for what is drawn without a label of its own. */
    Panel key(String label, Color color, BasicStroke stroke) {
        keys.add(new Key(label, color, stroke, null, false));
        return this;
    }

    /** A line; NaN interrupts it. An empty label stays out of the legend. */
    Panel line(String label, double[] x, double[] y, Color color, BasicStroke stroke) {
        var series = add(label, x, y);
        if (series == null) return this;
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(stroke);
        return label.isEmpty() ? this : key(label, color, stroke);
    }

    /** Points without a line. */
    Panel points(String label, double[] x, double[] y, Color color, Marker marker) {
        var series = add(label, x, y);
        if (series == null) return this;
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marker);
        series.setMarkerColor(color);
        keys.add(new Key(label, color, null, marker, false));
        return this;
    }

    /**
     * Shades from {@code from} to {@code to}; {@code key} is its line in the legend, if not empty.
     */
    Panel band(double from, double to, Color color, String label, String key) {
        bands.add(new Band(from, to, color, label));
        if (!key.isEmpty()) keys.add(new Key(key, color, null, null, true));
        return this;
    }

    /** On a logarithmic axis there is no place for zero and what is below it. */
    private XYSeries add(String label, double[] x, double[] y) {
        var logarithmic = chart.getStyler().isYAxisLogarithmic();
        var drawn = DoubleStream.of(y).map(v -> logarithmic && v <= 0 ? Double.NaN : v).toArray();
        return DoubleStream.of(drawn).allMatch(Double::isNaN)
                ? null
                : chart.addSeries(label + " #" + chart.getSeriesCollection().size(), x, drawn);
    }

    static String tick(double value) {
        return Digits.grouped(value, 3);
    }
}
