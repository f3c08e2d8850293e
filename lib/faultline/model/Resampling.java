package faultline.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What might have been measured as well: the fitted curve, plus residuals drawn with replacement,
 * plus a shift that all runs of a block share. Davison and Hinkley, Bootstrap Methods and their
 * Application, §3.8 and §6.2.
 *
 * <p>Two things keep the intervals honest with few runs. What the fit took out of the residuals is
 * put back by n/(n−p). And the scale, itself estimated, is drawn anew each time by √(ν/χ²_ν), which
 * widens a normal interval to Student's (Gelman et al., Bayesian Data Analysis, §14.2).
 */
final class Resampling {

    private static final int PARAMETERS = 3;

    private final double[] fitted;
    private final double[] roots;
    private final int[] blocks;
    private final int blockCount;
    private final double[] scatter;
    private final double shift;
    private final int freedom;
    private final SplittableRandom random;

    Resampling(UslFit fit, long seed) {
        random = new SplittableRandom(seed);
        var observations = fit.observations();
        roots = fit.weighting().roots(observations);
        fitted = observations.stream().mapToDouble(o -> fit.usl().throughput(o.size())).toArray();
        var numbers = new TreeMap<Integer, Integer>();
        observations.forEach(o -> numbers.putIfAbsent(o.block(), numbers.size()));
        blocks = observations.stream().mapToInt(o -> numbers.get(o.block())).toArray();
        blockCount = numbers.size();
        var residuals = fit.weightedResiduals();
        var means = means(residuals);
        scatter = new double[residuals.length];
        for (int i = 0; i < scatter.length; i++) scatter[i] = residuals[i] - means[blocks[i]];
        freedom = Math.max(1, scatter.length - PARAMETERS - (blockCount - 1));
        var within = 0.0;
        for (var value : scatter) within += value * value;
        var grow = Math.sqrt((double) scatter.length / freedom);
        for (int i = 0; i < scatter.length; i++) scatter[i] *= grow;
        shift = shift(means, within / freedom);
    }

    /** Runs as they might have been, in the order of the observations. */
    double[] next() {
        var scale = Math.sqrt(freedom / chiSquare(freedom));
        var shifts = new double[blockCount];
        if (shift > 0) {
            var wide = shift * Math.sqrt((blockCount - 1) / chiSquare(blockCount - 1));
            for (int i = 0; i < blockCount; i++) shifts[i] = wide * random.nextGaussian();
        }
        var values = new double[fitted.length];
        for (int i = 0; i < values.length; i++)
            values[i] =
                    Math.max(
                            0,
                            fitted[i]
                                    + (scale * scatter[random.nextInt(scatter.length)]
                                                    + shifts[blocks[i]])
                                            / roots[i]);
        return values;
    }

    /** Weighted residuals of runs, their size put right. */
    List<Double> scatter() {
        var all = new ArrayList<Double>();
        for (var value : scatter) all.add(value);
        return all;
    }

    private double[] means(double[] residuals) {
        var means = new double[blockCount];
        if (blockCount == 1) return means;
        var counts = new int[blockCount];
        for (int i = 0; i < residuals.length; i++) {
            means[blocks[i]] += residuals[i];
            counts[blocks[i]]++;
        }
        for (int i = 0; i < blockCount; i++) means[i] /= counts[i];
        return means;
    }

    /** Standard deviation between blocks beyond what scatter within them explains (ANOVA). */
    private double shift(double[] means, double within) {
        if (blockCount == 1) return 0;
        var squares = 0.0;
        for (var mean : means) squares += mean * mean;
        var runsPerBlock = (double) fitted.length / blockCount;
        return Math.sqrt(Math.max(0, squares / (blockCount - 1) - within / runsPerBlock));
    }

    private double chiSquare(int freedom) {
        var sum = 0.0;
        for (int i = 0; i < freedom; i++) {
            var normal = random.nextGaussian();
            sum += normal * normal;
        }
        return sum;
    }
}
