///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/report/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.report.Report;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Rebuild report and figures of a sweep, an experiment, or one of its runs, from the"
                    + " journal alone.",
            "Of a folder of many, rebuild the index that lists, filters and compares their runs."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang report reports/first-sweep",
            "  ./jbang report reports"
        })
class report implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            description = "The folder: reports/<sweep>, one of its runs, or reports.")
    Path folder;

    @Option(
            names = "--small-copy",
            paramLabel = "COPY",
            description = "Copy it, small enough to be committed, and report that.")
    Path copy;

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        if (copy != null) Report.copySmall(folder, copy);
        spec.commandLine().getOut().println(Report.write(copy == null ? folder : copy));
        return 0;
    }

    static void main(String[] args) {
        Cli.main(new report(), args);
    }
}
