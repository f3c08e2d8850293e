package faultline.kube;

import java.util.List;
import java.util.Locale;

/**
 * How far the clock of a node is ahead of the one here, by asking it for the time: its answer lies
 * somewhere between the question and the answer (Cristian, 1989), and each asking narrows that.
 *
 * @param millis ahead of the clock here; below 0 where it is behind
 * @param boundMillis by which that may be wrong
 */
record ClockOffset(double millis, double boundMillis) {

    /**
     * One asking.
     *
     * @param before and {@code after} on the clock here, {@code said} on the other one; all in
     *     nanoseconds since 1970
     */
    record Asked(long before, long said, long after) {}

    /** By what all of them allow. */
    static ClockOffset of(List<Asked> all) {
        var least = all.stream().mapToLong(a -> a.said() - a.after()).max().orElseThrow();
        var most = all.stream().mapToLong(a -> a.said() - a.before()).min().orElseThrow();
        // Clocks that were set meanwhile allow nothing at once.
        if (least > most) return new ClockOffset((least + most) / 2e6, (least - most) / 1e6);
        return new ClockOffset((least + most) / 2e6, (most - least) / 2e6);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.1f ms, give or take %.1f ms", millis, boundMillis);
    }
}
