package faultline.grid5000;

import faultline.grid5000.Reservation.Granted;
import faultline.grid5000.Reservation.Holder;
import faultline.grid5000.Reservation.Phase;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gets nodes that are ready for use. Asked again by the same name it finds the same job; what it
 * cannot finish it gives back.
 */
public final class Reserver {

    /** How often a job is looked for by its name after an answer that got lost. */
    private static final int LOOKS = 4;

    private final Grid5000 testbed;
    private final Reservations reservations;
    private final Releaser releaser;
    private final Phase ready;
    private Runnable whenDeploying = () -> {};
    private final Consumer<String> progress;

    /**
     * How far to go.
     *
     * @param nextSlot whether to take the date that the scheduler offers, once
     * @param maxWait for the job to run, from its start where that is given
     * @param maxDeploy for each round of a deployment
     * @param atLeast nodes that must have been deployed
     */
    public record Limits(boolean nextSlot, Duration maxWait, Duration maxDeploy, int atLeast) {}

    /** For a user: what is ready stays until somebody releases it. */
    public Reserver(Grid5000 testbed, Reservations reservations, Consumer<String> progress) {
        this(testbed, reservations, Phase.READY, progress);
    }

    /** For work of this process alone: when the process has died, {@code reap} gives it back. */
    public static Reserver forWork(
            Grid5000 testbed, Reservations reservations, Consumer<String> progress) {
        return new Reserver(testbed, reservations, Phase.WORKING, progress);
    }

    private Reserver(
            Grid5000 testbed, Reservations reservations, Phase ready, Consumer<String> progress) {
        this.testbed = testbed;
        this.reservations = reservations;
        this.releaser = new Releaser(testbed, reservations, progress);
        this.ready = ready;
        this.progress = progress;
    }

    /** Runs {@code told} each time when the wait is over and a system goes onto the nodes. */
    public Reserver whenDeploying(Runnable told) {
        whenDeploying = told;
        return this;
    }

    /**
     * The nodes that {@code wanted} names, running and with the system on them.
     *
     * @throws BadInput where the testbed cannot give that, before or after asking it
     * @throws Unavailable where it did not within {@code limits}
     */
    public Reservation reserve(Wanted wanted, Limits limits) {
        var facts = Facts.of(testbed, wanted);
        var jobs = facts.jobs().stream().filter(job -> wanted.name().equals(job.name())).toList();
        var live = jobs.stream().filter(Job::isLive).toList();
        if (live.size() > 1)
            throw new BadInput(
                    "--name",
                    "",
                    "%s, which jobs %s of %s have"
                            .formatted(
                                    wanted.name(),
                                    String.join(
                                            ", ", live.stream().map(j -> "" + j.uid()).toList()),
                                    wanted.site()),
                    "one job of a name; ./jbang release --name %s gives all of them back"
                            .formatted(wanted.name()));
        if (live.size() == 1) return reload(wanted, limits, facts, live.getFirst());
        for (var ending : jobs.stream().filter(Job::isEnding).toList()) {
            progress.accept("job %d of that name is ending".formatted(ending.uid()));
            new Waiting(testbed, progress)
                    .ended(
                            wanted.site(),
                            ending.uid(),
                            testbed.time().now().plus(limits.maxWait()));
        }
        var passed = Preflight.check(wanted, facts, testbed.time().now());
        passed.notes().forEach(progress);
        return create(wanted, limits, facts, passed);
    }

    private Reservation reload(Wanted wanted, Limits limits, Facts facts, Job job) {
        progress.accept("job %d has that name and is taken up again".formatted(job.uid()));
        var known =
                reservations.load(wanted.site(), wanted.name()).filter(r -> r.job() == job.uid());
        known.map(Reservation::holder).ifPresent(holder -> refuseIfHeld(holder, job));
        if (known.isPresent() && known.get().isReady() && job.isRunning()) {
            refuseIfFewer(known.get().nodes().size(), limits, job);
            var again = known.get().heldBy(Holder.me()).in(ready);
            reservations.save(again);
            return again;
        }
        var request = known.map(Reservation::request).orElse(Map.of());
        var reservation = remembered(wanted, request, List.of()).as(job.uid()).in(Phase.WAITING);
        reservations.save(reservation);
        return finish(wanted, limits, facts, reservation);
    }

