package faultline.net;

import java.time.Duration;

/**
 * Packets wait: uniformly between latency − jitter and latency + jitter, never less than nothing.
 *
 * <p>netem's law: delay = 2·jitter·x + latency − jitter. netem takes a 32-bit x modulo 2·jitter,
 * which for jitters below 4 s destroys the correlation that was asked for; here x is scaled, so
 * that neighbours have it. As in netem, packets of a jittering link overtake each other.
 *
 * @param correlation of each packet's delay with the one before, 0 to 1
 */
public record Delay(Duration latency, Duration jitter, double correlation) implements Impairment {

    public Delay {
        if (latency.isNegative() || jitter.isNegative())
            throw new IllegalArgumentException("a delay cannot be negative");
        Impairment.requireShare("correlation", correlation);
    }

    @Override
    public Stage on(long seed) {
        var chance = new Chance(seed, correlation);
        var middle = latency.toNanos();
        var spread = jitter.toNanos();
        return packet -> {
            // Drawn even for a packet that overtakes, so that what is decided for packet n does
            // not depend on other faults.
            var wait = spread == 0 ? middle : middle + (long) ((2 * chance.next() - 1) * spread);
            if (!packet.overtakes) packet.leavesNanos += Math.max(0, wait);
        };
    }
}
