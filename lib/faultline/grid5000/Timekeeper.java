package faultline.grid5000;

import faultline.plan.Unavailable;

import java.time.Duration;
import java.time.Instant;

/** What time it is and how to wait: the machine's own, or the one of a fake testbed. */
public interface Timekeeper {

    Instant now();

    /** Returns when {@code duration} has passed on this timekeeper. */
    void sleep(Duration duration);

    /** The machine's clock. */
    static Timekeeper system() {
        return new Timekeeper() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) {
                try {
                    Thread.sleep(duration);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Unavailable("interrupted while waiting", "the same command again");
                }
            }
        };
    }
}
