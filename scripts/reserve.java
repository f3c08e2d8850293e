///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/grid5000/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.grid5000.ApiOptions;
import faultline.grid5000.Releaser;
import faultline.grid5000.Reservations;
import faultline.grid5000.ReserveOptions;
import faultline.grid5000.Reserver;
import faultline.plan.Durations;
import faultline.plan.Yaml;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

@Command(
        name = "reserve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gets nodes of Grid'5000, ready for use: looks whether it can be had,",
            "reserves, waits, and installs a system. Asked again by the same name",
            "it finds the same nodes; what it cannot finish it gives back.",
            "./jbang release gives back the rest."
        },
        footer = {
            "",
            "Example:",
            "  ./jbang reserve --site nancy --cluster gros --nodes 7 --walltime 2h --dry-run"
        })
class reserve implements Callable<Integer> {

    @Mixin private ReserveOptions options;

    @Mixin private ApiOptions api;

    @Option(names = "--dry-run", description = "Show what would be asked, and ask nothing.")
    private boolean dryRun;

    @Option(names = "--extend", paramLabel = "TIME", description = "Ask for so much more time.")
    private String extend;

    @Override
    public Integer call() throws Exception {
        var wanted = options.wanted();
        var limits = options.limits();
        var reservations = Reservations.ofThisUser();
        try (var testbed = api.connect()) {
            if (extend != null) {
                var more = ApiOptions.duration("--extend", extend);
                var whole =
                        new Releaser(testbed, reservations, IO::println)
                                .extend(wanted.site(), wanted.name(), more);
                IO.println("%s may run for %s".formatted(wanted.name(), Durations.format(whole)));
                return 0;
            }
            var reserver = new Reserver(testbed, reservations, IO::println);
            if (dryRun) {
                IO.print(Yaml.prettyJson(reserver.dryRun(wanted)));
                return 0;
            }
            var reservation = reserver.reserve(wanted, limits);
            for (var node : reservation.nodes())
                IO.println(
                        "%-36s %-15s data on %s"
                                .formatted(node.name(), node.address(), node.dataDisk()));
            IO.println(
                    "%s: job %d of %s, %d nodes ready; written to %s"
                            .formatted(
                                    reservation.target(),
                                    reservation.job(),
                                    reservation.site(),
                                    reservation.nodes().size(),
                                    reservations.file(wanted.site(), wanted.name())));
            return 0;
        }
    }

    static void main(String[] arguments) {
        Cli.main(new reserve(), arguments);
    }
}
