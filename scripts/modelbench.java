///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/model/package-info.java

import faultline.model.Estimate;
import faultline.model.Observation;
import faultline.model.Usl;
import faultline.model.UslEstimate;
import faultline.model.Weighting;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;

@Command(
        name = "modelbench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long a USL fit with 2,000 resamplings of 24 runs takes, and how often"
                    + " its",
            "95 %% intervals hold the truth: 8 sizes, 3 blocks, 3 %% scatter, without and with"
                    + " blocks",
            "that differ. Ends with 1 where a share is outside 0.92 to 0.98. Takes about a minute."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every share is within 0.92 to 0.98",
            "1:one is not",
            "2:input that cannot be used"
        },
        footer = {"", "Example:", "  ./jbang modelbench"})
class modelbench implements Callable<Integer> {

    private static final Usl TRUTH = new Usl(1000, 0.04, 0.008);
    private static final double[] SIZES = {1, 2, 4, 6, 8, 10, 13, 16};
    private static final int BLOCKS = 3;
    private static final double SCATTER = 0.03;

    @Option(
            names = "--simulations",
            defaultValue = "500",
            description = "How often to measure anew (default: ${DEFAULT-VALUE}).")
    int simulations;

    @Option(names = "--seed", defaultValue = "1", description = "Of the simulated scatter.")
    long seed;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new modelbench()).execute(arguments));
    }

    @Override
    public Integer call() {
        var nanos = new ArrayList<Long>();
        var honest = true;
        for (var betweenBlocks : new double[] {0, SCATTER}) {
            IO.println(
                    "Blocks that differ by %.0f %%, %d simulations:"
                            .formatted(betweenBlocks * 100, simulations));
            for (var share : coverage(betweenBlocks, nanos).entrySet()) {
                IO.println("  %-7s %.3f".formatted(share.getKey(), share.getValue()));
                honest &= share.getValue() >= 0.92 && share.getValue() <= 0.98;
            }
        }
        nanos.sort(null);
        IO.println(
                "A fit with %,d resamplings of %d runs: median %.0f ms, 99th percentile %.0f ms"
                        .formatted(
                                UslEstimate.RESAMPLINGS,
                                SIZES.length * BLOCKS,
                                nanos.get(nanos.size() / 2) / 1e6,
                                nanos.get((int) (nanos.size() * 0.99)) / 1e6));
        return honest ? 0 : 1;
    }

    /** The share of simulations whose interval holds the truth, of each number. */
    private LinkedHashMap<String, Double> coverage(double betweenBlocks, List<Long> nanos) {
        var random = new Random(seed);
        var shares = new LinkedHashMap<String, Double>();
        for (int i = 0; i < simulations; i++) {
            var runs = simulated(betweenBlocks, random);
            var start = System.nanoTime();
            var fit = UslEstimate.of(runs, Weighting.RELATIVE, i);
            nanos.add(System.nanoTime() - start);
            count(shares, "lambda", fit, UslEstimate::lambda, TRUTH.lambda());
            count(shares, "sigma", fit, UslEstimate::sigma, TRUTH.sigma());
            count(shares, "kappa", fit, UslEstimate::kappa, TRUTH.kappa());
            count(shares, "peak", fit, UslEstimate::fittedPeak, TRUTH.peakSize().orElseThrow());
        }
        return shares;
    }

    private void count(
            LinkedHashMap<String, Double> shares,
            String name,
            UslEstimate fit,
            Function<UslEstimate, Estimate> number,
            double truth) {
        var holds = number.apply(fit).interval().contains(truth) ? 1.0 / simulations : 0;
        shares.merge(name, holds, Double::sum);
    }

    private static List<Observation> simulated(double betweenBlocks, Random random) {
        var runs = new ArrayList<Observation>();
        for (int block = 0; block < BLOCKS; block++) {
            var shift = betweenBlocks * random.nextGaussian();
            for (var size : SIZES) {
                var factor = 1 + SCATTER * random.nextGaussian() + shift;
                runs.add(new Observation(size, TRUTH.throughput(size) * factor, block));
            }
        }
        return runs;
    }
}
