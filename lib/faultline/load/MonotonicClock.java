package faultline.load;

import java.util.concurrent.locks.LockSupport;

/** The clock that due times are on, and how to wait on it. */
interface MonotonicClock {

    /** {@link System#nanoTime}: on Linux CLOCK_MONOTONIC, one for all processes of a host. */
    MonotonicClock SYSTEM =
            new MonotonicClock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void waitNanos(long nanos) {
                    LockSupport.parkNanos(nanos);
                }
            };

    long nanos();

    /** Gives the processor away for about {@code nanos}; may come back sooner. */
    void waitNanos(long nanos);
}
