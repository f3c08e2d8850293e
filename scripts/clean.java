///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/local/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.local.LocalPlatform;
import faultline.run.Cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description = {
            "Ends and removes what a kit that was killed left on this machine. A kit that",
            "still runs is left alone; each start of a sweep does the same."
        })
class clean implements Callable<Integer> {

    @Override
    public Integer call() {
        var found = LocalPlatform.cleanUp();
        found.forEach(IO::println);
        IO.println(found.isEmpty() ? "nothing was left" : "all of that is gone");
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new clean(), arguments);
    }
}
