package faultline.model;

import static faultline.model.Unanswerable.notNegative;
import static faultline.model.Unanswerable.positive;

/**
 * What an outage leaves and how long that takes to go: reference load-and-capacity §2.3. While
 * nothing is dumped for D seconds, λD messages pile up; afterwards they go at what is left, Cμ − λ.
 *
 * @param offeredMsgPerS λ
 * @param capacityMsgPerS Cμ: what all consumers together can dump
 */
public record DrainLaw(double offeredMsgPerS, double capacityMsgPerS) {

    public DrainLaw {
        positive("the offered rate", offeredMsgPerS);
        positive("the capacity", capacityMsgPerS);
    }

    /** ρ = λ/(Cμ). */
    public double utilisation() {
        return offeredMsgPerS / capacityMsgPerS;
    }

    /** Messages that wait when the outage ends: B = λD. */
    public double backlog(double outageSeconds) {
        return offeredMsgPerS * notNegative("the outage", outageSeconds);
    }

    /** Seconds from the end of the outage until nothing waits: D·ρ/(1−ρ). */
    public double drainSeconds(double outageSeconds) {
        return outageSeconds * stable() / (1 - stable());
    }

    /** Seconds from the fault until nothing waits: D/(1−ρ). */
    public double seconds(double outageSeconds) {
        return notNegative("the outage", outageSeconds) / (1 - stable());
    }

    /** Messages that wait {@code seconds} after the fault. */
    public double backlogAt(double seconds, double outageSeconds) {
        return seconds <= outageSeconds
                ? backlog(Math.max(0, seconds))
                : Math.max(
                        0,
                        backlog(outageSeconds)
                                - (capacityMsgPerS - offeredMsgPerS) * (seconds - outageSeconds));
    }

    /**
     * The highest ρ that brings an outage of D seconds back to normal in {@code objectiveSeconds}
     * after the fault: 1 − D/RTO. {@link Unanswerable} where the outage alone takes as long.
     */
    public static double utilisationFor(double outageSeconds, double objectiveSeconds) {
        notNegative("the outage", outageSeconds);
        positive("the recovery objective", objectiveSeconds);
        if (outageSeconds >= objectiveSeconds)
            throw new Unanswerable(
                    "An outage of %s s does not end within a recovery objective of %s s."
                            .formatted(
                                    Written.number(outageSeconds),
                                    Written.number(objectiveSeconds)),
                    "Allow more time, or detect and fail over faster.");
        return 1 - outageSeconds / objectiveSeconds;
    }

    private double stable() {
        if (utilisation() >= 1)
            throw new Unanswerable(
                    "%s messages/s come and at most %s go: a backlog never drains."
                            .formatted(
                                    Written.number(offeredMsgPerS),
                                    Written.number(capacityMsgPerS)),
                    "Add consumers or lower the rate.");
        return utilisation();
    }
}
