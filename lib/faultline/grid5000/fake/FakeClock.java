package faultline.grid5000.fake;

import faultline.grid5000.Timekeeper;

import java.time.Duration;
import java.time.Instant;

/** The time of a fake testbed: it goes as ours does, or stands until it is put forward. */
public final class FakeClock implements Timekeeper {

    private final Instant begins;
    private final boolean goes;
    private final long started = System.nanoTime();
    private Duration ahead = Duration.ZERO;

    /**
     * @param goes whether it goes by itself
     */
    public FakeClock(Instant begins, boolean goes) {
        this.begins = begins;
        this.goes = goes;
    }

    @Override
    public synchronized Instant now() {
        return begins.plus(ahead).plusNanos(goes ? System.nanoTime() - started : 0);
    }

    /** Puts it forward. */
    @Override
    public synchronized void sleep(Duration duration) {
        ahead = ahead.plus(duration);
    }

    long seconds() {
        return now().getEpochSecond();
    }
}
