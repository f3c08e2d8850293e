package faultline.model;

import static faultline.model.Unanswerable.positive;

/**
 * What a measurement on one machine says about another, by probes of both: throughput grows at
 * least by the smaller and at most by the larger of the factors of processor and disk, because
 * nobody knows beforehand which of the two a message waits for.
 *
 * @param cpuFactor how much faster a core there is, and how many more there are, together
 * @param diskFactor how many more synced writes a second the disk there does
 */
public record Scaling(Estimate cpuFactor, Estimate diskFactor) {

    /** No other machine. */
    public static final Scaling NONE = new Scaling(Estimate.exactly(1), Estimate.exactly(1));

    public Scaling {
        positive("the lower end of the processor's factor", cpuFactor.interval().low());
        positive("the lower end of the disk's factor", diskFactor.interval().low());
    }

    /** A rate there, from one here: the geometric middle, between the lowest and the highest. */
    public Estimate apply(Estimate here) {
        var low = Math.min(cpuFactor.interval().low(), diskFactor.interval().low());
        var high = Math.max(cpuFactor.interval().high(), diskFactor.interval().high());
        var middle = Math.sqrt(cpuFactor.value() * diskFactor.value());
        return new Estimate(
                here.value() * middle,
                new Interval(here.interval().low() * low, here.interval().high() * high));
    }

    /** A sentence that says what was assumed. */
    public String sentence() {
        return this.equals(NONE)
                ? "All numbers hold for the machine that was measured."
                : "Scaled from the machine that was measured: processors by %s, disks by %s; the interval spans both."
                        .formatted(cpuFactor, diskFactor);
    }
}
