package faultline.grid5000;

import faultline.plan.Durations;
import faultline.plan.Unavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Waits for jobs, always to a limit, and says what it waits for when that changes. */
final class Waiting {

    /** So much longer than the pace may be slept while the scheduler names a later start. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(10);

    private static final String STILL = "job %d is still %s after %s: %s";

    private final Grid5000 testbed;
    private final Consumer<String> progress;
    private String told = "";

    Waiting(Grid5000 testbed, Consumer<String> progress) {
        this.testbed = testbed;
        this.progress = progress;
    }

    /**
     * The job once it runs.
     *
     * @throws Unavailable where it ends instead or does not run by {@code deadline}
     */
    Job running(String site, long uid, Instant deadline) {
        var time = testbed.time();
        var begun = time.now();
        var pace = new Pace();
        while (true) {
            var job = known(site, uid);
            tell(job);
            if (job.isRunning()) return job;
            if (!job.isLive())
                throw new Unavailable(
                        "job %d of %s is %s: %s".formatted(uid, site, job.state(), job.said()),
                        "./jbang reserve    asks again");
            var left = Duration.between(time.now(), deadline);
            if (!left.isPositive())
                throw new Unavailable(
                        STILL.formatted(uid, job.state(), since(begun), job.said()),
                        "a longer --max-wait, fewer nodes, or --start at another time");
            time.sleep(shorter(left, untilStart(job, pace.next())));
        }
    }

    /**
     * Returns when the job is over.
     *
     * @throws Unavailable where it is not by {@code deadline}
     */
    void ended(String site, long uid, Instant deadline) {
        var time = testbed.time();
        var begun = time.now();
        var pace = new Pace();
        while (true) {
            var job = testbed.job(site, uid);
            if (job.isEmpty() || job.get().hasEnded()) return;
            tell(job.get());
            var left = Duration.between(time.now(), deadline);
            if (!left.isPositive())
                throw new Unavailable(
                        STILL.formatted(uid, job.get().state(), since(begun), job.get().said()),
                        "./jbang reap    tries again");
            time.sleep(shorter(left, pace.next()));
        }
    }

    private Job known(String site, long uid) {
        return testbed.job(site, uid)
                .orElseThrow(() ->
                        new Unavailable(
                                "job %d of %s is not there any more".formatted(uid, site),
                                "./jbang reserve    asks again"));
    }

    private void tell(Job job) {
        var when =
                job.startedAt() > 0
                        ? ""
                        : job.begins().map(at -> ", to start at " + Paris.oar(at)).orElse("");
        var line = "job %d is %s%s: %s".formatted(job.uid(), job.state(), when, job.said());
        if (!line.equals(told)) progress.accept(line);
        told = line;
    }

    private Duration untilStart(Job job, Duration pause) {
        if (job.startedAt() > 0 || job.begins().isEmpty()) return pause;
        var until = Duration.between(testbed.time().now(), job.begins().get());
        return until.compareTo(pause) > 0 ? shorter(until, LONGEST_SLEEP) : pause;
    }

    private String since(Instant begun) {
        return Durations.format(
                Duration.ofSeconds(Duration.between(begun, testbed.time().now()).toSeconds()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
