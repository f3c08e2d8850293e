package faultline.model;

import faultline.check.Outcome;

import java.util.SplittableRandom;

/**
 * How fast something grows: the slope of Theil and Sen, the median over all pairs of points, which
 * a few wild seconds do not move. Its interval is from a moving-block bootstrap of the residuals
 * (Künsch 1989), in blocks of 10 s or more, since neighbouring seconds are alike.
 *
 * @param perSecond by how much it grows each second
 */
public record Trend(Estimate perSecond) {

    private static final int FEWEST_SECONDS = 20;
    private static final int POINTS = 60;
    private static final int BLOCK_SECONDS = 10;
    private static final int RESAMPLINGS = 500;

    /** {@link Unanswerable} with fewer than {@value #FEWEST_SECONDS} seconds or with gaps. */
    public static Trend of(double[] values, long seed) {
        Series.complete(values);
        if (values.length < FEWEST_SECONDS)
            throw new Unanswerable(
                    "There are %s to see a trend in."
                            .formatted(Written.count(values.length, "second")),
                    "Measure %d s or more.".formatted(FEWEST_SECONDS));
        var points = Series.thinned(values, POINTS);
        var width = (double) Math.ceilDiv(values.length, POINTS);
        var slope = slope(points);
        var residuals = new double[points.length];
        for (int i = 0; i < points.length; i++) residuals[i] = points[i] - slope * i;
        var middle = Quantiles.median(residuals);
        for (int i = 0; i < residuals.length; i++) residuals[i] -= middle;
        var block =
                Math.max((int) Math.ceil(BLOCK_SECONDS / width), (int) Math.cbrt(points.length));
        var random = new SplittableRandom(seed);
        var slopes = new double[RESAMPLINGS];
        for (int i = 0; i < RESAMPLINGS; i++)
            slopes[i] = slope + slope(blocks(residuals, block, random));
        return new Trend(
                new Estimate(slope, Interval.middle(slopes, Estimate.CONFIDENCE)).times(1 / width));
    }

    /** Whether there may be no trend at all: a steady state. */
    public boolean mayBeNone() {
        return perSecond.interval().contains(0);
    }

    /**
     * Theodolite's objective, made to say when it does not know: a run keeps up where its lag grows
     * by less than {@code share} of the offered rate. {@code PASS} where all of the interval is
     * below that, {@code FAIL} where all is above, else {@code INCONCLUSIVE}. Henning and
     * Hasselbring, EMSE 27, 2022; reference load-and-capacity §2.4.
     */
    public Outcome keepsUp(double offeredMsgPerS, double share) {
        var most =
                Unanswerable.positive("the offered rate", offeredMsgPerS)
                        * Unanswerable.share("the share of the rate", share);
        if (perSecond.interval().high() < most) return Outcome.PASS;
        return perSecond.interval().low() > most ? Outcome.FAIL : Outcome.INCONCLUSIVE;
    }

    private static double[] blocks(double[] values, int block, SplittableRandom random) {
        var drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i += block) {
            var from = random.nextInt(values.length);
            for (int j = 0; j < block && i + j < drawn.length; j++)
                drawn[i + j] = values[(from + j) % values.length];
        }
        return drawn;
    }

    private static double slope(double[] values) {
        var slopes = new double[values.length * (values.length - 1) / 2];
        int next = 0;
        for (int i = 0; i < values.length; i++)
            for (int j = i + 1; j < values.length; j++)
                slopes[next++] = (values[j] - values[i]) / (j - i);
        return Quantiles.median(slopes);
    }
}
