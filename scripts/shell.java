///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/note/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.note.Shell;
import faultline.run.Cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = {
            "Opens JShell with the library: Local.stack(), Local.load() and Local.read(DIR)",
            "begin every sentence, Tab completes it, /exit leaves."
        },
        footer = {"", "Example:", "  ./jbang shell"})
class shell implements Callable<Integer> {

    @Override
    public Integer call() {
        return Shell.open();
    }

    static void main(String[] arguments) {
        Cli.main(new shell(), arguments);
    }
}
