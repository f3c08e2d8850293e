package faultline.chart;

import java.util.List;

/** How far each row of a benchmark is from its goal, every pair of it. */
public final class GoalFigure {

    /**
     * A row, all as shares of its goal: 1 is the goal, more is better.
     *
     * @param number of the row in the table
     */
    public record Row(int number, List<Double> pairs, double low, double high) {

        public Row {
            pairs = List.copyOf(pairs);
        }
    }

    private static final int HEIGHT = 280;

    /** What is far beyond its goal is drawn at the edge: how far is in the table. */
    private static final double MOST = 4;

    private GoalFigure() {}

    /** {@code rows} must not be empty. */
    public static Figure of(List<Row> rows) {
        var last = rows.stream().mapToInt(Row::number).max().orElseThrow() + 1;
        var panel =
                new Panel("", "row of the table", "share of the goal")
                        .xRange(0, last)
                        .yFromZero(MOST);
        panel.line("goal", ends(0, last), ends(1, 1), Theme.GREY, Theme.DASHED);
        for (var row : rows)
            panel.line(
                    "",
                    ends(row.number(), row.number()),
                    ends(edge(row.low()), edge(row.high())),
                    Theme.INK,
                    Theme.SOLID);
        panel.key("95 %", Theme.INK, Theme.SOLID);
        var x = rows.stream().flatMap(r -> r.pairs().stream().map(_ -> (double) r.number()));
        var y = rows.stream().flatMap(r -> r.pairs().stream()).mapToDouble(GoalFigure::edge);
        panel.points(
                "a pair",
                x.mapToDouble(Double::doubleValue).toArray(),
                y.toArray(),
                Theme.BLUE,
                Theme.marker(0));
        return new Figure(
                "bench",
                "How far each path is from its goal",
                "Each point is a pair of measurements as a share of the row's goal: above the line"
                        + " is better. Beyond "
                        + (int) MOST
                        + " times it is drawn at the edge.",
                1,
                HEIGHT,
                List.of(panel));
    }

    private static double edge(double share) {
        return Math.clamp(share, 0, MOST);
    }

    private static double[] ends(double from, double to) {
        return new double[] {from, to};
    }
}
