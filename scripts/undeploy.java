///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/kube/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.kube.DeployOptions;
import faultline.kube.Deployments;
import faultline.run.Cli;
import faultline.run.StackOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

@Command(
        name = "undeploy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes a stack away from the cluster of your kubeconfig: faults first, then the stack",
            "with its volumes. Without a layout kept beside it, give its options."
        },
        footer = {"", "Example:", "  ./jbang undeploy --operators"})
class undeploy implements Callable<Integer> {

    @Mixin StackOptions stack;

    @Mixin DeployOptions options;

    @Option(
            names = "--operators",
            description = "Also the operators that deploy has installed and nobody else uses.")
    boolean operators;

    @Override
    public Integer call() {
        Deployments.undeploy(options.layout(stack.stack()), operators, System.err::println);
        IO.println("the stack is removed");
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new undeploy(), arguments);
    }
}
