///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/net/package-info.java
//SOURCES ../lib/faultline/run/package-info.java
//SOURCES ../lib/faultline/report/package-info.java

import faultline.check.Checker;
import faultline.check.Outcome;
import faultline.report.Report;
import faultline.run.Cli;
import faultline.run.Folders;
import faultline.run.KeptLogs;
import faultline.run.NetworkPlan;
import faultline.run.Progress;
import faultline.run.SweepOptions;
import faultline.run.Sweeper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads a real stack at several rates, kills a part of it in some runs, here or on a"
                    + " cluster,",
            "counts what was lost, and writes a report with figures."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang sweep --replicas 3",
            "  ./jbang sweep --rates 2000 --faults none,kafka-kill,mariadb-kill --repeat 3",
            "  ./jbang sweep --platform kubernetes --faults none,mariadb-kill",
            "  ./jbang sweep --resume reports/sweep-20261121-201530"
        })
class sweep implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Mixin SweepOptions options;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with a sweep that was interrupted; takes no other option.")
    Path resume;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (reports/sweep-DATE-TIME).")
    Path out;

    private boolean failed;

    @Override
    public Integer call() {
        var plan = resume == null ? options.plan() : options.resume(spec, resume);
        var folder =
                resume != null
                        ? resume
                        : out != null ? out.toAbsolutePath() : Folders.newReport("sweep");
        Folders.requireNew(folder, resume != null);
        if (plan.network().mustGoInside()) return NetworkPlan.runInside(request -> "");
        try (var _ = NetworkPlan.hold();
                var progress = Progress.toTerminalOrPipe();
                var sweeper =
                        new Sweeper(
                                plan,
                                folder,
                                Cli.typed(spec),
                                () -> plan.platform(folder.resolve("logs")),
                                progress)) {
            plan.network().prepare(folder.getParent(), progress::say);
            plan.caveats().forEach(progress::say);
            sweeper.closeOnSignal("./jbang sweep --resume " + Folders.asTyped(folder));
            sweeper.sweep(this::judge);
        }
        IO.println(Report.write(Folders.asTyped(folder)));
        return failed ? Cli.FAILED : 0;
    }

    /** One line on a run, from its journal; a run that passed need not keep its logs. */
    private String judge(Path journal) {
        var verdict = Checker.check(journal);
        failed |= verdict.outcome() == Outcome.FAIL;
        if (verdict.outcome() == Outcome.PASS) KeptLogs.discard(journal);
        return Report.line(journal);
    }

    static void main(String[] arguments) {
        Cli.main(new sweep(), arguments);
    }
}
