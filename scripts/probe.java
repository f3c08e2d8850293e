///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/check/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.check.Finding;
import faultline.check.LostUpdates;
import faultline.check.Outcome;
import faultline.check.StaleReads;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.measure.Operation;
import faultline.plan.BadInput;
import faultline.plan.Durations;
import faultline.run.Cli;
import faultline.run.Folders;
import faultline.run.GaleraProbe;
import faultline.run.MeasuringLock;
import faultline.stack.Stack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Asks a real Galera cluster, without any fault, for what clients rely on.",
        footer = {
            "",
            "Examples:",
            "  ./jbang probe lost-update --locking",
            "  ./jbang probe stale-read --for 10s"
        })
class probe implements Callable<Integer> {

    private interface Asking {
        List<Operation> ask(GaleraProbe probe) throws Exception;
    }

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return Cli.BAD_INPUT;
    }

    @Command(
            name = "lost-update",
            mixinStandardHelpOptions = true,
            description = "Clients on all nodes read a counter, add one and write it back.",
            footer = {"", "Example:", "  ./jbang probe lost-update --locking"})
    int lostUpdate(
            @Option(names = "--locking", description = "Read FOR UPDATE.") boolean locking,
            @Option(names = "--for", defaultValue = "5s", description = "How long (5s).")
                    String time)
            throws Exception {
        return run(
                time,
                probe -> probe.increments(locking),
                history -> List.of(LostUpdates.of(history).finding()));
    }

    @Command(
            name = "stale-read",
            mixinStandardHelpOptions = true,
            description = "A client writes on one node and looks at once on the others.",
            footer = {"", "Example:", "  ./jbang probe stale-read --sync-wait"})
    int staleRead(
            @Option(names = "--sync-wait", description = "With wsrep_sync_wait=1.") boolean wait,
            @Option(names = "--for", defaultValue = "5s", description = "How long (5s).")
                    String time)
            throws Exception {
        return run(
                time,
                probe -> probe.reads(wait),
                history -> StaleReads.of(history).stream().map(StaleReads::finding).toList());
    }

    private int run(String time, Asking asking, Function<List<Operation>, List<Finding>> check)
            throws Exception {
        var folder = Folders.newReport("probe");
        var duration =
                Durations.parse(time)
                        .filter(t -> t.compareTo(Duration.ofSeconds(1)) >= 0)
                        .orElseThrow(() -> new BadInput("--for", "", time, "1s or more"));
        try (var _ = MeasuringLock.take();
                var platform = new LocalPlatform(Loopback::take, folder.resolve("logs"))) {
            LocalPlatform.cleanUp().forEach(System.err::println);
            platform.deploy(new Stack(1, 3, 1, 1, 1), _ -> {});
            var history = asking.ask(new GaleraProbe(platform.endpoints(), duration));
            Files.createDirectories(folder);
            Operation.write(folder, history);
        }
        var findings = check.apply(Operation.read(folder));
        for (var finding : findings) IO.println(finding.outcome() + " " + finding.reason());
        IO.println("every operation is in " + Folders.asTyped(folder.resolve(Operation.FILE)));
        var worst = Outcome.worst(findings.stream().map(Finding::outcome).toList());
        return worst == Outcome.FAIL ? Cli.FAILED : 0;
    }

    static void main(String[] arguments) {
        Cli.main(new probe(), arguments);
    }
}
