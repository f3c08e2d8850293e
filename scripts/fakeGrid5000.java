///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/grid5000/fake/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.grid5000.ApiOptions;
import faultline.grid5000.fake.Catalogue;
import faultline.grid5000.fake.FakeClock;
import faultline.grid5000.fake.FakeGrid5000;
import faultline.grid5000.fake.Invented;
import faultline.plan.BadInput;
import faultline.run.Cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

@Command(
        name = "fake-grid5000",
        mixinStandardHelpOptions = true,
        description = {
            "Answers as the API of Grid'5000 does, without a machine behind it, until Ctrl-C. For",
            "trying reserve, release and reap: ./jbang reserve --api URI --site quarry.",
            "POST seconds to /fake/clock to put its clock forward. With G5K_PASSWORD set it wants",
            "that password, as the testbed does from outside."
        },
        footer = {"", "Example:", "  ./jbang fake-grid5000"})
class fakeGrid5000 implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "8765",
            description = "Of 127.0.0.1 (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--deployments",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "How long they take (${DEFAULT-VALUE}).")
    private String deployments;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A copy of the reference repository; without it a made-up testbed.")
    private Path data;

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535) throw new BadInput("--port", "", "" + port, "0 to 65535");
        var user = System.getenv().getOrDefault("G5K_USER", System.getProperty("user.name"));
        try (var fake =
                new FakeGrid5000(
                        port,
                        data == null ? Invented.catalogue() : Catalogue.of(data),
                        new FakeClock(Instant.now(), true),
                        user,
                        Optional.ofNullable(System.getenv("G5K_PASSWORD")))) {
            fake.mischief().deploymentsTake(ApiOptions.duration("--deployments", deployments));
            IO.println(
                    "fake-g5k at %s for %s: none of this is Grid'5000; Ctrl-C ends it"
                            .formatted(fake.address(), user));
            new CountDownLatch(1).await();
        }
        return 0;
    }

    static void main(String[] arguments) {
        Cli.main(new fakeGrid5000(), arguments);
    }
}
