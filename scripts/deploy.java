///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/kube/package-info.java
//SOURCES ../lib/faultline/kube/image/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.chaos.Support;
import faultline.kube.DeployOptions;
import faultline.kube.Deployments;
import faultline.kube.DryRun;
import faultline.kube.ImageList;
import faultline.kube.image.Digests;
import faultline.plan.BadInput;
import faultline.run.Cli;
import faultline.run.StackOptions;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Brings a highly available stack to the cluster of your kubeconfig, with the operators",
            "that it needs and lacks; or writes it to a folder, for which no cluster is needed."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang deploy --platform kubernetes --dry-run stack",
            "  ./jbang deploy --platform kubernetes --images"
        })
class deploy implements Callable<Integer> {

    @Option(
            names = "--platform",
            required = true,
            description = "Where: kubernetes. A local stack starts with every sweep.")
    Support.Platform platform;

    @Mixin StackOptions stack;

    @Mixin DeployOptions options;

    @ArgGroup What what = new What();

    static class What {
        @Option(
                names = "--dry-run",
                paramLabel = "DIR",
                description = "Write every manifest to this folder, as one would commit it.")
        Path dryRun;

        @Option(
                names = "--images",
                description = "List every image that must be pulled, with its digest there.")
        boolean images;
    }

    @Override
    public Integer call() throws IOException {
        if (platform != Support.Platform.KUBERNETES)
            throw new BadInput("--platform", "", platform.label(), "kubernetes");
        var layout = options.layout(stack.stack());
        layout.stack().caveats().forEach(System.err::println);
        if (what.images) Digests.lines(ImageList.of(layout)).forEach(IO::println);
        else if (what.dryRun != null) {
            var written = DryRun.write(layout, what.dryRun);
            IO.println("%d files in %s".formatted(written.size(), what.dryRun));
        } else {
            Deployments.deploy(layout, System.err::println);
            IO.println("the stack is ready");
        }
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new deploy(), arguments);
    }
}
