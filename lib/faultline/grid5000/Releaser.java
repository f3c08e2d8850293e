package faultline.grid5000;

import faultline.grid5000.Reservation.Phase;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gives reservations back, also those that a kit which died has left. */
public final class Releaser {

    /** So long after it was sent, a request may still become a job: the server's own limit. */
    static final Duration MAY_APPEAR = Duration.ofSeconds(330);

    private static final Duration MAX_END = Duration.ofMinutes(15);

    private final Grid5000 testbed;
    private final Reservations reservations;
    private final Consumer<String> progress;

    public Releaser(Grid5000 testbed, Reservations reservations, Consumer<String> progress) {
        this.testbed = testbed;
        this.reservations = reservations;
        this.progress = progress;
    }

    /**
     * Deletes every job of that name, waits until they are over and forgets the reservation.
     *
     * @return the numbers of the jobs that were deleted
     * @throws Unavailable where one is not over in time; then it is not forgotten
     */
    public List<Long> release(String site, String name) {
        var jobs = mine(site, name);
        if (jobs.isEmpty()) jobs = appearing(site, name);
        for (var job : jobs.stream().filter(Job::isLive).toList()) {
            progress.accept("deleting job %d of %s".formatted(job.uid(), site));
            testbed.delete(site, job.uid());
        }
        for (var job : jobs) ended(site, job.uid());
        reservations.forget(site, name);
        return jobs.stream().map(Job::uid).toList();
    }

    /** As {@link #release}, without waiting: for a process that is being ended. */
    public void drop(String site, String name) {
        reservations.end();
        var known = reservations.load(site, name);
        if (known.isEmpty()) return;
        for (var job : mine(site, name)) {
            if (!job.isLive()) continue;
            testbed.delete(site, job.uid());
            progress.accept("job %d of %s is given back".formatted(job.uid(), site));
        }
        // A request that is still under way may become a job: reap looks for that.
        if (known.get().job() != 0) reservations.forget(site, name);
    }

    /**
     * Gives back what kits on this machine have left: whatever was not finished and nobody works
     * with any more.
     *
     * @param everything also what is ready for use, and all jobs of the kit on all sites
     * @return what was done, a sentence each
     */
    public List<String> reap(boolean everything) {
        var done = new ArrayList<String>();
        for (var reservation : reservations.all()) done.addAll(reap(reservation, everything));
        if (everything) done.addAll(strays());
        return done;
    }

    private List<String> reap(Reservation reservation, boolean everything) {
        var what = "%s at %s".formatted(reservation.name(), reservation.site());
        var holder = reservation.holder();
        if (!reservation.api().equals(testbed.address()))
            return List.of("%s stays: it is of %s".formatted(what, reservation.api()));
        if (reservation.phase() == Phase.READY && !everything) return ready(reservation, what);
        if (holder.isAlive() && !holder.isMe())
            return List.of("%s stays: process %d works with it".formatted(what, holder.pid()));
        if (holder.isElsewhere() && !everything)
            return List.of(
                    "%s stays: a kit on %s works with it; --all takes it too"
                            .formatted(what, holder.host()));
        var jobs = release(reservation.site(), reservation.name());
        return List.of(
                jobs.isEmpty()
                        ? "%s: there was no job; forgotten".formatted(what)
                        : "%s: %s given back".formatted(what, numbers(jobs)));
    }

    private List<String> ready(Reservation reservation, String what) {
        var live = mine(reservation.site(), reservation.name()).stream().anyMatch(Job::isLive);
        if (live)
            return List.of("%s stays: it is ready for use; --all takes it too".formatted(what));
        reservations.forget(reservation.site(), reservation.name());
        return List.of("%s: its time was over; forgotten".formatted(what));
    }

    /** Jobs of the kit that no file tells of, as those of another machine. */
    private List<String> strays() {
        var done = new ArrayList<String>();
        for (var site : testbed.sites()) {
            if (!site.hasOar()) continue;
            for (var job : testbed.jobs(site.uid(), "")) {
                if (!job.isLive() || !job.types().contains(JobRequest.ORIGIN)) continue;
                testbed.delete(site.uid(), job.uid());
                ended(site.uid(), job.uid());
                done.add("job %d of %s given back".formatted(job.uid(), site.uid()));
            }
        }
        return done;
    }

    private List<Job> appearing(String site, String name) {
        var asked =
                reservations
                        .load(site, name)
                        .filter(r -> r.phase() == Phase.ASKING && r.job() == 0)
                        .map(Reservation::asked)
                        .orElse(Instant.EPOCH);
        var pace = new Pace();
        var until = asked.plus(MAY_APPEAR);
        if (testbed.time().now().isBefore(until))
            progress.accept(
                    "a job may have been asked for; looking for it until %s"
                            .formatted(Paris.oar(until)));
        while (testbed.time().now().isBefore(until)) {
            testbed.time().sleep(pace.next());
            var jobs = mine(site, name);
            if (!jobs.isEmpty()) return jobs;
        }
        return List.of();
    }

    private List<Job> mine(String site, String name) {
        return testbed.jobs(site, name).stream().filter(job -> !job.hasEnded()).toList();
    }

    private void ended(String site, long uid) {
        new Waiting(testbed, progress).ended(site, uid, testbed.time().now().plus(MAX_END));
    }

    private static String numbers(List<Long> jobs) {
        return "job " + String.join(", ", jobs.stream().map(String::valueOf).toList());
    }

    /**
     * More time for the running job of that name.
     *
     * @return how long it may run in all, as the scheduler has it within a minute
     * @throws BadInput where there is none, or the scheduler refuses
     */
    public Duration extend(String site, String name, Duration more) throws java.io.IOException {
        var job =
                testbed.jobs(site, name).stream()
                        .filter(Job::isRunning)
                        .findFirst()
                        .orElseThrow(() -> new BadInput("--name", "", name, "a running job's"));
        testbed.extend(site, job.uid(), more);
        var now = job;
        for (int look = 0; look < 6 && now.walltime() == job.walltime(); look++) {
            testbed.time().sleep(Duration.ofSeconds(10));
            now = testbed.job(site, job.uid()).orElse(now);
        }
        return Duration.ofSeconds(now.walltime());
    }
}
