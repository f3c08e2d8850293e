///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//MAIN completion
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/run/package-info.java
//SOURCES bench.java
//SOURCES bootstrap.java
//SOURCES campaign.java
//SOURCES capacity.java
//SOURCES chaos.java
//SOURCES compare.java
//SOURCES deploy.java
//SOURCES dimension.java
//SOURCES doctor.java
//SOURCES drill.java
//SOURCES fakeGrid5000.java
//SOURCES image.java
//SOURCES modelbench.java
//SOURCES notebook.java
//SOURCES probe.java
//SOURCES reap.java
//SOURCES release.java
//SOURCES report.java
//SOURCES reserve.java
//SOURCES shell.java
//SOURCES sweep.java
//SOURCES tunnel.java
//SOURCES undeploy.java

import faultline.run.Cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what bash or zsh needs to complete commands, options and the names of faults",
            "after ./jbang."
        },
        footer = {"", "Example:", "  source <(./jbang completion)"})
class completion implements Callable<Integer> {

    /** All of them, as one command that has them below it. */
    @Command(
            name = "jbang",
            subcommands = {
                bench.class,
                bootstrap.class,
                campaign.class,
                capacity.class,
                chaos.class,
                compare.class,
                deploy.class,
                dimension.class,
                doctor.class,
                drill.class,
                fakeGrid5000.class,
                image.class,
                modelbench.class,
                notebook.class,
                probe.class,
                reap.class,
                release.class,
                report.class,
                reserve.class,
                shell.class,
                sweep.class,
                tunnel.class,
                undeploy.class,
                completion.class
            })
    static final class Jbang implements Callable<Integer> {
        @Override
        public Integer call() {
            return Cli.BAD_INPUT;
        }
    }

    @Override
    public Integer call() {
        IO.println(script());
        return 0;
    }

    /** For the wrapper of the checkout, and for a JBang on the path. */
    static String script() {
        return AutoComplete.bash("jbang", Cli.line(new Jbang()))
                .replace("jbang jbang.sh jbang.bash", "jbang ./jbang");
    }

    static void main(String[] arguments) {
        Cli.main(new completion(), arguments);
    }
}
