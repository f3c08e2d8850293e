package faultline.model;

import static faultline.model.Unanswerable.atLeast;
import static faultline.model.Unanswerable.notNegative;
import static faultline.model.Unanswerable.positive;
import static faultline.model.Unanswerable.share;

/** The arithmetic of sizing, each with its source: reference load-and-capacity §2.6. */
public final class Formulas {

    /** Brokers keep this share of their disks free of messages, for compaction and for growth. */
    public static final double FILL = 0.7;

    private Formulas() {}

    /**
     * Partitions for {@code msgPerS}: max(t/p, t/c). Jun Rao, "How to choose the number of
     * topics/partitions in a Kafka cluster", 2015.
     *
     * @param produceMsgPerS p, what one partition takes
     * @param consumeMsgPerS c, what one consumer takes from one partition
     */
    public static double partitions(double msgPerS, double produceMsgPerS, double consumeMsgPerS) {
        return positive("the rate", msgPerS)
                / Math.min(
                        positive("the rate of producing to a partition", produceMsgPerS),
                        positive("the rate of consuming from a partition", consumeMsgPerS));
    }

    /**
     * The smallest multiple of {@code a} and of {@code b} that is {@code least} or more; {@link
     * Unanswerable} where that is no number of anything any more.
     */
    public static int multiple(double least, int a, int b) {
        var common = (double) a / gcd(a, b) * b;
        var multiple = Math.max(1, Math.ceil(least / common)) * common;
        if (multiple <= Integer.MAX_VALUE) return (int) multiple;
        throw new Unanswerable(
                "The smallest multiple of %d and of %d is %s."
                        .formatted(a, b, Written.number(multiple)),
                "Lower the rate, or split the load over several systems.");
    }

    /** Brokers for their disks: t·r/t_storage. AWS, "Right-size your Kafka clusters", eq. 1. */
    public static double brokersForDisk(
            double bytesPerS, int replicationFactor, double diskBytesPerS) {
        return positive("the bytes per second", bytesPerS)
                * atLeast("the replication factor", replicationFactor, 1)
                / positive("the bytes per second of a disk", diskBytesPerS);
    }

    /**
     * Brokers for their links: t·(G + r − 1)/t_net, because each message leaves a broker once for
     * each group and once for each other replica. AWS, eq. 1.
     */
    public static double brokersForNetwork(
            double bytesPerS, int replicationFactor, int groups, double linkBytesPerS) {
        return positive("the bytes per second", bytesPerS)
                * (atLeast("the number of consumer groups", groups, 0)
                        + atLeast("the replication factor", replicationFactor, 1)
                        - 1)
                / positive("the bytes per second of a link", linkBytesPerS);
    }

    /** Bytes/s into each broker: λS·r/B. */
    public static double bytesIn(double bytesPerS, int replicationFactor, int brokers) {
        return notNegative("the bytes per second", bytesPerS)
                * replicationFactor
                / atLeast("the number of brokers", brokers, 1);
    }

    /** Bytes/s out of each broker: λS·(r−1+G)/B. */
    public static double bytesOut(
            double bytesPerS, int replicationFactor, int groups, int brokers) {
        return notNegative("the bytes per second", bytesPerS)
                * (replicationFactor - 1 + groups)
                / atLeast("the number of brokers", brokers, 1);
    }

    /**
     * Bytes on the disks of all brokers: λS·retention·r/(compression·{@link #FILL}).
     *
     * @param compression how many bytes become one
     */
    public static double diskBytes(
            double bytesPerS, double retentionSeconds, int replicationFactor, double compression) {
        return notNegative("the bytes per second", bytesPerS)
                * positive("the retention", retentionSeconds)
                * atLeast("the replication factor", replicationFactor, 1)
                / (positive("the compression", compression) * FILL);
    }

    /** Bytes of segments that are still written to, P·r·segment, which retention cannot delete. */
    public static double activeSegmentBytes(
            int partitions, int replicationFactor, double segmentBytes) {
        return (double) atLeast("the number of partitions", partitions, 1)
                * replicationFactor
                * positive("the size of a segment", segmentBytes);
    }

    /**
     * Seconds of messages to keep so that a sink may be away and catch up, twice over: 2D/(1−ρ).
     */
    public static double retentionSeconds(double outageSeconds, double utilisation) {
        share("what utilisation leaves", 1 - utilisation);
        return 2 * notNegative("the outage", outageSeconds) / (1 - utilisation);
    }

    /**
     * The utilisation at which {@code size} may run so that with {@code lost} fewer it is still at
     * most {@code safe}: u·(N−k)/N.
     */
    public static double headroom(double safe, int size, int lost) {
        atLeast("what is left of the replicas", size - lost, 1);
        return share("the safe utilisation", safe) * (size - lost) / size;
    }

    /** Bytes of Galera's write-set cache that let a node come back without copying all. §2.6. */
    public static double gcacheBytes(double writeSetBytesPerS, double outageSeconds) {
        return notNegative("the write-set bytes per second", writeSetBytesPerS)
                * notNegative("the outage", outageSeconds);
    }

    /** The share of time that something works: MTBF/(MTBF+MTTR). */
    public static double availability(double betweenFailuresSeconds, double repairSeconds) {
        return positive("the time between failures", betweenFailuresSeconds)
                / (betweenFailuresSeconds + notNegative("the time to repair", repairSeconds));
    }

    /** The share of time that two of three independent ones work: 3A²−2A³. */
    public static double twoOfThree(double availability) {
        share("the availability", availability);
        return 3 * availability * availability - 2 * Math.pow(availability, 3);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
