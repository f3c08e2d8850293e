package faultline.chart;

import faultline.model.Knee;
import faultline.model.PairedRatio;

import java.util.List;

/** By what factor two sets of runs differ, pair by pair, with what counts as the same. */
public final class RatioFigure {

    /**
     * One measure of both sets.
     *
     * @param pairs offered rate, and B/A of the pair
     */
    public record Row(String measure, List<Knee.Point> pairs, PairedRatio ratio) {}

    private static final int HEIGHT = 190;

    private RatioFigure() {}

    /**
     * @param a name of the set that is 1
     * @param margin the share that does not matter
     */
    public static Figure of(String a, String b, List<Row> rows, double margin) {
        return new Figure(
                "compare",
                "%s against %s".formatted(b, a),
                "Each point is a pair of runs of the same load and fault: above 1, %s has more. Between the dotted lines counts as the same."
                        .formatted(b),
                2,
                HEIGHT,
                rows.stream().map(row -> panel(row, margin)).toList());
    }

    private static Panel panel(Row row, double margin) {
        var x = row.pairs().stream().mapToDouble(Knee.Point::x).toArray();
        var y = row.pairs().stream().mapToDouble(Knee.Point::y).toArray();
        double right = row.pairs().stream().mapToDouble(Knee.Point::x).max().orElse(1) * 1.08;
        double top = row.pairs().stream().mapToDouble(Knee.Point::y).max().orElse(1);
        var ratio = row.ratio().ratio();
        var panel =
                new Panel(row.measure(), "offered (msg/s)", "ratio")
                        .xRange(0, right)
                        .yFromZero(Math.max(1.4, Math.max(top, ratio.value())));
        panel.line("the same", ends(0, right), ends(1 - margin), Theme.GREY, Theme.DOTTED)
                .line("", ends(0, right), ends(1 / (1 - margin)), Theme.GREY, Theme.DOTTED)
                .line("mean", ends(0, right), ends(ratio.value()), Theme.INK, Theme.SOLID)
                .line(
                        "95 %",
                        ends(0, right), ends(ratio.interval().low()), Theme.INK, Theme.DASHED);
        if (ratio.interval().high() < 2 * Math.max(1.4, top))
            panel.yFromZero(Math.max(1.4, Math.max(top, ratio.interval().high())))
                    .line(
                            "",
                            ends(0, right),
                            ends(ratio.interval().high()),
                            Theme.INK,
                            Theme.DASHED);
        return panel.points("pairs", x, y, Theme.BLUE, Theme.marker(0));
    }

    private static double[] ends(double value) {
        return ends(value, value);
    }

    private static double[] ends(double from, double to) {
        return new double[] {from, to};
    }
}
