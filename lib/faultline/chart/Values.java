package faultline.chart;

import faultline.measure.Numbers;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a browser says of the place under the pointer: for every x of a panel an invisible strip
 * with the values of all its series there, as SVG titles. That needs neither script nor network.
 */
final class Values {

    /** Narrower strips cannot be hit; of those that lie closer the first one stands for all. */
    private static final double NARROWEST = 2;

    private static final int MOST_LINES = 14;

    private final List<Panel.Key> keys;
    private final StringBuilder strips = new StringBuilder();

    /**
     * @param keys the legend of the figure, which names lines that have no label of their own
     */
    Values(Collection<Panel.Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param place of the plot in the figure, once XChart has painted it
     */
    void add(Panel panel, Rectangle2D place) {
        var chart = panel.chart();
        var series =
                chart.getSeriesCollection().stream()
                        .filter(s -> name(s).isPresent())
                        .sorted(Comparator.comparingInt(this::place))
                        .toList();
        var style = chart.getStyler();
        var shown = new ArrayList<Double>();
        var last = Double.NEGATIVE_INFINITY;
        for (var x :
                series.stream()
                        .flatMapToDouble(s -> Arrays.stream(s.getXData()))
                        .filter(x -> x >= style.getXAxisMin() && x <= style.getXAxisMax())
                        .sorted()
                        .distinct()
                        .toArray()) {
            var at = chart.getScreenXFromChart(x);
            if (at - last < NARROWEST) continue;
            shown.add(x);
            last = at;
        }
        for (int i = 0; i < shown.size(); i++) {
            var from = i == 0 ? 0 : middle(chart, shown.get(i - 1), shown.get(i));
            var to =
                    i + 1 == shown.size()
                            ? place.getWidth()
                            : middle(chart, shown.get(i), shown.get(i + 1));
            strip(place, from, to, text(panel, series, shown.get(i)));
        }
    }

    /** To stand at the end of a figure; empty where nothing can be said. */
    String svg() {
        return strips.isEmpty()
                ? ""
                : "<g class=\"values\" style=\"fill-opacity:0;\">\n%s</g>\n".formatted(strips);
    }

    private void strip(Rectangle2D place, double from, double to, String text) {
        if (text.isEmpty()) return;
        strips.append(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>\n"
                        .formatted(
                                Numbers.plain(place.getX() + from),
                                Numbers.plain(place.getY()),
                                Numbers.plain(Math.max(0, to - from)),
                                Numbers.plain(place.getHeight()),
                                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static double middle(XYChart chart, double left, double right) {
        return (chart.getScreenXFromChart(left) + chart.getScreenXFromChart(right)) / 2;
    }

    private String text(Panel panel, List<XYSeries> series, double x) {
        var lines = new ArrayList<String>();
        for (var each : series)
            for (int i = 0; i < each.getXData().length; i++)
                if (each.getXData()[i] == x && !Double.isNaN(each.getYData()[i]))
                    lines.add(
                            name(each).orElseThrow() + ": " + Digits.measured(each.getYData()[i]));
        if (lines.isEmpty()) return "";
        var chart = panel.chart();
        return chart.getXAxisTitle()
                + ": "
                + Digits.grouped(x, 3)
                + "\n"
                + chart.getYAxisTitle()
                + lines.stream()
                        .distinct()
                        .limit(MOST_LINES)
                        .collect(Collectors.joining("\n", "\n", ""));
    }

    /** In the legend: what lies on top is drawn last. */
    private int place(XYSeries series) {
        var labels = keys.stream().map(Panel.Key::label).toList();
        return labels.indexOf(name(series).orElseThrow());
    }

    /** Of the series, or of the line of the legend that looks the same. */
    private Optional<String> name(XYSeries series) {
        var label = series.getName().replaceFirst(" #\\d+$", "");
        return label.isEmpty()
                ? keys.stream()
                        .filter(key ->
                                key.line() != null
                                        && key.line().equals(series.getLineStyle())
                                        && key.color().equals(series.getLineColor()))
                        .map(Panel.Key::label)
                        .findFirst()
                : Optional.of(label);
    }
}
