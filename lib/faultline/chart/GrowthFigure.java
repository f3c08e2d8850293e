package faultline.chart;

import java.util.List;

/**
 * How what something costs grows with its size, on logarithmic axes: a straight line is a power.
 */
public final class GrowthFigure {

    /**
     * One curve.
     *
     * @param of what grows, with its unit
     * @param x sizes, the smallest first
     * @param seconds what each took
     */
    public record Curve(String heading, String of, List<Double> x, List<Double> seconds) {

        public Curve {
            x = List.copyOf(x);
            seconds = List.copyOf(seconds);
        }
    }

    private static final int HEIGHT = 220;

    private GrowthFigure() {}

    /** {@code curves} must not be empty. */
    public static Figure of(List<Curve> curves) {
        return new Figure(
                "growth",
                "How each cost grows",
                "Seconds against size, both logarithmic: on a line of slope one twice as much takes"
                        + " twice as long.",
                2,
                HEIGHT,
                curves.stream().map(GrowthFigure::panel).toList());
    }

    private static Panel panel(Curve curve) {
        var x = curve.x().stream().mapToDouble(Math::log10).toArray();
        var y = curve.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        var panel =
                new Panel(curve.heading(), "log10 of " + curve.of(), "time (s)")
                        .yLogarithmic(
                                curve.seconds().stream().min(Double::compare).orElse(0.1),
                                curve.seconds().stream().max(Double::compare).orElse(1.0));
        panel.xRange(Math.floor(x[0] - 0.1), Math.ceil(x[x.length - 1] + 0.1));
        return panel.line("measured", x, y, Theme.INK, Theme.SOLID)
                .points("a measurement", x, y, Theme.BLUE, Theme.marker(0));
    }
}
