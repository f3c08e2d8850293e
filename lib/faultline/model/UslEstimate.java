package faultline.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A fitted USL with what the scatter of the runs leaves open.
 *
 * @param resampled the fits to resampled runs: what might have been measured as well
 * @param runScatter the weighted residuals of a run, scaled up for what the fit took from them
 */
public record UslEstimate(UslFit fit, List<Usl> resampled, List<Double> runScatter) {

    /** Resamplings of which 2.5 % are still enough to stand for a tail. */
    public static final int RESAMPLINGS = 2000;

    /** Below this the data do not say that the curve ever comes down. */
    private static final double SURE = 0.975;

    public UslEstimate {
        resampled = List.copyOf(resampled);
        runScatter = List.copyOf(runScatter);
    }

    /** Fits, and fits again to {@value #RESAMPLINGS} resamplings; the same seed gives the same. */
    public static UslEstimate of(List<Observation> observations, Weighting weighting, long seed) {
        return of(observations, weighting, RESAMPLINGS, seed);
    }

    static UslEstimate of(
            List<Observation> observations, Weighting weighting, int resamplings, long seed) {
        var fit = UslFit.of(observations, weighting);
        var resampling = new Resampling(fit, seed);
        var solver = UslFit.solver(observations, weighting);
        var resampled = new ArrayList<Usl>(resamplings);
        for (int i = 0; i < resamplings; i++)
            resampled.add(solver.solve(resampling.next(), fit.usl()));
        return new UslEstimate(fit, resampled, resampling.scatter());
    }

    public Usl usl() {
        return fit.usl();
    }

    public Estimate lambda() {
        return estimate(Usl::lambda);
    }

    public Estimate sigma() {
        return estimate(Usl::sigma);
    }

    public Estimate kappa() {
        return estimate(Usl::kappa);
    }

    /** P(κ > 0): the share of resamplings whose curve comes down somewhere. */
    public double probabilityOfCrosstalk() {
        return resampled.stream().filter(u -> u.kappa() > 0).count() / (double) resampled.size();
    }

    /** Messages/s at {@code size}, on the average of many runs: the band around the curve. */
    public Estimate throughput(double size) {
        return estimate(u -> u.throughput(size));
    }

    /** Messages/s of one more run at {@code size}: curve and scatter together. */
    public Estimate oneRun(double size) {
        var values = new double[resampled.size()];
        var root = rootAt(size);
        for (int i = 0; i < values.length; i++)
            values[i] =
                    Math.max(
                            0,
                            resampled.get(i).throughput(size)
                                    + runScatter.get(i % runScatter.size()) / root);
        return new Estimate(usl().throughput(size), Interval.middle(values, Estimate.CONFIDENCE));
    }

    /** The smallest size that carries {@code msgPerS}; {@link Unanswerable} where none does. */
    public Estimate sizeFor(double msgPerS) {
        var size = usl().sizeFor(msgPerS);
        if (size.isEmpty())
            throw new Unanswerable(
                    "No size carries %s messages/s; the curve ends at %s."
                            .formatted(Written.number(msgPerS), top()),
                    "Lower the rate, or split the load over several systems.");
        return estimate(u -> u.sizeFor(msgPerS).orElse(Double.POSITIVE_INFINITY));
    }

    /** Where throughput is largest; {@link Unanswerable} where the data do not show it. */
    public Estimate peakSize() {
        var doubt = doubts();
        if (!doubt.isEmpty()) throw new Unanswerable(doubt.getFirst(), UslFit.WANTED);
        return fittedPeak();
    }

    /** The fitted peak whether or not the data reach it. */
    public Estimate fittedPeak() {
        return estimate(u -> u.peakSize().orElse(Double.POSITIVE_INFINITY));
    }

    /** Why the peak, and all beyond the measured sizes, is extrapolation; empty where it is not. */
    public List<String> doubts() {
        var doubts = new ArrayList<String>();
        var sure = probabilityOfCrosstalk();
        if (usl().peakSize().isEmpty() || sure < SURE)
            doubts.add(
                    "No peak is within the data: that throughput ever falls has a probability of %s."
                            .formatted(Written.percent(sure)));
        var peak = usl().peakSize().orElse(Double.POSITIVE_INFINITY);
        var past = levels().stream().filter(size -> size > peak).count();
        if (past < 2)
            doubts.add(
                    "%s past the peak, so where it is, is extrapolation; it takes 2."
                            .formatted(
                                    past == 1
                                            ? "1 measured size is"
                                            : past + " measured sizes are"));
        doubts.addAll(thinness());
        return doubts;
    }

    /** What the design of the measurement lacks, for whatever is asked of it. */
    List<String> thinness() {
        var lacks = new ArrayList<String>();
        if (levels().size() < 6)
            lacks.add("%d sizes were measured; it takes 6.".formatted(levels().size()));
        var fewest =
                levels().stream()
                        .mapToLong(size ->
                                fit.observations().stream().filter(o -> o.size() == size).count())
                        .min()
                        .orElse(0);
        if (fewest < 3)
            lacks.add("Some size has %s; it takes 3.".formatted(Written.count(fewest, "run")));
        return lacks;
    }

    private List<Double> levels() {
        return fit.observations().stream().map(Observation::size).distinct().toList();
    }

    private String top() {
        var peak = usl().peakThroughput();
        var end = peak.isPresent() ? peak : usl().limit();
        return Written.number(end.orElse(Double.POSITIVE_INFINITY)) + " messages/s";
    }

    /** The root of the weight that a run at {@code size} would have. */
    private double rootAt(double size) {
        return switch (fit.weighting()) {
            case EQUAL -> 1;
            case RELATIVE -> 1 / usl().throughput(size);
            case BY_REPETITIONS -> {
                var roots = fit.weighting().roots(fit.observations());
                var nearest = 0;
                for (int i = 1; i < roots.length; i++)
                    if (distance(i, size) < distance(nearest, size)) nearest = i;
                yield roots[nearest];
            }
        };
    }

    private double distance(int observation, double size) {
        return Math.abs(fit.observations().get(observation).size() - size);
    }

    private Estimate estimate(ToDoubleFunction<Usl> number) {
        return new Estimate(
                number.applyAsDouble(usl()),
                Interval.middle(
                        resampled.stream().mapToDouble(number).toArray(), Estimate.CONFIDENCE));
    }
}
