package faultline.note;

import faultline.check.Checker;
import faultline.check.Outcome;
import faultline.local.Checkup;
import faultline.local.LocalPlatform;
import faultline.net.Inside;
import faultline.plan.BadInput;
import faultline.report.Report;
import faultline.run.Experiment;
import faultline.run.Experimenter;
import faultline.run.Experimenter.Judgement;
import faultline.run.Folders;
import faultline.run.KeptLogs;
import faultline.run.MeasuringLock;
import faultline.run.Notices;
import faultline.run.Progress;
import faultline.run.Sweeper;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes sweeps and experiments as the scripts do, for whoever asks from Java. */
final class Making {

    private Making() {}

    /** Writes the journals into a folder that does not exist yet. */
    static void sweep(Asked asked, Path folder, Progress progress) {
        Folders.requireNew(folder, false);
        var plan = asked.plan(Inside.isInside() ? "switch" : "loopback");
        try (var _ = lock();
                var sweeper =
                        new Sweeper(
                                plan,
                                folder,
                                asked.command(),
                                () -> plan.platform(folder.resolve("logs")),
                                progress)) {
            prepare(folder, plan.caveats(), progress);
            sweeper.closeOnSignal("./jbang sweep --resume " + Folders.asTyped(folder));
            sweeper.sweep(journal -> judge(journal).line());
        }
    }

    /** Writes the journals into a folder that does not exist yet; nobody is told. */
    static void experiment(Experiment plan, String command, Path folder, Progress progress) {
        Folders.requireNew(folder, false);
        if (plan.network().isInside() && !Inside.isInside())
            throw new BadInput(
                    "--network",
                    "",
                    "loopback",
                    "switch: \"%s\" needs the pod network".formatted(plan.title()));
        try (var _ = lock();
                var experimenter =
                        new Experimenter(
                                plan,
                                folder,
                                command,
                                () -> plan.network().platform(plan.seed(), folder.resolve("logs")),
                                progress,
                                Notices.none(),
                                Optional.empty())) {
            prepare(folder, plan.caveats(), progress);
            experimenter.closeOnSignal();
            experimenter.run(Making::judge);
        }
    }

    /** Inside, the process outside holds the lock. */
    private static MeasuringLock lock() {
        return Inside.isInside() ? null : MeasuringLock.take();
    }

    private static void prepare(Path folder, List<String> caveats, Progress progress) {
        Checkup.requireGood(folder.getParent());
        LocalPlatform.cleanUp().forEach(progress::say);
        caveats.forEach(progress::say);
    }

    /** One line on a run, from its journal; a run that passed need not keep its logs. */
    private static Judgement judge(Path journal) {
        var outcome = Checker.check(journal).outcome();
        if (outcome == Outcome.PASS) KeptLogs.discard(journal);
        return new Judgement(outcome.name(), Report.line(journal));
    }
}
