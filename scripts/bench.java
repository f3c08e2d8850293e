///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/bench/package-info.java

import faultline.bench.BenchPage;
import faultline.bench.Benchmark;
import faultline.bench.Growth;
import faultline.plan.BadInput;
import faultline.run.Cli;
import faultline.run.Environment;
import faultline.run.Folders;
import faultline.run.MeasuringLock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures the kit's hot paths in turns with what somebody would use instead"
                        + " (Kafka's own tools, raw clients, a kernel bridge) and says of each goal"
                        + " whether it is met. About 40 minutes on 2 cores; nothing else should run"
                        + " meanwhile.",
        footer = {
            "",
            "Examples:",
            "  ./jbang bench --only switch,help",
            "  ./jbang bench --render reports/bench"
        })
class bench implements Callable<Integer> {

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Of feeder-1024, feeder-100, ledger, paced, end-to-end, consumer-mariadb,"
                            + " consumer-influxdb, switch, stack, accounting, fit,"
                            + " report, sweep, help (all).")
    List<String> only = List.of();

    @Option(
            names = "--growth",
            description =
                    "Measure instead how costs grow with messages, pods, hours and runs, once for"
                            + " each size.")
    boolean growth;

    @Option(
            names = "--pairs",
            defaultValue = "7",
            description = "Pairs of each, 3 or more (default: ${DEFAULT-VALUE}).")
    int pairs;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Draws the order in each pair (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (reports/bench-DATE-TIME).")
    Path out;

    @Option(
            names = "--render",
            paramLabel = "DIR",
            description = "Measure nothing: write the page again from the pairs in DIR.")
    Path render;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (render == null) measure();
        var folder = render != null ? render : out;
        for (var page : BenchPage.pages(folder)) spec.commandLine().getOut().println(page);
        return 0;
    }

    private void measure() throws Exception {
        if (pairs < 3) throw new BadInput("--pairs", "", "" + pairs, "3 or more");
        if (out == null) out = Folders.newReport("bench");
        Folders.requireNew(out, false);
        var environment = Environment.ofMachine(Cli.typed(spec));
        try (var _ = MeasuringLock.take()) {
            if (growth) Growth.run(out, environment, System.err::println);
            else new Benchmark(pairs, seed, System.err::println).run(only, out, environment);
        }
    }

    static void main(String[] arguments) {
        Cli.main(new bench(), arguments);
    }
}
