///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/local/package-info.java
//SOURCES ../lib/faultline/net/package-info.java
//SOURCES ../lib/faultline/note/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.net.Inside;
import faultline.note.BlockFailed;
import faultline.note.Notebook;
import faultline.run.Cli;
import faultline.run.Folders;
import faultline.run.NetworkPlan;
import faultline.run.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "notebook",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the Java blocks of a Markdown notebook in order, and writes the page with what"
                    + " came",
            "of them: notebook.md, notebook.html, notebook.ipynb and figures."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang notebook notebooks/01-first-run.md",
            "  ./jbang notebook notebooks/01-first-run.md --journal reports/01-first-run"
        })
class notebook implements Callable<Integer> {

    /** What pods have between them. */
    enum Network {
        SWITCH,
        LOOPBACK
    }

    @Parameters(paramLabel = "NOTEBOOK", description = "Markdown with ```java blocks.")
    Path file;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "Run nothing: take the sweeps that an earlier run wrote into DIR.")
    Path journal;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (DIR of --journal, else reports/NOTEBOOK-DATE-TIME).")
    Path out;

    @Option(
            names = "--network",
            defaultValue = "loopback",
            description =
                    "switch: a packet switch between the pods, which NetworkChaos needs; loopback"
                            + " (${DEFAULT-VALUE}).")
    Network network;

    @Override
    public Integer call() {
        var notebook = Notebook.read(file);
        var name = file.getFileName().toString().replaceFirst("\\.md$", "");
        var folder = out != null ? out : journal != null ? journal : Folders.newReport(name);
        if (journal == null) {
            Folders.requireNew(folder, false);
            if (network == Network.SWITCH && !Inside.isInside())
                return NetworkPlan.runInside(request -> "");
            if (Inside.isInside()) Inside.enter();
        }
        try (var progress = Progress.toTerminalOrPipe()) {
            notebook.write(Optional.ofNullable(journal), folder, progress);
        } catch (BlockFailed e) {
            System.err.println(file + ": " + e.getMessage());
            return Cli.FAILED;
        }
        IO.println("Open " + Folders.asTyped(folder).resolve("notebook.html"));
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new notebook(), arguments);
    }
}
