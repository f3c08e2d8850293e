package faultline.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many consumers KEDA and the horizontal pod autoscaler ask for: KEDA 2.20.2, kafka_scaler.go,
 * and Kubernetes' replica_calculator.go, reproduced with their integer division.
 *
 * @param lagThreshold messages a consumer may have waiting
 * @param activationLag above this total lag, zero consumers become one
 * @param allowIdleConsumers whether there may be more consumers than partitions
 * @param onlyPartitionsWithLag whether partitions without lag get no consumer
 * @param evenly whether only counts that divide the partitions are asked for
 */
public record KedaRule(
        long lagThreshold,
        long activationLag,
        boolean allowIdleConsumers,
        boolean onlyPartitionsWithLag,
        boolean evenly,
        int fewest,
        int most) {

    /** HPA: within this share of the target nothing is changed. */
    private static final double TOLERANCE = 0.1;

    public KedaRule {
        atLeast("the lag threshold", lagThreshold, 1);
        atLeast("the lowest number of consumers", fewest, 0);
        atLeast("the highest number of consumers", most, Math.max(1, fewest));
    }

    private static void atLeast(String what, long value, long least) {
        if (value < least)
            throw new IllegalArgumentException(
                    "%s is %d; it must be %d or more".formatted(what, value, least));
    }

    /** KEDA's own settings but for the bounds: none idle, no even spread, activated by any lag. */
    public static KedaRule of(long lagThreshold, int fewest, int most) {
        return new KedaRule(lagThreshold, 0, false, false, false, fewest, most);
    }

    /**
     * Lag of a partition: what was produced and not committed. Without a commit it is all there is
     * for a group that starts at the earliest, and 1 for one that starts at the latest, which makes
     * KEDA start one; both are 0 where {@code zeroWhenUnknown}.
     */
    public static long lag(
            long produced, OptionalLong committed, boolean fromEarliest, boolean zeroWhenUnknown) {
        if (committed.isPresent()) return Math.max(0, produced - committed.getAsLong());
        if (zeroWhenUnknown) return 0;
        return fromEarliest ? produced : 1;
    }

    /** Consumers wanted, given the lag of each partition and how many consumers there are. */
    public int desired(long[] lags, int current) {
        if (current == 0) return isActive(lags) ? Math.max(1, fewest) : fewest;
        var total = metric(lags);
        var usage = (double) total / ((double) lagThreshold * current);
        var wanted =
                Math.abs(1 - usage) <= TOLERANCE
                        ? current
                        : (int) Math.min(most, Math.ceilDiv(total, lagThreshold));
        return Math.clamp(wanted, Math.max(1, fewest), most);
    }

    /** Whether there is enough lag to run at all. */
    public boolean isActive(long[] lags) {
        return Arrays.stream(lags).sum() > activationLag;
    }

    /** The total that KEDA hands to the autoscaler, cut at what so many partitions can use. */
    long metric(long[] lags) {
        if (lags.length == 0) throw new IllegalArgumentException("a topic without partitions");
        for (var lag : lags)
            if (lag < 0) throw new IllegalArgumentException("a lag of %d".formatted(lag));
        var total = Arrays.stream(lags).sum();
        if (evenly) total = evenly(total, lags.length) * lagThreshold;
        var limited = !allowIdleConsumers || onlyPartitionsWithLag || evenly;
        var usable =
                onlyPartitionsWithLag
                        ? Arrays.stream(lags).filter(l -> l > 0).count()
                        : lags.length;
        // Integer division: 6.72 consumers for 6 partitions pass as 6, and become 7 afterwards.
        return limited && total / lagThreshold > usable ? usable * lagThreshold : total;
    }

    private long evenly(long total, int partitions) {
        for (int factor = 1; factor < partitions; factor++)
            if (partitions % factor == 0 && factor * lagThreshold >= total) return factor;
        return partitions;
    }

    /** What is wrong with the bounds for a topic; empty where nothing is. */
    public Optional<String> warning(int partitions) {
        return most > partitions && !allowIdleConsumers
                ? Optional.of(
                        String.format(
                                Locale.ROOT,
                                "At most %d consumers are allowed for %d partitions: rounding can"
                                        + " make KEDA start %d, one of them idle. Set the maximum"
                                        + " to %d.",
                                most,
                                partitions,
                                partitions + 1,
                                partitions))
                : Optional.empty();
    }

    /**
     * The alternative that goes by rates: ⌈(λ + B/T)/(μ(1−h))⌉, which brings a backlog to zero in T
     * seconds where KEDA's rule, proportional to lag, keeps one.
     *
     * @param headroom h, the share of a consumer that is kept free
     */
    public static int byRate(
            double offeredMsgPerS,
            double backlog,
            double drainSeconds,
            double perConsumerMsgPerS,
            double headroom) {
        if (!(offeredMsgPerS >= 0 && backlog >= 0 && drainSeconds > 0 && perConsumerMsgPerS > 0)
                || !(headroom >= 0 && headroom < 1))
            throw new IllegalArgumentException(
                    "%s msg/s, backlog %s, %s s, %s msg/s each, headroom %s"
                            .formatted(
                                    offeredMsgPerS,
                                    backlog,
                                    drainSeconds,
                                    perConsumerMsgPerS,
                                    headroom));
        var needed = offeredMsgPerS + backlog / drainSeconds;
        return (int) Math.ceil(needed / (perConsumerMsgPerS * (1 - headroom)));
    }
}
