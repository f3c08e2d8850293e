///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/measure/package-info.java
//SOURCES ../lib/faultline/net/package-info.java

import faultline.local.Checkup;
import faultline.local.Finding;
import faultline.local.LocalPlatform;
import faultline.measure.MachineProbe;
import faultline.net.Inside;
import faultline.plan.Yaml;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what this machine has for a sweep, what it lacks, and what mends it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:./jbang sweep can run",
            "2:input that cannot be used",
            "3:something must be mended first"
        },
        footer = {"", "Example:", "  ./jbang doctor"})
class doctor implements Callable<Integer> {

    @Option(
            names = "--out",
            defaultValue = "reports",
            description = "Where runs will be written (default: ${DEFAULT-VALUE}).")
    Path out;

    @Option(
            names = "--probe",
            paramLabel = "FILE",
            description =
                    "Only probe this machine's processors and disk, 8 s, and write what was found:"
                            + " ./jbang dimension --hardware FILE scales what was measured"
                            + " elsewhere to a machine like this.")
    Path probe;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var page = spec.commandLine().getOut();
        if (probe != null) {
            var speed = MachineProbe.take(LocalPlatform.stacks());
            Files.writeString(probe, Yaml.print(speed.toMap()));
            page.println("%s: %s".formatted(probe, speed.sentence()));
            return 0;
        }
        var findings = new ArrayList<>(Checkup.of(out));
        findings.add(Inside.finding());
        var width = findings.stream().mapToInt(f -> f.what().length()).max().orElse(0);
        for (var finding : findings) {
            page.printf(
                    "%-4s %-" + width + "s  %s%n", mark(finding), finding.what(), finding.found());
            if (!finding.cost().isEmpty()) page.printf("       so:   %s%n", finding.cost());
            finding.mend().lines().forEach(line -> page.printf("       mend: %s%n", line));
        }
        var broken = findings.stream().filter(f -> f.grade() == Finding.Grade.FATAL).count();
        page.println(
                broken == 0
                        ? "./jbang sweep can run here."
                        : "./jbang sweep cannot run here before what says NO is mended.");
        page.flush();
        return broken == 0 ? 0 : 3;
    }

    private static String mark(Finding finding) {
        return switch (finding.grade()) {
            case GOOD -> "ok";
            case NOTE -> "note";
            case FATAL -> "NO";
        };
    }

    static void main(String[] args) {
        System.exit(new CommandLine(new doctor()).execute(args));
    }
}
