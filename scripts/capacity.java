///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/net/package-info.java
//SOURCES ../lib/faultline/run/package-info.java
//SOURCES ../lib/faultline/report/package-info.java

import faultline.check.Checker;
import faultline.model.CapacitySearch;
import faultline.model.CapacityStudy;
import faultline.model.Objective;
import faultline.report.Report;
import faultline.run.CapacityOptions;
import faultline.run.Cli;
import faultline.run.Folders;
import faultline.run.KeptLogs;
import faultline.run.NetworkPlan;
import faultline.run.Progress;
import faultline.run.SweepOptions;
import faultline.run.SweepPlan;
import faultline.run.Sweeper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "capacity",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        defaultValueProvider = CapacityOptions.Defaults.class,
        description =
                "Searches the highest rate that meets an objective, whole and under faults, with"
                        + " real runs, and says what broke first. Two --rates are the ends of the"
                        + " search; three or more are the rates to try.",
        footer = {"", "Example:", "  ./jbang capacity --p99 500ms --faults none,mariadb-kill"})
class capacity implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Mixin CapacityOptions wanted;

    @Mixin SweepOptions options;

    @Override
    public Integer call() {
        var resume = wanted.resume;
        var given = resume != null ? resume : wanted.out;
        var folder = given != null ? given.toAbsolutePath() : Folders.newReport("capacity");
        var plan = resume == null ? planned() : options.resume(spec, resume);
        var study =
                resume == null
                        ? new CapacityStudy(folder, plan.sweep(), objective())
                        : CapacityStudy.read(resume);
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
            sweeper.closeOnSignal("./jbang capacity --resume " + Folders.asTyped(folder));
            sweeper.search(
                    Map.of("objective", study.objective().toMap()),
                    study::next,
                    study::left,
                    journal -> judge(study, journal));
        }
        IO.println(Report.write(Folders.asTyped(folder)));
        return 0;
    }

    private SweepPlan planned() {
        var ends = wanted.checked(options);
        if (ends.size() != 2) return options.plan(ends);
        return options.plan(CapacitySearch.rates(ends.getFirst(), ends.getLast(), wanted.step));
    }

    private Objective objective() {
        return new Objective(
                wanted.p99Ms(), wanted.lagSlope, wanted.allowSeconds(), wanted.voidSteal);
    }

    private static String judge(CapacityStudy study, Path journal) {
        Checker.check(journal);
        KeptLogs.discard(journal);
        return Report.line(journal) + "; objective: " + study.judgement(journal).outcome();
    }

    static void main(String[] arguments) {
        Cli.main(new capacity(), arguments);
    }
}
