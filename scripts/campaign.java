///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/faultline/campaign/package-info.java
//SOURCES ../lib/faultline/run/package-info.java

import faultline.campaign.Campaign;
import faultline.campaign.CampaignPlan;
import faultline.campaign.KitWork;
import faultline.grid5000.ApiOptions;
import faultline.grid5000.Reservations;
import faultline.local.Host;
import faultline.run.Cli;
import faultline.run.Folders;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Does a whole study on Grid'5000 and asks nothing meanwhile: makes the image of the",
            "load, reserves, deploys a system, makes a Kubernetes, installs the stack, sweeps,",
            "collects, and gives the nodes back on every way out. After a kill -9, ./jbang reap",
            "gives them back; --resume goes on with what is not done yet."
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang campaign grid5000/campaigns/first.yaml",
            "  ./jbang campaign --resume reports/campaign-20261122-190000"
        })
class campaign implements Callable<Integer> {

    private static final String COPY = "campaign.yaml";

    @ArgGroup(multiplicity = "1")
    private Which which;

    static class Which {
        @Parameters(paramLabel = "CAMPAIGN.yaml", description = "As grid5000/campaigns/first.yaml.")
        Path file;

        @Option(names = "--resume", paramLabel = "DIR", description = "Go on with one.")
        Path resume;
    }

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (reports/campaign-DATE-TIME).")
    private Path out;

    @Mixin private ApiOptions api;

    @Override
    public Integer call() throws IOException {
        var folder = folder().toAbsolutePath();
        var plan = CampaignPlan.read(folder.resolve(COPY));
        var reservations = Reservations.ofThisUser();
        try (var testbed = api.connect()) {
            var work =
                    new KitWork(
                            Folders.root().resolve("jbang"),
                            reservations,
                            Reservations.stateOfThisUser(),
                            Host.cache(),
                            IO::println);
            var page = new Campaign(plan, folder, testbed, reservations, work, IO::println).run();
            IO.println(Folders.asTyped(page));
            return 0;
        }
    }

    /** The campaign's folder, with a copy of the plan that is done there. */
    private Path folder() throws IOException {
        if (which.resume != null) return which.resume;
        CampaignPlan.read(which.file);
        var folder = out == null ? Folders.newReport("campaign") : out;
        Folders.requireNew(folder, false);
        Files.createDirectories(folder);
        Files.copy(which.file, folder.resolve(COPY));
        return folder;
    }

    static void main(String[] arguments) {
        Cli.main(new campaign(), arguments);
    }
}
