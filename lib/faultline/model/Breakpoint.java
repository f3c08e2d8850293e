package faultline.model;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The bend between two straight lines that meet: y = a + bx + c·max(0, x − k), with the k of least
 * squares. Muggeo, "Estimating regression models with unknown break-points", 2003.
 */
final class Breakpoint {

    private static final int STEPS = 400;

    /** A bend must take away half of what a straight line leaves, or it is no bend. */
    private static final double WORTH = 0.5;

    private Breakpoint() {}

    static OptionalDouble of(List<Knee.Point> points) {
        var curve = Knee.sorted(points);
        double from = curve.get(1).x();
        double to = curve.get(curve.size() - 2).x();
        var straight = squares(curve, Double.POSITIVE_INFINITY);
        // Of what lies on a line, rounding is all that is left over.
        var size = curve.stream().mapToDouble(p -> p.y() * p.y()).sum();
        if (straight <= size * 1e-20) return OptionalDouble.empty();
        double best = Double.NaN;
        double least = straight * WORTH;
        for (int i = 0; i <= STEPS; i++) {
            var bend = from + (to - from) * i / STEPS;
            var squares = squares(curve, bend);
            if (squares < least) {
                best = bend;
                least = squares;
            }
        }
        return Double.isNaN(best) ? OptionalDouble.empty() : OptionalDouble.of(best);
    }

    private static double squares(List<Knee.Point> curve, double bend) {
        var width = Double.isInfinite(bend) ? 2 : 3;
        var rows = new double[curve.size()][width];
        var values = new double[curve.size()];
        for (int i = 0; i < rows.length; i++) {
            var x = curve.get(i).x() - curve.getFirst().x();
            rows[i][0] = 1;
            rows[i][1] = x;
            if (width == 3) rows[i][2] = Math.max(0, curve.get(i).x() - bend);
            values[i] = curve.get(i).y();
        }
        var matrix = new Array2DRowRealMatrix(rows, false);
        var target = new ArrayRealVector(values, false);
        var fitted = matrix.operate(new QRDecomposition(matrix).getSolver().solve(target));
        var rest = fitted.subtract(target);
        return rest.dotProduct(rest);
    }
}
