package faultline.model;

import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The USL that is nearest to some runs.
 *
 * @param weighting by which nearness was counted
 */
public record UslFit(Usl usl, List<Observation> observations, Weighting weighting) {

    /** Three parameters and one more. */
    static final int LEVELS = 4;

    private static final int PARAMETERS = 3;

    public UslFit {
        observations = List.copyOf(observations);
    }

    /** Fits; {@link Unanswerable} where there are fewer than {@value #LEVELS} sizes. */
    public static UslFit of(List<Observation> observations, Weighting weighting) {
        var levels = observations.stream().map(Observation::size).distinct().count();
        if (levels < LEVELS)
            throw new Unanswerable(
                    "There are runs of %s; a curve with three parameters takes %d."
                            .formatted(Written.count(levels, "size"), LEVELS),
                    WANTED);
        var solver = solver(observations, weighting);
        return new UslFit(
                solver.solve(values(observations), start(observations)), observations, weighting);
    }

    static final String WANTED =
            "Measure 6 sizes or more, 2 of them past the one with most throughput, 3 times each.";

    /** Measured minus fitted, messages/s, in the order of the observations. */
    public double[] residuals() {
        return observations.stream()
                .mapToDouble(o -> o.msgPerS() - usl.throughput(o.size()))
                .toArray();
    }

    /** Residuals as the fit counts them: times the root of the weight. */
    double[] weightedResiduals() {
        var roots = weighting.roots(observations);
        var residuals = residuals();
        for (int i = 0; i < roots.length; i++) residuals[i] *= roots[i];
        return residuals;
    }

    /** Runs beyond what three parameters take up. */
    public int degreesOfFreedom() {
        return observations.size() - PARAMETERS;
    }

    /**
     * Of lambda, sigma and kappa: the roots of the diagonal of s²(JᵀJ)⁻¹, s² = SSE/(n−3). Seber and
     * Wild, Nonlinear Regression, §5.1. {@link Unanswerable} where the data do not determine them.
     */
    public double[] standardErrors() {
        var roots = weighting.roots(observations);
        var rows = new double[observations.size()][];
        for (int i = 0; i < rows.length; i++)
            rows[i] = UslSolver.gradient(usl, observations.get(i).size(), roots[i]);
        double squares = 0;
        for (var residual : weightedResiduals()) squares += residual * residual;
        try {
            var jacobian = new Array2DRowRealMatrix(rows, false);
            var inverse =
                    new QRDecomposition(jacobian.transposeMultiply(jacobian))
                            .getSolver()
                            .getInverse();
            var errors = new double[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++)
                errors[i] = Math.sqrt(squares / degreesOfFreedom() * inverse.getEntry(i, i));
            if (Arrays.stream(errors).allMatch(Double::isFinite)) return errors;
        } catch (MathRuntimeException _) {
            // Refused as errors that rounding has made of nothing are.
        }
        throw new Unanswerable("The runs do not tell sigma and kappa apart.", WANTED);
    }

    /**
     * Symmetric 95 % intervals of lambda, sigma and kappa by Student's t with n−3 degrees of
     * freedom. {@link UslEstimate} has better ones: these may reach below zero.
     */
    public List<Interval> studentIntervals() {
        var t =
                new TDistribution(degreesOfFreedom())
                        .inverseCumulativeProbability((1 + Estimate.CONFIDENCE) / 2);
        var errors = standardErrors();
        var values = new double[] {usl.lambda(), usl.sigma(), usl.kappa()};
        return IntStream.range(0, PARAMETERS)
                .mapToObj(i -> new Interval(values[i] - t * errors[i], values[i] + t * errors[i]))
                .toList();
    }

    static UslSolver solver(List<Observation> observations, Weighting weighting) {
        return new UslSolver(
                observations.stream().mapToDouble(Observation::size).toArray(),
                weighting.roots(observations));
    }

    static double[] values(List<Observation> observations) {
        return observations.stream().mapToDouble(Observation::msgPerS).toArray();
    }

    /** λ from the best run per replica, crosstalk such that the peak is at the largest size. */
    private static Usl start(List<Observation> observations) {
        var lambda = observations.stream().mapToDouble(o -> o.msgPerS() / o.size()).max();
        var largest = observations.stream().mapToDouble(Observation::size).max();
        return new Usl(
                lambda.orElseThrow(), 0.05, 1 / (largest.orElseThrow() * largest.orElseThrow()));
    }
}
