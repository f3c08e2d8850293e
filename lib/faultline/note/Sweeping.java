package faultline.note;

import faultline.check.Checker;
import faultline.check.Outcome;
import faultline.local.Checkup;
import faultline.local.LocalPlatform;
import faultline.net.Inside;
import faultline.report.Report;
import faultline.run.Folders;
import faultline.run.KeptLogs;
import faultline.run.MeasuringLock;
import faultline.run.Progress;
import faultline.run.Sweeper;

import java.nio.file.Path;

/** Makes a sweep as the script does, for whoever asks from Java. */
final class Sweeping {

    private Sweeping() {}

    /** Writes the journals into a folder that does not exist yet. */
    static void sweep(Asked asked, Path folder, Progress progress) {
        Folders.requireNew(folder, false);
        var plan = asked.plan(Inside.isInside() ? "switch" : "loopback");
        // Inside, the process outside holds the lock.
        try (var _ = Inside.isInside() ? null : MeasuringLock.take();
                var sweeper =
                        new Sweeper(
                                plan,
                                folder,
                                asked.command(),
                                () -> plan.platform(folder.resolve("logs")),
                                progress)) {
            Checkup.requireGood(folder.getParent());
            LocalPlatform.cleanUp().forEach(progress::say);
            plan.caveats().forEach(progress::say);
            sweeper.closeOnSignal("./jbang sweep --resume " + Folders.asTyped(folder));
            sweeper.sweep(Sweeping::judge);
        }
    }

    /** One line on a run, from its journal; a run that passed need not keep its logs. */
    private static String judge(Path journal) {
        if (Checker.check(journal).outcome() == Outcome.PASS) KeptLogs.discard(journal);
        return Report.line(journal);
    }
}
