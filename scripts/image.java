///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/kube/image/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.kube.image.LoadImage;
import faultline.run.Cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the image of feeders and consumers from this checkout, without Docker, and"
                    + " prints",
            "it with its digest. The same checkout and base give the same digest."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang image --to registry.example.org/me/load:1",
            "  ./jbang image --tar load.tar"
        })
class image implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    Target target;

    static class Target {
        @Option(
                names = "--to",
                paramLabel = "REGISTRY/NAME:TAG",
                description = "Push it there, with the login of your Docker configuration.")
        String to;

        @Option(
                names = "--tar",
                paramLabel = "FILE",
                description =
                        "Write it to a file, for bootstrap --images, or on each node: ctr -n k8s.io"
                                + " images import FILE.")
        Path tar;
    }

    @Option(
            names = "--name",
            paramLabel = "NAME:TAG",
            defaultValue = "localhost/faultline/load:1",
            description = "What it is called in the file (${DEFAULT-VALUE}).")
    String name;

    @Option(
            names = "--base",
            defaultValue = LoadImage.BASE,
            description = {
                "An image with a Java 25 and a shell (${DEFAULT-VALUE});",
                "or its file as docker save writes it: base.tar."
            })
    String base;

    @Override
    public Integer call() {
        var made = new LoadImage(base);
        IO.println(target.to != null ? made.push(target.to) : made.write(name, target.tar));
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new image(), arguments);
    }
}
