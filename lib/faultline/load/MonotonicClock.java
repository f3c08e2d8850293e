package faultline.load;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** The clock that due times are on, and how to wait on it. */
interface MonotonicClock {

    /** So often both clocks are read; the pair with the least time in between counts. */
    int READINGS = 20;

    /**
     * {@link System#nanoTime}: on Linux CLOCK_MONOTONIC, one for all processes of a host. Where
     * FAULTLINE_CLOCK_ZERO_NS is set, the same clock of another host instead, as far as the wall
     * clocks of both agree.
     */
    MonotonicClock SYSTEM =
            ofHost(
                    offset(
                            new Settings(System.getenv()),
                            MonotonicClock::wallNanos,
                            System::nanoTime));

    private static MonotonicClock ofHost(long offset) {
        return new MonotonicClock() {
            @Override
            public long nanos() {
                return System.nanoTime() + offset;
            }

            @Override
            public void waitNanos(long nanos) {
                LockSupport.parkNanos(nanos);
            }
        };
    }

    /** What is to be added to this host's monotonic clock, by wall clocks that are read once. */
    static long offset(Settings settings, LongSupplier wall, LongSupplier monotonic) {
        var name = "FAULTLINE_CLOCK_ZERO_NS";
        if (!settings.environment().containsKey(name)) return 0;
        var zero = settings.whole(name, 0, Long.MAX_VALUE);
        var least = Long.MAX_VALUE;
        var offset = 0L;
        for (int i = 0; i < READINGS; i++) {
            var before = monotonic.getAsLong();
            var now = wall.getAsLong();
            var between = monotonic.getAsLong() - before;
            if (between >= least) continue;
            least = between;
            offset = now - zero - (before + between / 2);
        }
        return offset;
    }

    private static long wallNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    long nanos();

    /** Gives the processor away for about {@code nanos}; may come back sooner. */
    void waitNanos(long nanos);
}