    private static void refuseIfFewer(int nodes, Limits limits, Job job) {
        if (nodes < limits.atLeast())
            throw new BadInput(
                    "--nodes",
                    "",
                    "%d, where job %d has %d".formatted(limits.atLeast(), job.uid(), nodes),
                    "what the job of that name has, or another --name");
    }

    private static void refuseIfHeld(Holder holder, Job job) {
        if (holder.isAlive() && !holder.isMe())
            throw new BadInput(
                    "--name",
                    "",
                    "job %d, which process %d works with".formatted(job.uid(), holder.pid()),
                    "another name, or to wait for it");
    }

    private Reservation create(Wanted wanted, Limits limits, Facts facts, Preflight.Passed passed) {
        // Written before anything is sent: whatever happens then, somebody knows what to look for.
        var reservation = remembered(wanted, passed.request().body(), passed.notes());
        reservations.save(reservation);
        var giveBack = new Thread(() -> releaser.drop(wanted.site(), wanted.name()));
        Runtime.getRuntime().addShutdownHook(giveBack);
        try {
            var job = submitted(wanted, limits, passed.request());
            progress.accept("job %d of %s is %s".formatted(job.uid(), wanted.site(), job.state()));
            reservation = reservation.as(job.uid()).in(Phase.WAITING);
            reservations.save(reservation);
            return finish(wanted, limits, facts, reservation);
        } catch (RuntimeException failure) {
            giveBack(wanted, failure);
            throw failure;
        } finally {
            removeHook(giveBack);
        }
    }

    /** A request that was refused has left nothing, and nothing needs to be looked for. */
    private Job submitted(Wanted wanted, Limits limits, JobRequest request) {
        try {
            return submit(wanted, limits, request);
        } catch (BadInput refusal) {
            reservations.forget(wanted.site(), wanted.name());
            throw refusal;
        }
    }

    private void giveBack(Wanted wanted, RuntimeException failure) {
        if (reservations.load(wanted.site(), wanted.name()).isEmpty()) return;
        try {
            releaser.release(wanted.site(), wanted.name());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
            progress.accept("not given back: %s".formatted(second.getMessage()));
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is going down already: the hook does its work.
        }
    }

    private Reservation remembered(Wanted wanted, Map<String, Object> request, List<String> notes) {
        return new Reservation(
                wanted.name(),
                wanted.site(),
                testbed.address(),
                testbed.target(),
                testbed.user(),
                Holder.me(),
                Phase.ASKING,
                testbed.time().now(),
                request,
                0,
                List.of(),
                notes,
                Map.of());
    }

    private Job submit(Wanted wanted, Limits limits, JobRequest request) {
        var answer = sent(wanted, request);
        if (answer.isEmpty()) return found(wanted);
        if (answer.get().isGood()) return Grid5000.job(answer.get());
        var offered = answer.get().couldRunAt();
        if (offered == null) throw refused(wanted, answer.get().said());
        progress.accept("the scheduler offers %s, the time in Paris".formatted(offered));
        if (!limits.nextSlot())
            throw new BadInput(
                    "--start",
                    "",
                    "%s, which is taken".formatted(request.reservation()),
                    "%s, the time in Paris; --next-slot takes what is offered".formatted(offered));
        var again = sent(wanted, request.at(offered));
        if (again.isEmpty()) return found(wanted);
        if (!again.get().isGood()) throw refused(wanted, again.get().said());
        return Grid5000.job(again.get());
    }

