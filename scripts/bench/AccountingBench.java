///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../../lib/faultline/check/package-info.java
//SOURCES BigJournal.java

import faultline.check.Checker;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;

@Command(
        name = "AccountingBench",
        mixinStandardHelpOptions = true,
        description = {
            "How long it takes to account for many messages, and in how much memory: a journal"
                    + " with",
            "planted losses is written, then a JVM with a bounded heap judges it."
        })
class AccountingBench implements Callable<Integer> {

    @Option(names = "--messages", defaultValue = "10000000", description = "(${DEFAULT-VALUE}).")
    int messages;

    @Option(names = "--heap", defaultValue = "512m", description = "(${DEFAULT-VALUE}).")
    String heap;

    @Option(names = "--judge", hidden = true)
    Path folder;

    @Override
    public Integer call() throws Exception {
        if (folder != null) return judge();
        folder = Files.createTempDirectory("accounting-bench");
        BigJournal.write(folder, messages);
        var self = ProcessHandle.current().info().command().orElseThrow();
        var classes = System.getProperty("java.class.path");
        var result =
                new ProcessBuilder(
                                self,
                                "-Xmx" + heap,
                                "-cp",
                                classes,
                                AccountingBench.class.getName(),
                                "--judge=" + folder,
                                "--messages=" + messages)
                        .inheritIO()
                        .start()
                        .waitFor();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
        return result;
    }

    private int judge() throws IOException {
        var began = System.nanoTime();
        var accounting = Checker.check(folder).accounting().orElseThrow();
        var seconds = (System.nanoTime() - began) / 1e9;
        var peak = Files.readAllLines(Path.of("/proc/self/status")).stream();
        System.out.printf(
                "%,d messages on %d replicas and in the topic judged in %.2f s, peak of the process"
                        + " %s%n",
                messages,
                accounting.replicas().size(),
                seconds,
                peak.filter(line -> line.startsWith("VmHWM")).findFirst().orElse("unknown"));
        var planted = messages / BigJournal.LOST_EVERY + 1;
        var found = accounting.topic().orElseThrow().lost().count();
        System.out.printf("lost: %d planted, %d found%n", planted, found);
        return planted == found ? 0 : 1;
    }

    public static void main(String... arguments) {
        System.exit(new CommandLine(new AccountingBench()).execute(arguments));
    }
}
