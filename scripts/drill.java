///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/run/package-info.java
//SOURCES bench/Leftovers.java

import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills the kit with SIGKILL at random instants of a run with a network fault, lets",
            "`chaos recover` clean up, twice, and compares the machine with what it was before.",
            "About 40 s a round. Exit 1 if a round left anything."
        },
        footer = {"", "Example:", "  ./jbang drill --rounds 20"})
class drill implements Callable<Integer> {

    @Option(names = "--rounds", defaultValue = "20", description = "Kills (${DEFAULT-VALUE}).")
    int rounds;

    @Option(names = "--fault", defaultValue = "kafka-delay", description = "Of the run.")
    String fault;

    @Option(names = "--seed", defaultValue = "1", description = "Draws the instants.")
    long seed;

    private final Path root = Path.of("").toAbsolutePath();
    private Path folder;

    static void main(String... arguments) {
        Cli.main(new drill(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        folder = Files.createTempDirectory("drill");
        var began = System.nanoTime();
        var whole = sweep("whole");
        if (whole.waitFor() != 0) {
            IO.print(Files.readString(folder.resolve("whole.log")));
            return Cli.FAILED;
        }
        var lasts = System.nanoTime() - began;
        IO.println(
                "a whole run takes %.1f s; kills come at any instant of it".formatted(lasts / 1e9));
        var random = new Random(seed);
        var before = Leftovers.machine();
        var clean = 0;
        for (var round = 1; round <= rounds; round++) {
            var name = "round-" + round;
            var at = (long) (random.nextDouble() * lasts);
            var sweep = sweep(name);
            TimeUnit.NANOSECONDS.sleep(at);
            var journal = folder.resolve(name);
            var kits = Leftovers.kits(journal);
            kits.forEach(ProcessHandle::destroyForcibly);
            sweep.waitFor();
            var recovered = recover(Files.isDirectory(journal) ? List.of("" + journal) : List.of());
            recovered &= recover(List.of());
            var left = Leftovers.difference(before, Leftovers.machine());
            left.addAll(Leftovers.marked(kits));
            var good = recovered && left.isEmpty();
            if (good) clean++;
            IO.println(
                    "round %d: %d processes of the kit killed after %.1f s (%s): %s"
                            .formatted(
                                    round,
                                    kits.size(),
                                    at / 1e9,
                                    Leftovers.phase(journal),
                                    good ? "as before" : "differs: " + left));
        }
        IO.println("%d of %d rounds left the machine as it was".formatted(clean, rounds));
        IO.println("journals and logs: " + folder);
        return clean == rounds ? 0 : Cli.FAILED;
    }

    private Process sweep(String name) throws IOException {
        return jbang(
                name,
                List.of(
                        "sweep",
                        "--network=switch",
                        "--rates=1000",
                        "--duration=10s",
                        "--faults=" + fault,
                        "--out",
                        "" + folder.resolve(name)));
    }

    private boolean recover(List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of("chaos", "recover"));
        command.addAll(arguments);
        return jbang("recover", command).waitFor() == 0;
    }

    private Process jbang(String log, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(root.resolve("jbang").toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve(log + ".log").toFile())
                .start();
    }
}
