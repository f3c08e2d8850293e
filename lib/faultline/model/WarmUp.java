package faultline.model;

/**
 * How long a run warmed up, by MSER-5: cut where the standard error of what is left is smallest,
 * over means of five seconds. White, "An Effective Truncation Heuristic for Bias Reduction", 1997;
 * Hoad, Robinson, Davies 2010 for the limits.
 *
 * @param seconds to leave out
 * @param steady whether the run settled: less than half of it is left out
 */
public record WarmUp(int seconds, boolean steady) {

    private static final int BATCH = 5;
    private static final int FEWEST = 10;

    /** The last few always agree with each other by chance. */
    private static final int ALWAYS_LEFT = 5;

    /**
     * @param perSecond one number a second from the start of the load
     */
    public static WarmUp of(double[] perSecond) {
        var batches = batches(perSecond);
        int best = 0;
        var least = Double.POSITIVE_INFINITY;
        for (int cut = 0; cut <= batches.length - ALWAYS_LEFT; cut++) {
            var error = error(batches, cut);
            if (error < least) {
                best = cut;
                least = error;
            }
        }
        return new WarmUp(best * BATCH, 2 * best < batches.length);
    }

    /** Σ_{i>d}(Y_i−Ȳ)²/(n−d)². */
    private static double error(double[] batches, int cut) {
        int left = batches.length - cut;
        var mean = 0.0;
        for (int i = cut; i < batches.length; i++) mean += batches[i] / left;
        var squares = 0.0;
        for (int i = cut; i < batches.length; i++) squares += Math.pow(batches[i] - mean, 2);
        return squares / ((double) left * left);
    }

    private static double[] batches(double[] perSecond) {
        Series.complete(perSecond);
        var batches = new double[perSecond.length / BATCH];
        if (batches.length < FEWEST)
            throw new Unanswerable(
                    "The run has %s; warming up cannot be told from noise in so few."
                            .formatted(Written.count(perSecond.length, "second")),
                    "Load for %d s or more.".formatted(FEWEST * BATCH));
        // Against the first, so that a run that never changes leaves no rounding to minimise.
        for (int i = 0; i < batches.length * BATCH; i++)
            batches[i / BATCH] += (perSecond[i] - perSecond[0]) / BATCH;
        return batches;
    }
}
