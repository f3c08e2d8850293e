///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/net/package-info.java
//SOURCES ../lib/faultline/run/package-info.java
//SOURCES ../lib/faultline/report/package-info.java
//SOURCES chaos/Plan.java
//SOURCES chaos/Run.java
//SOURCES chaos/Score.java

import faultline.chaos.Validation;
import faultline.local.Kits;
import faultline.local.Lever;
import faultline.local.LocalPlatform;
import faultline.run.Cli;
import faultline.run.OpenFaults;
import faultline.run.StackOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "chaos",
        subcommands = {Plan.class, Run.class, Score.class},
        mixinStandardHelpOptions = true,
        description = "Makes experiments; shows faults before they happen, undoes them, scores.",
        footer = {
            "",
            "Examples:",
            "  ./jbang chaos plan lose-galera --out pictures",
            "  ./jbang chaos run lose-galera",
            "  ./jbang chaos score reports"
        })
class chaos implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return Cli.BAD_INPUT;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Checks manifests of every kind; needs no platform.",
            footer = {"", "Example:", "  ./jbang chaos validate my-fault.yaml kafka-kill"})
    int validate(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "Or a shipped name.")
                    List<String> files,
            @Mixin StackOptions stack) {
        var pods = stack.pods();
        var validations = files.stream().map(file -> Validation.of(file, pods)).toList();
        validations.forEach(validation -> IO.println(validation.text()));
        return validations.stream().allMatch(Validation::isGood) ? 0 : Cli.BAD_INPUT;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Stops every kit of this machine now; nothing is injected until release.",
            footer = {"", "Example:", "  ./jbang chaos halt --reason smoke"})
    int halt(@Option(names = "--reason", required = true, description = "Why.") String reason) {
        Lever.ofThisMachine().halt(reason);
        var said = Kits.halt();
        said.forEach(IO::println);
        LocalPlatform.cleanUp().forEach(IO::println);
        IO.println(said.isEmpty() ? "halted; no kit ran" : "halted");
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lets faults be injected again.",
            footer = {"", "Example:", "  ./jbang chaos release --reason 'the smoke is gone'"})
    int release(@Option(names = "--reason", required = true, description = "Why.") String reason) {
        var halt = Lever.ofThisMachine().release(reason);
        IO.println(
                halt.map(h -> "released; was halted by %s: %s".formatted(h.who(), h.reason()))
                        .orElse("nothing was halted"));
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Removes what kits that are gone left; with DIR closes its faults too.",
            footer = {"", "Example:", "  ./jbang chaos recover reports/sweep-20261121-201530"})
    int recover(
            @Parameters(arity = "0..1", paramLabel = "DIR", description = "Of a sweep or a run.")
                    Path folder) {
        var faults = folder == null ? List.<String>of() : OpenFaults.recover(folder);
        faults.forEach(IO::println);
        var found = LocalPlatform.cleanUp();
        found.forEach(IO::println);
        var left = LocalPlatform.cleanUp();
        left.forEach(line -> IO.println("still there: " + line));
        if (!left.isEmpty()) return Cli.FAILED;
        IO.println(
                found.isEmpty() && faults.isEmpty() ? "nothing was left" : "all of that is gone");
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new chaos(), arguments);
    }
}
