package faultline.campaign;

import faultline.grid5000.Grid5000;
import faultline.grid5000.Releaser;
import faultline.grid5000.Reservation;
import faultline.grid5000.Reservations;
import faultline.grid5000.Reserver;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the image of the load, then reserves, deploys, bootstraps, installs, sweeps, collects and
 * releases. Whatever happens, the nodes are given back: at the end, on a failure, when the process
 * is asked to end, and by {@code reap} when it was killed. Done again on the same folder, it goes
 * on where it was.
 */
public final class Campaign {

    static final String ENVIRONMENT = "environment.json";

    private final CampaignPlan plan;
    private final Path folder;
    private final Grid5000 testbed;
    private final Reservations reservations;
    private final Work work;
    private final Consumer<String> progress;
    private final Phases phases;
    private final Releaser releaser;
    private final Map<String, Object> environment;

    /**
     * @param folder where everything of it is written
     */
    public Campaign(
            CampaignPlan plan,
            Path folder,
            Grid5000 testbed,
            Reservations reservations,
            Work work,
            Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.testbed = testbed;
        this.reservations = reservations;
        this.work = work;
        this.progress = progress;
        phases = Phases.in(folder);
        environment = new LinkedHashMap<>(environment(folder.resolve(ENVIRONMENT)));
        releaser = new Releaser(testbed, reservations, progress);
    }

    /**
     * All of it; what a campaign in this folder has done before is not done again.
     *
     * @return the page that tells of it
     */
    public Path run() {
        var drop = new Thread(() -> releaser.drop(plan.site(), plan.name()));
        Runtime.getRuntime().addShutdownHook(drop);
        try {
            if (!isOver()) study();
            release();
            return page();
        } catch (RuntimeException failure) {
            giveBack(failure);
            throw failure;
        } finally {
            removeHook(drop);
        }
    }

    /** After the runs there is something to do as long as the nodes are there. */
    private boolean isOver() {
        return phases.isDone(Phase.COLLECT)
                || phases.isDone(Phase.SWEEP)
                        && reservations.load(plan.site(), plan.name()).isEmpty();
    }

    private void study() {
        if (plan.makesImage())
            environment.putAll(phase(Phase.IMAGE, () -> work.image(plan, folder)));
        var reservation = reserve();
        environment.put("target", reservation.target());
        environment.put("testbed", reservation.provenance());
        // What was made on nodes of a job before is not on these.
        environment.put("cluster", phase(Phase.BOOTSTRAP, () -> work.bootstrap(plan, folder)));
        write();
        if (!phases.isDone(Phase.SWEEP)) {
            done(Phase.INSTALL, () -> work.install(plan, folder));
            done(Phase.SWEEP, () -> work.sweep(plan, folder));
        }
        environment.putAll(phase(Phase.COLLECT, () -> work.collect(plan, folder)));
        write();
    }

    private void release() {
        var jobs = phase(Phase.RELEASE, () -> releaser.release(plan.site(), plan.name()));
        try {
            for (var job : jobs)
                testbed.job(plan.site(), job)
                        .ifPresent(over -> environment.put("stopped_at_s", over.stoppedAt()));
        } catch (Unavailable e) {
            // The nodes are given back, and that was all that had to be done.
        }
        write();
        page();
    }

    private Reservation reserve() {
        phases.begin(Phase.RESERVE);
        var options = plan.reserveOptions();
        var deploying = new boolean[1];
        try {
            var reservation =
                    Reserver.forWork(testbed, reservations, progress)
                            .whenDeploying(() -> {
                                deploying[0] = true;
                                next(Phase.RESERVE, Phase.DEPLOY);
                            })
                            .reserve(options.wanted(), options.limits());
            phases.end(deploying[0] ? Phase.DEPLOY : Phase.RESERVE, true);
            tell();
            return reservation;
        } catch (RuntimeException e) {
            phases.end(deploying[0] ? Phase.DEPLOY : Phase.RESERVE, false);
            throw e;
        }
    }

    private void next(Phase over, Phase begins) {
        phases.end(over, true);
        phases.begin(begins);
        tell();
    }

    private void done(Phase phase, Runnable what) {
        phase(
                phase,
                () -> {
                    what.run();
                    return phase;
                });
    }

    private <T> T phase(Phase phase, Supplier<T> what) {
        phases.begin(phase);
        try {
            var result = what.get();
            phases.end(phase, true);
            return result;
        } catch (RuntimeException e) {
            phases.end(phase, false);
            throw e;
        } finally {
            tell();
        }
    }

    private void tell() {
        progress.accept("\n" + phases.table());
        page();
    }

    private void giveBack(RuntimeException failure) {
        if (reservations.load(plan.site(), plan.name()).isEmpty()) return;
        try {
            release();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
            progress.accept("not given back: %s".formatted(second.getMessage()));
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is asked to end: the hook does its work.
        }
    }

    /** What a campaign in this folder has told before. */
    private static Map<String, Object> environment(Path file) {
        try {
            return Files.exists(file) ? Yaml.parseJson(Files.readString(file)) : Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        Phases.writeWhole(folder.resolve(ENVIRONMENT), Yaml.prettyJson(environment));
    }

    private Path page() {
        return CampaignPage.write(plan, folder, testbed.target(), phases, environment);
    }
}