    /** The answer, or nothing where it is not known whether a job was created. */
    private Optional<Answer> sent(Wanted wanted, JobRequest request) {
        try {
            var answer = testbed.submit(wanted.site(), request);
            if (answer.status() < 500) return Optional.of(answer);
            progress.accept("status %d: %s".formatted(answer.status(), answer.said()));
        } catch (IOException e) {
            progress.accept("no answer to the request: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Job found(Wanted wanted) {
        var pace = new Pace();
        for (int look = 1; look <= LOOKS; look++) {
            testbed.time().sleep(pace.next());
            var live =
                    testbed.jobs(wanted.site(), wanted.name()).stream()
                            .filter(Job::isLive)
                            .findFirst();
            if (live.isPresent()) {
                progress.accept("the job was created all the same");
                return live.get();
            }
        }
        throw new Unavailable(
                "the API did not answer the request, and no job of that name is there",
                "./jbang reserve    again");
    }

    private static BadInput refused(Wanted wanted, String said) {
        return new BadInput("%s refuses the job: %s".formatted(wanted.site(), said));
    }

    private Reservation finish(Wanted wanted, Limits limits, Facts facts, Reservation reservation) {
        var now = testbed.time().now();
        var job =
                new Waiting(testbed, progress)
                        .running(
                                wanted.site(),
                                reservation.job(),
                                latest(now, start(wanted, reservation)).plus(limits.maxWait()));
        refuseIfFewer(job.assignedNodes().size(), limits, job);
        var good = deployed(wanted, limits, reservation, job);
        var cluster = job.assignedNodes().getFirst().replaceFirst("-\\d+\\..*$", "");
        var known = facts.nodes().get(cluster);
        var nodes = known == null ? testbed.nodes(wanted.site(), cluster) : known;
        var granted =
                reservation.ready(
                        ready,
                        good.stream().map(name -> granted(name, nodes, wanted)).toList(),
                        Provenance.of(testbed, facts.site(), wanted, job, good, nodes));
        reservations.save(granted);
        return granted;
    }

    /** Only a start that was asked for may prolong the wait, not one the scheduler puts off. */
    private Instant start(Wanted wanted, Reservation reservation) {
        if (wanted.start().isEmpty()) return Instant.EPOCH;
        return testbed.job(wanted.site(), reservation.job())
                .flatMap(Job::begins)
                .orElse(wanted.start().get());
    }

    private List<String> deployed(Wanted wanted, Limits limits, Reservation reservation, Job job) {
        var file = reservations.key(wanted.site(), wanted.name());
        var key = reservations.unlessEnding(() -> RunKey.of(file));
        if (wanted.environment().isEmpty()) return opened(wanted, job, key);
        reservations.save(reservation.in(Phase.DEPLOYING));
        whenDeploying.run();
        var deployed =
                new Deployer(testbed, progress)
                        .deploy(
                                wanted.site(),
                                job.assignedNodes(),
                                wanted.environment().get(),
                                key,
                                limits.maxDeploy());
        var enough = Math.max(limits.atLeast(), wanted.controllers());
        if (deployed.good().size() >= enough) return deployed.good();
        var told = new ArrayList<String>();
        deployed.failed().forEach((node, step) -> told.add(node + ": " + step));
        throw new Unavailable(
                "%d of %d nodes could be deployed, %d are needed (%d of them for the control plane): %s"
                        .formatted(
                                deployed.good().size(),
                                job.assignedNodes().size(),
                                enough,
                                wanted.controllers(),
                                String.join("; ", told)),
                "./jbang reserve    again, with --at-least for fewer nodes");
    }

    /** On the standard system: a fake has no machine on which a key could be let in. */
    private List<String> opened(Wanted wanted, Job job, String key) {
        if (testbed.isTestbed())
            new SudoG5k(
                            List.of("ssh"),
                            testbed.user(),
                            testbed.isInside(),
                            reservations.knownHosts(wanted.site(), wanted.name()))
                    .open(job.assignedNodes(), key, progress);
        return job.assignedNodes();
    }

    private static Granted granted(String name, List<Node> nodes, Wanted wanted) {
        var uid = name.replaceFirst("\\..*$", "");
        return nodes.stream()
                .filter(node -> node.uid().equals(uid))
                .findFirst()
                .map(n -> new Granted(name, n.network().ip(), n.dataDisk(wanted.disks()).id()))
                .orElseThrow(() -> new BadInput("the reference does not know " + name));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What a dry run shows: the request as it would be sent, and what the preflight says. */
    public Map<String, Object> dryRun(Wanted wanted) {
        var facts = Facts.of(testbed, wanted);
        var passed = Preflight.check(wanted, facts, testbed.time().now());
        var shown = new LinkedHashMap<String, Object>();
        shown.put("target", testbed.target());
        shown.put("site", wanted.site());
        shown.put("request", passed.request().body());
        shown.put("core_hours", coreHours(wanted, passed));
        shown.put("notes", passed.notes());
        facts.jobs().stream()
                .filter(job -> wanted.name().equals(job.name()) && job.isLive())
                .findFirst()
                .ifPresent(job -> shown.put("taken_up_again", "job " + job.uid()));
        return shown;
    }

    private static String coreHours(Wanted wanted, Preflight.Passed passed) {
        var cores = passed.nodes().getFirst().architecture().nbCores() * wanted.nodes();
        return "%.1f (%d cores for %s)"
                .formatted(
                        cores * wanted.walltime().toSeconds() / 3600.0,
                        cores,
                        Durations.format(wanted.walltime()));
    }
}
