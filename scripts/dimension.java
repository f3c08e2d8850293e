///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/report/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.model.Demand;
import faultline.model.Dimension;
import faultline.model.Hardware;
import faultline.model.MeasuredRuns;
import faultline.model.Objective;
import faultline.model.Outlook;
import faultline.plan.BadInput;
import faultline.report.DimensionReport;
import faultline.run.Cli;
import faultline.run.DemandOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "dimension",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Say how big a platform must be for a load, from recorded runs: each number with"
                        + " its interval and its formulas, or the runs that are missing.",
        footer = "%nExample:%n  ./jbang dimension reports/first-capacity --rate 20000 --p99 500ms")
class dimension implements Callable<Integer> {

    private static final long SEED = 1;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Capacity searches and sweeps at several sizes; each is a block.")
    List<Path> folders;

    @Mixin DemandOptions demand;

    @Option(
            names = "--lag-slope",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "By how much the lag may grow each second (${DEFAULT-VALUE}).")
    double lagSlope;

    @Option(
            names = "--hardware",
            paramLabel = "FILE",
            description = "The machines that are planned, by probes: cpu_factor, disk_factor, …")
    Path hardware;

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "Also write md, html, csv, json into --out, with figures.")
    List<DimensionReport.Format> formats = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: the first DIR/dimension).")
    Path out;

    @Override
    public Integer call() {
        var objective = new Objective(demand.p99Ms(), lagSlope, 0, 5);
        var runs = MeasuredRuns.read(folders, objective, SEED);
        var there = hardware == null ? Hardware.SAME : Hardware.read(hardware);
        var asked = asked(runs);
        var measured =
                runs.measured(
                        demand.p99Ms(),
                        asked,
                        there.scaling(),
                        there.diskBytesPerS(),
                        there.linkBytesPerS());
        var answer = Dimension.of(asked, measured, SEED);
        var checks = new ArrayList<>(Outlook.leftOut(runs, SEED));
        demand.growth()
                .ifPresent(g -> checks.add(Outlook.growth(answer, runs.consumers(), g, SEED)));
        var sizes = Map.of("consumers", runs.consumers(), "brokers", runs.brokers());
        demand.sites().ifPresent(n -> checks.addAll(Outlook.siteDown(answer, sizes, n, SEED)));
        var report = new DimensionReport(answer, checks, runs.notes(), sizes, SEED);
        report.lines().forEach(IO::println);
        var folder = out != null ? out : folders.getFirst().resolve("dimension");
        report.write(folder, formats);
        return 0;
    }

    private Demand asked(MeasuredRuns runs) {
        var sizes = runs.messageBytes();
        if (demand.sizeBytes().isEmpty() && sizes.size() != 1)
            throw new BadInput(
                    "--size", "", "runs of " + sizes + " bytes", "which of them is meant");
        return new Demand(
                demand.rate(),
                demand.p99Ms(),
                demand.survive(),
                demand.sizeBytes().orElseGet(sizes::getFirst),
                demand.replication(),
                demand.groups(),
                demand.retention(),
                demand.compression(),
                demand.outage(),
                demand.recovery());
    }

    static void main(String[] args) {
        Cli.main(new dimension(), args);
    }
}
