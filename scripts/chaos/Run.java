import faultline.chaos.Support;
import faultline.check.Checker;
import faultline.check.Outcome;
import faultline.net.Inside;
import faultline.report.Report;
import faultline.run.Cli;
import faultline.run.ExperimentReader;
import faultline.run.Experimenter;
import faultline.run.Experimenter.Judgement;
import faultline.run.Folders;
import faultline.run.GameDay;
import faultline.run.KeptLogs;
import faultline.run.NetworkPlan;
import faultline.run.Notices;
import faultline.run.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Makes an experiment on a real stack. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Makes an experiment: control, then step by step as far as it holds.",
        footer = {"", "Example:", "  ./jbang chaos run lose-galera --gameday"})
final class Run implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "PLAN", description = "A shipped name, or the file of a plan.")
    String name;

    @Option(
            names = "--platform",
            defaultValue = "local",
            description = "local, or kubernetes: what is deployed there (${DEFAULT-VALUE}).")
    Support.Platform platform;

    @Option(names = "--gameday", description = "Asks before each step; takes what people see.")
    boolean gameDay;

    @Option(
            names = "--notify",
            paramLabel = "URL",
            defaultValue = "${env:FAULTLINE_NOTIFY}",
            description = "Posts start, abort and end there (or set FAULTLINE_NOTIFY).")
    String notify;

    @Option(names = "--out", description = "(reports/chaos-DATE-TIME)")
    Path out;

    @Override
    public Integer call() {
        var plan = ExperimentReader.find(name, platform);
        var address = Optional.ofNullable(notify).filter(u -> !u.isBlank()).map(Notices::address);
        var folder = out != null ? out.toAbsolutePath() : Folders.newReport("chaos");
        Folders.requireNew(folder, false);
        if (plan.network().mustGoInside()) return inside(address);
        Notices.Way way =
                Inside.isInside() ? Inside::ask : json -> Notices.post(address.get(), json);
        try (var _ = NetworkPlan.hold();
                var notices = address.isEmpty() ? Notices.none() : new Notices(way);
                var progress = Progress.toTerminalOrPipe();
                var experimenter =
                        new Experimenter(
                                plan,
                                folder,
                                command(address.isPresent()),
                                () -> plan.network().platform(plan.seed(), folder.resolve("logs")),
                                progress,
                                notices,
                                people())) {
            plan.network().prepare(folder.getParent(), progress::say);
            plan.caveats().forEach(progress::say);
            experimenter.closeOnSignal();
            experimenter.run(Run::judge);
        }
        IO.println(Report.write(Folders.asTyped(folder)));
        return Report.outcome(folder) == Outcome.PASS ? 0 : Cli.FAILED;
    }

    /**
     * The same command again where it may have a network of its own; the notices come from here.
     */
    private static int inside(Optional<URI> address) {
        try (var notices = new Notices(json -> Notices.post(address.get(), json))) {
            return NetworkPlan.runInside(notices::pass);
        }
    }

    // Without the address: who knows it can write into that chat.
    private String command(boolean told) {
        return told ? Cli.typed(spec.root()).replace(notify, "…") : Cli.typed(spec.root());
    }

    private static Judgement judge(Path journal) {
        var outcome = Checker.check(journal).outcome();
        if (outcome == Outcome.PASS) KeptLogs.discard(journal);
        return new Judgement(outcome.name(), Report.line(journal));
    }

    private Optional<GameDay> people() {
        return gameDay ? Optional.of(GameDay.atStandardInput()) : Optional.empty();
    }
}
