package faultline.model;

import static faultline.model.Unanswerable.atLeast;
import static faultline.model.Unanswerable.positive;

import java.time.Duration;

/**
 * What a platform shall bear.
 *
 * @param p99Ms end to end
 * @param survive how many of each component may be lost at a time
 * @param groups consumer groups: one for the database, one for each series store
 * @param compression how many bytes of messages become one on a broker's disk
 * @param outage the longest that a sink is away, detection and failover included
 * @param recovery from the fault until nothing waits any more
 */
public record Demand(
        double msgPerS,
        double p99Ms,
        int survive,
        double messageBytes,
        int replicationFactor,
        int groups,
        Duration retention,
        double compression,
        Duration outage,
        Duration recovery) {

    /** What is planned for is never more than this share of what was measured as possible. */
    static final double SAFE = 0.8;

    public Demand {
        positive("the rate", msgPerS);
        positive("the 99th percentile asked for", p99Ms);
        atLeast("the number that may be lost", survive, 0);
        positive("the message size", messageBytes);
        atLeast("the replication factor", replicationFactor, 1);
        atLeast("the number of consumer groups", groups, 1);
        positive("the retention", retention.toMillis());
        positive("the compression", compression);
        positive("the recovery objective", recovery.toMillis());
        DrainLaw.utilisationFor(seconds(outage), seconds(recovery));
    }

    double bytesPerS() {
        return msgPerS * messageBytes;
    }

    /** The share of its capacity that a sink may be used at: reference §2.3. */
    double utilisation() {
        return Math.min(SAFE, DrainLaw.utilisationFor(seconds(outage), seconds(recovery)));
    }

    /** How the utilisation came about. */
    String utilisationLine() {
        return Written.text(
                "utilisation = min(%s, 1 − outage/recovery) = min(%s, 1 − %s s/%s s) = %s",
                Written.number(SAFE),
                Written.number(SAFE),
                Written.number(seconds(outage)),
                Written.number(seconds(recovery)),
                Written.number(utilisation()));
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
