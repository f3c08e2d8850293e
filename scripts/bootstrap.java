///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/cluster/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.cluster.BootstrapOptions;
import faultline.cluster.Cluster;
import faultline.cluster.Clusters;
import faultline.grid5000.Reservations;
import faultline.local.Host;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

@Command(
        name = "bootstrap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a highly available Kubernetes (k3s, its state on three servers) of the nodes",
            "that ./jbang reserve got, or of any Linux hosts that ssh lets you in to as root or",
            "with sudo. Looks first, changes then, verifies last. A second run changes nothing;",
            "one after a failure goes on from there. ./jbang tunnel is the way to the cluster."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang bootstrap --job nancy/faultline --images load.tar",
            "  ./jbang bootstrap --hosts root@a,root@b,root@c,root@d --jump me@gate"
        })
class bootstrap implements Callable<Integer> {

    @Mixin private BootstrapOptions options;

    @Override
    public Integer call() {
        new Cluster(Clusters.ofThisUser(options.name()), IO::println)
                .make(options, Reservations.ofThisUser(), Host.cache());
        IO.println(
                "./jbang tunnel --name %s -- ./jbang deploy --platform kubernetes"
                        .formatted(options.name()));
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new bootstrap(), arguments);
    }
}
