package faultline.bench;

import faultline.model.Observation;
import faultline.model.Usl;
import faultline.model.UslEstimate;
import faultline.model.Weighting;

import java.util.ArrayList;
import java.util.Random;

/** Fits a curve to 24 runs in a JVM that has not fitted any, and prints the seconds. */
final class Fit {

    private static final Usl TRUTH = new Usl(1000, 0.04, 0.008);
    private static final double[] SIZES = {1, 2, 4, 6, 8, 10, 13, 16};
    private static final int BLOCKS = 3;
    private static final double SCATTER = 0.03;

    private Fit() {}

    public static void main(String[] arguments) {
        var random = new Random(1);
        var runs = new ArrayList<Observation>();
        for (int block = 0; block < BLOCKS; block++)
            for (var size : SIZES)
                runs.add(
                        new Observation(
                                size,
                                TRUTH.throughput(size) * (1 + SCATTER * random.nextGaussian()),
                                block));
        var began = System.nanoTime();
        UslEstimate.of(runs, Weighting.RELATIVE, 1);
        IO.println((System.nanoTime() - began) / 1e9);
    }
}
