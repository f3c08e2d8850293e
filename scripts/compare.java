///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/report/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.plan.BadInput;
import faultline.report.Comparison;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Say whether a setting helped: paired ratios of two sweeps over the same rates and"
                        + " faults, with intervals and a verdict for each measure.",
        footer = {"", "Example:", "  ./jbang compare reports/before reports/after"})
class compare implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "A", description = "The sweep that is 1.")
    Path a;

    @Parameters(index = "1", paramLabel = "B", description = "The sweep to hold against it.")
    Path b;

    @Option(
            names = "--margin",
            defaultValue = "0.1",
            description = "The share that does not matter (default: ${DEFAULT-VALUE}).")
    double margin;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write compare.md and its figure (default: B/compare-A).")
    Path out;

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        if (!(margin > 0 && margin < 1))
            throw new BadInput("--margin", "", String.valueOf(margin), "above 0 and below 1");
        var folder =
                out != null
                        ? out
                        : b.resolve("compare-" + a.toAbsolutePath().normalize().getFileName());
        spec.commandLine().getOut().println(Comparison.write(a, b, margin, folder));
        return 0;
    }

    static void main(String[] args) {
        Cli.main(new compare(), args);
    }
}
