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
        name = "release",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Gives the nodes of a reservation back, and waits until they are.",
        footer = {"", "Example:", "  ./jbang release --site nancy"})
class release implements Callable<Integer> {

    @Option(names = "--site", required = true, description = "As nancy.")
    private String site;

    @Option(
            names = "--name",
            defaultValue = "faultline",
            description = "Of the job (${DEFAULT-VALUE}).")
    private String name;

    @Mixin private ApiOptions api;

    @Override
    public Integer call() {
        try (var testbed = api.connect()) {
            var jobs =
                    new Releaser(testbed, Reservations.ofThisUser(), IO::println)
                            .release(site, name);
            jobs.forEach(job -> IO.println("job %d of %s is over".formatted(job, site)));
            if (jobs.isEmpty()) IO.println("no job of %s is named %s".formatted(site, name));
            return 0;
        }
    }

    static void main(String[] arguments) {
        Cli.main(new release(), arguments);
    }
}
