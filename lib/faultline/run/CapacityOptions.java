package faultline.run;

import static faultline.run.SweepOptions.within;

import faultline.plan.BadInput;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The objective of a capacity search, and how fine it is. */
public final class CapacityOptions {

    /** What a search has otherwise than a sweep: a trend is seen in 20 s or more. */
    public static final class Defaults implements IDefaultValueProvider {

        private static final Map<String, String> VALUES =
                Map.of(
                        "--rates", "1000,64000",
                        "--duration", "45s",
                        "--warmup", "10s",
                        "--fault-after", "5s");

        @Override
        public String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
        }
    }

    /** Seconds that a trend takes, see the model's. */
    private static final double TREND_SECONDS = 20;

    @Option(
            names = "--p99",
            defaultValue = "500ms",
            converter = SweepOptions.GoDuration.class,
            description = "End-to-end 99th percentile that is allowed (${DEFAULT-VALUE}).")
    Duration p99;

    /** By how much the lag may grow each second, as a share of the rate. */
    @Option(
            names = "--lag-slope",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "By how much the lag may grow each second, as a share of the rate"
                            + " (${DEFAULT-VALUE}).")
    public double lagSlope;

    @Option(
            names = "--allow",
            defaultValue = "15s",
            converter = SweepOptions.GoDuration.class,
            description =
                    "How long a fault may disturb; what comes after must meet the objective"
                            + " (${DEFAULT-VALUE}).")
    Duration allow;

    /** The share by which rates rise between the ends of the search. */
    @Option(
            names = "--step",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "How fine the search is: each rate is higher by it (${DEFAULT-VALUE}).")
    public double step;

    /** Percent of a core; declared before any run. */
    @Option(
            names = "--void-steal",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description =
                    "A run is void where other machines took more of the processor time"
                            + " (${DEFAULT-VALUE}).")
    public double voidSteal;

    /** Null where a search begins. */
    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with a search that was interrupted; takes no other option.")
    public Path resume;

    /** Null for a folder with the date in its name. */
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (reports/capacity-DATE-TIME).")
    public Path out;

    public double p99Ms() {
        return p99.toNanos() / 1e6;
    }

    public int allowSeconds() {
        return (int) Math.ceil(allow.toMillis() / 1e3);
    }

    /**
     * The rates to search, rising; two are the ends.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    public List<Double> checked(SweepOptions options) {
        within("--p99", p99Ms(), 1, 600_000, "milliseconds");
        within("--lag-slope", lagSlope, 0.0001, 1, "of the rate");
        within("--step", step, 0.01, 4, "of the rate");
        within("--void-steal", voidSteal, 0, 100, "percent");
        within("--duration", options.seconds(), TREND_SECONDS, 86_400, "seconds: a trend takes 20");
        var quiet = options.seconds() - options.faultAfterSeconds() - allowSeconds();
        if (options.hasFaults() && quiet < TREND_SECONDS)
            throw new BadInput(
                    "--duration",
                    "",
                    "%.0f s, of which %.0f come after what a fault may disturb"
                            .formatted(options.seconds(), Math.max(0, quiet)),
                    "%.0f s or more, or --faults none"
                            .formatted(
                                    options.faultAfterSeconds() + allowSeconds() + TREND_SECONDS));
        return options.rates().stream().sorted().toList();
    }
}
