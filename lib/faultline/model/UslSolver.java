package faultline.model;

import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Weighted least squares of the USL with λ > 0, 0 ≤ σ ≤ 1, 0 ≤ κ ≤ 1, by Hipparchus' Levenberg and
 * Marquardt (Moré, MINPACK) with the analytic Jacobian. Where the unbounded minimum lies outside,
 * the bounded one lies on an edge: then each edge is solved for what is left free, and the best
 * wins, which is exact where clipping a step is not.
 */
final class UslSolver {

    private static final int STEPS = 200;
    private static final double EDGE = 1e-12;

    /** Lambda, sigma, kappa; NaN says that a parameter is free. */
    private static final double[][] EDGES = {
        {Double.NaN, 0}, {0, Double.NaN}, {0, 0}, {1, Double.NaN}, {1, 0}, {Double.NaN, 1}
    };

    private static final double[] FREE = {Double.NaN, Double.NaN};

    private final double[] sizes;
    private final double[] roots;

    /**
     * @param roots of the weights
     */
    UslSolver(double[] sizes, double[] roots) {
        this.sizes = sizes;
        this.roots = roots;
    }

    /** The best fit of {@code values}, one for each size, starting from {@code start}. */
    Usl solve(double[] values, Usl start) {
        var inside = minimum(values, start, FREE);
        if (inside.isPresent() && isInside(inside.get())) return inside.get();
        return Stream.concat(
                        Arrays.stream(EDGES).flatMap(e -> minimum(values, start, e).stream()),
                        inside.stream())
                .min(Comparator.comparingDouble(usl -> squares(values, usl)))
                .orElseThrow(
                        () -> new Unanswerable("No curve comes near the runs.", UslFit.WANTED));
    }

    /** The weighted sum of squared residuals. */
    double squares(double[] values, Usl usl) {
        double sum = 0;
        for (int i = 0; i < sizes.length; i++) {
            var residual = roots[i] * (values[i] - usl.throughput(sizes[i]));
            sum += residual * residual;
        }
        return sum;
    }

    /** Empty where no minimum was found in {@value #STEPS} steps. */
    private Optional<Usl> minimum(double[] values, Usl start, double[] edge) {
        var initial = new double[] {start.lambda()};
        if (Double.isNaN(edge[0])) initial = append(initial, inside(start.sigma()));
        if (Double.isNaN(edge[1])) initial = append(initial, inside(start.kappa()));
        var target = new double[values.length];
        for (int i = 0; i < values.length; i++) target[i] = roots[i] * values[i];
        var problem =
                new LeastSquaresBuilder()
                        .start(initial)
                        .target(target)
                        .model(point -> model(full(point, edge), edge))
                        .parameterValidator(point -> clipped(point, start.lambda()))
                        .lazyEvaluation(false)
                        .maxEvaluations(STEPS)
                        .maxIterations(STEPS)
                        .build();
        try {
            return Optional.of(
                    full(new LevenbergMarquardtOptimizer().optimize(problem).getPoint(), edge));
        } catch (MathIllegalStateException _) {
            return Optional.empty();
        }
    }

    private static boolean isInside(Usl usl) {
        return usl.sigma() > EDGE && usl.sigma() < 1 && usl.kappa() > EDGE && usl.kappa() < 1;
    }

    private Pair<RealVector, RealMatrix> model(Usl usl, double[] edge) {
        var values = new double[sizes.length];
        var jacobian = new double[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            values[i] = roots[i] * usl.throughput(sizes[i]);
            var all = gradient(usl, sizes[i], roots[i]);
            var row = new double[] {all[0]};
            if (Double.isNaN(edge[0])) row = append(row, all[1]);
            if (Double.isNaN(edge[1])) row = append(row, all[2]);
            jacobian[i] = row;
        }
        return new Pair<>(
                new ArrayRealVector(values, false), new Array2DRowRealMatrix(jacobian, false));
    }

    /** ∂X/∂λ = N/D, ∂X/∂σ = −λN(N−1)/D², ∂X/∂κ = −λN²(N−1)/D², times the root of the weight. */
    static double[] gradient(Usl usl, double size, double root) {
        var divisor = 1 + usl.sigma() * (size - 1) + usl.kappa() * size * (size - 1);
        var bend = -usl.lambda() * size * (size - 1) / (divisor * divisor);
        return new double[] {root * size / divisor, root * bend, root * bend * size};
    }

    private static Usl full(RealVector point, double[] edge) {
        int next = 1;
        var sigma = Double.isNaN(edge[0]) ? point.getEntry(next++) : edge[0];
        var kappa = Double.isNaN(edge[1]) ? point.getEntry(next) : edge[1];
        return new Usl(point.getEntry(0), sigma, kappa);
    }

    private static RealVector clipped(RealVector point, double lambda) {
        var clipped = point.toArray();
        clipped[0] = Math.max(clipped[0], lambda * 1e-6);
        for (int i = 1; i < clipped.length; i++) clipped[i] = Math.clamp(clipped[i], 0.0, 1.0);
        return new ArrayRealVector(clipped, false);
    }

    /** A start on an edge may stay there. */
    private static double inside(double value) {
        return Math.clamp(value, 1e-6, 0.9);
    }

    private static double[] append(double[] values, double value) {
        var longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }
}
