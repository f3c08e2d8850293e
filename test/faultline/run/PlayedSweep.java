package faultline.run;

import faultline.chaos.Shipped;
import faultline.check.Checker;
import faultline.check.Verdict;
import faultline.kube.PlayedCluster;
import faultline.plan.Load;
import faultline.plan.Sweep;
import faultline.platform.Platform;
import faultline.report.Report;
import faultline.stack.Stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A sweep on a cluster that is played, in front of a real stack: its first try fails and its kit is
 * killed before there is a verdict; a second kit goes on, past an API server that is away.
 *
 * @param failed what the timeline of the first try says of its end
 * @param leftAfterFailure on the cluster
 * @param leftAtEnd on the cluster
 */
record PlayedSweep(
        Path folder,
        String failed,
        List<String> leftAfterFailure,
        List<String> leftAtEnd,
        Verdict verdict) {

    static final String RUN = "r3-2000-mariadb-kill-1";

    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final class Killed extends RuntimeException {}

    static PlayedSweep of(Platform processes, Path folder) {
        try (var cluster = new PlayedCluster(processes, folder.resolveSibling("volumes"))) {
            var failed = new String[1];
            cluster.refuseImages(true);
            try (var sweeper = sweeper(plan(), folder, cluster)) {
                sweeper.sweep(journal -> {
                    failed[0] = String.join(" ", Checker.check(journal).reasons());
                    Runner.delete(journal.resolve("verdict.json"));
                    throw new Killed();
                });
            } catch (Killed e) {
                // as it was meant
            }
            var afterFailure = cluster.left();
            cluster.refuseImages(false);
            cluster.leaveAsKilled();
            cluster.goAwayWithNextFault(AWAY);
            var verdict = new Verdict[1];
            try (var sweeper = sweeper(SweepPlan.read(folder), folder, cluster)) {
                sweeper.sweep(journal -> {
                    verdict[0] = Checker.check(journal);
                    return Report.line(journal);
                });
            }
            Report.write(folder);
            return new PlayedSweep(folder, failed[0], afterFailure, cluster.left(), verdict[0]);
        }
    }

    private static Sweeper sweeper(SweepPlan plan, Path folder, PlayedCluster cluster) {
        return new Sweeper(plan, folder, "PlayedSweep", cluster::platform, new Quiet());
    }

    private static SweepPlan plan() {
        return new SweepPlan(
                new Sweep(List.of(3), List.of(2000.0), List.of("mariadb-kill"), 1, 7),
                new Stack(3, 3, 2, 1, 1),
                new Load(2000, 200, Duration.ofSeconds(2), Duration.ofSeconds(9), 6, "all", "none"),
                Map.of("mariadb-kill", Shipped.document("mariadb-kill")),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                NetworkPlan.CLUSTER);
    }
}
