///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/cluster/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.cluster.Child;
import faultline.cluster.Cluster;
import faultline.cluster.Clusters;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

@Command(
        name = "tunnel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a command with a way to the API of a cluster that ./jbang bootstrap has made,",
            "or keeps that way open until Ctrl-C. When the server at its end dies, it moves to",
            "another; the port on this machine stays the same."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang tunnel -- kubectl get nodes",
            "  ./jbang tunnel -- ./jbang deploy --platform kubernetes"
        })
class tunnel implements Callable<Integer> {

    @Option(
            names = "--name",
            defaultValue = "faultline",
            description = "Of the cluster (${DEFAULT-VALUE}).")
    private String name;

    @Parameters(
            arity = "0..*",
            paramLabel = "-- COMMAND",
            description = "As kubectl get nodes; KUBECONFIG is set for it.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws Exception {
        return new Cluster(Clusters.ofThisUser(name), System.err::println).reached(this::work);
    }

    private int work(Path kubeconfig) throws Exception {
        if (!command.isEmpty())
            return Child.run(command, Map.of("KUBECONFIG", kubeconfig.toString()), null);
        IO.println("export KUBECONFIG=%s    Ctrl-C closes the way".formatted(kubeconfig));
        new CountDownLatch(1).await();
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new tunnel(), arguments);
    }
}
