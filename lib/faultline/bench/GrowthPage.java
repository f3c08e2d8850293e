package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.bench.Growth.Curve;
import faultline.bench.Growth.Point;
import faultline.chart.Digits;
import faultline.chart.GrowthFigure;
import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Table and figure of {@code growth.csv}: the same points give the same page. */
final class GrowthPage {

    static final String POINTS = "growth.csv";

    private GrowthPage() {}

    /**
     * Writes {@code growth.md} and {@code figures/growth.svg}.
     *
     * @return the table for a terminal, and the page to open
     * @throws BadInput where the points are not those of a benchmark
     */
    static String write(Path folder) {
        var points = read(folder.resolve(POINTS));
        var curves = Arrays.stream(Curve.values()).filter(c -> !of(points, c).isEmpty()).toList();
        var table = table(points, curves);
        var page = folder.resolve("growth.md");
        try {
            Files.writeString(
                    page,
                    """
                    # How each cost grows

                    Each size was measured once. The exponent is the slope between two sizes on \
                    logarithmic axes: 1 is in proportion, below it is less than that.

                    %s
                    ![How each cost grows](figures/growth.svg)

                    %s\
                    """
                            .formatted(table, BenchPage.machine(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GrowthFigure.of(curves.stream().map(c -> curve(c, of(points, c))).toList())
                .write(folder.resolve("figures"));
        return table + "\n" + page;
    }

    private static String table(List<Point> points, List<Curve> curves) {
        var table =
                new StringBuilder(
                        "| what | size | time (s) | memory (MiB) | exponent |\n"
                                + "|---|--:|--:|--:|--:|\n");
        for (var curve : curves) {
            Point before = null;
            for (var point : of(points, curve)) {
                table.append(
                        "| %s | %s %s | %s | %s | %s |\n"
                                .formatted(
                                        curve.what,
                                        Digits.grouped(point.size(), 2),
                                        curve.of,
                                        Digits.measured(point.seconds()),
                                        Digits.measured(point.mebibytes()),
                                        before == null ? "" : exponent(before, point)));
                before = point;
            }
        }
        return table.toString();
    }

    private static String exponent(Point from, Point to) {
        return Digits.grouped(
                Math.log(to.seconds() / from.seconds()) / Math.log(to.size() / from.size()), 2);
    }

    private static GrowthFigure.Curve curve(Curve curve, List<Point> points) {
        return new GrowthFigure.Curve(
                curve.what,
                curve.of,
                points.stream().map(Point::size).toList(),
                points.stream().map(Point::seconds).toList());
    }

    private static List<Point> of(List<Point> points, Curve curve) {
        return points.stream().filter(point -> point.curve() == curve).toList();
    }

    private static List<Point> read(Path file) {
        try {
            var points = new ArrayList<Point>();
            var lines = Files.readAllLines(file, UTF_8);
            for (var line : lines.subList(Math.min(1, lines.size()), lines.size()))
                points.add(parse(file, line));
            if (points.isEmpty())
                throw new BadInput(file.toString(), "", "no measurement", Point.HEADER);
            return points;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Point parse(Path file, String line) {
        try {
            var cells = line.split(",");
            return new Point(
                    Curve.valueOf(cells[0]),
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]));
        } catch (RuntimeException e) {
            throw new BadInput(file.toString(), "", "the line " + line, Point.HEADER);
        }
    }
}
