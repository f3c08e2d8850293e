package faultline.run;

import faultline.plan.Autoscale;
import faultline.plan.BadInput;
import faultline.run.SweepOptions.GoDuration;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;

/** Whether consumers scale themselves, and by which rule. */
public final class AutoscaleOptions {

    private static final Autoscale DEFAULT =
            new Autoscale(1, 1, 1000, Duration.ofSeconds(5), Duration.ofSeconds(15));

    @Option(
            names = "--autoscale",
            description =
                    "Scale every consumer group by its lag, as KEDA would, from --consumers to"
                            + " --max-consumers.")
    boolean autoscale;

    @Option(
            names = "--max-consumers",
            paramLabel = "N",
            description = "Most consumers of a group (--partitions).")
    Integer most;

    @Option(
            names = "--lag-threshold",
            paramLabel = "MESSAGES",
            description = "Lag that asks for a consumer more (1000).")
    Integer lagThreshold;

    @Option(
            names = "--polling-interval",
            converter = GoDuration.class,
            description = "From one look at the lag to the next (5s).")
    Duration interval;

    @Option(
            names = "--stabilisation",
            converter = GoDuration.class,
            description = "How long a group keeps what it has once asked for (15s).")
    Duration stabilisation;

    /**
     * The rule that was asked for, if any.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    Optional<Autoscale> checked(int fewest, int partitions) {
        if (!autoscale) {
            requireUnset("--max-consumers", most);
            requireUnset("--lag-threshold", lagThreshold);
            requireUnset("--polling-interval", interval);
            requireUnset("--stabilisation", stabilisation);
            return Optional.empty();
        }
        var rule =
                new Autoscale(
                        fewest,
                        Optional.ofNullable(most).orElse(partitions),
                        Optional.ofNullable(lagThreshold).orElse(DEFAULT.lagThreshold()),
                        Optional.ofNullable(interval).orElse(DEFAULT.interval()),
                        Optional.ofNullable(stabilisation).orElse(DEFAULT.stabilisation()));
        SweepOptions.within("--max-consumers", rule.most(), fewest, partitions, "of --partitions");
        SweepOptions.within(
                "--lag-threshold", rule.lagThreshold(), 1, Integer.MAX_VALUE, "messages");
        SweepOptions.within(
                "--polling-interval", rule.interval().toMillis() / 1e3, 1, 3600, "seconds");
        return Optional.of(rule);
    }

    private static void requireUnset(String option, Object value) {
        if (value != null)
            throw new BadInput(option, "", value.toString(), "only with --autoscale");
    }
}
