///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/note/package-info.java
//SOURCES ../lib/faultline/report/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.note.Dimensioned;
import faultline.report.DimensionReport;
import faultline.run.Cli;
import faultline.run.DemandOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
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

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description =
                    "Capacity searches and sweeps at several sizes, or a folder of them; each is"
                            + " a block.")
    List<Path> folders;

    @Mixin DemandOptions demand;

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
        var report = Dimensioned.of(folders, demand).report();
        report.lines().forEach(IO::println);
        report.write(out != null ? out : folders.getFirst().resolve("dimension"), formats);
        return 0;
    }

    static void main(String[] args) {
        Cli.main(new dimension(), args);
    }
}
