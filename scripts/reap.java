///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/grid5000/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.grid5000.ApiOptions;
import faultline.grid5000.Releaser;
import faultline.grid5000.Reservations;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

@Command(
        name = "reap",
        mixinStandardHelpOptions = true,
        description = {
            "Gives back the reservations that kits which died have left, and forgets those that",
            "are over. What is ready for use stays, and so does what a kit works with now."
        },
        footer = {"", "Example:", "  ./jbang reap"})
class reap implements Callable<Integer> {

    @Option(
            names = "--all",
            description = "Also what is ready for use, and the kit's jobs from other machines.")
    private boolean all;

    @Mixin private ApiOptions api;

    @Override
    public Integer call() {
        try (var testbed = api.connect()) {
            var done = new Releaser(testbed, Reservations.ofThisUser(), IO::println).reap(all);
            done.forEach(IO::println);
            if (done.isEmpty()) IO.println("nothing was left");
            return 0;
        }
    }

    static void main(String[] arguments) {
        Cli.main(new reap(), arguments);
    }
}
