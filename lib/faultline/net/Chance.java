package faultline.net;

/**
 * Numbers between 0 and 1 that each lean towards the one before: x = (1 − ρ)·u + ρ·x′, where u is
 * uniform and ρ the correlation, which is netem's law (get_crandom in sch_netem.c).
 *
 * <p>The correlation of neighbours is exactly ρ. What users of netem know holds here too: with a
 * correlation the numbers crowd around ½, so that a loss of 1 % with 25 % correlation loses less.
 */
final class Chance {

    private final double correlation;
    private long state;
    private double last;

    Chance(long seed, double correlation) {
        this.correlation = correlation;
        state = seed;
        last = uniform();
    }

    /** The next number, at least 0 and below 1. */
    double next() {
        var value = uniform();
        if (correlation == 0) return value;
        last = value * (1 - correlation) + last * correlation;
        return last;
    }

    /** Whether something of this probability happens now. */
    boolean happens(double probability) {
        return next() < probability;
    }

    private double uniform() {
        state += 0x9e3779b97f4a7c15L;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    /** A seed that differs for each thing that {@code names} something, and never changes. */
    static long seed(long seed, Object... names) {
        for (var name : names) seed = mix(seed * 31 + name.toString().hashCode());
        return seed;
    }

    /** The finaliser of SplitMix64: Steele, Lea, Flood, "Fast splittable generators", 2014. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
