package faultline.grid5000;

import java.time.Duration;

/**
 * How long to wait between two questions, growing so that the API is not hammered: 5 s, 10 s, up to
 * 45 s, then 150 s for jobs (EnOSlib's steps since 10.4), and 10 s for deployments.
 */
final class Pace {

    private static final int STEP_SECONDS = 5;
    private static final int LAST_STEP_SECONDS = 45;
    private static final Duration LONG = Duration.ofSeconds(150);

    private int seconds;

    /** The next pause. */
    Duration next() {
        seconds += STEP_SECONDS;
        return seconds > LAST_STEP_SECONDS ? LONG : Duration.ofSeconds(seconds);
    }
}
