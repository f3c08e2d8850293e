package faultline.grid5000;

import faultline.plan.BadInput;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/** What is wanted of the testbed, as options. */
public final class ReserveOptions {

    @Option(
            names = "--name",
            defaultValue = "faultline",
            description = "Of the job (${DEFAULT-VALUE}); the same name finds the same job.")
    private String name;

    @Option(names = "--site", required = true, description = "As nancy.")
    private String site;

    @Option(names = "--cluster", description = "As gros; without it one that has the minimum.")
    private String cluster;

    @Option(
            names = "--min-cores",
            defaultValue = "0",
            paramLabel = "N",
            description = "Of each node.")
    private int minCores;

    @Option(
            names = "--min-memory",
            defaultValue = "0",
            paramLabel = "GB",
            description = "Of each node.")
    private int minMemory;

    @Option(
            names = "--min-network",
            defaultValue = "0",
            paramLabel = "GBITS",
            description = "Of each node.")
    private int minNetwork;

    @Option(
            names = "--nodes",
            defaultValue = "7",
            paramLabel = "N",
            description = "In all (${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--controllers",
            defaultValue = "3",
            paramLabel = "N",
            description = "Of these, for the control plane: an odd number (${DEFAULT-VALUE}).")
    private int controllers;

    @Option(
            names = "--at-least",
            paramLabel = "N",
            description = "Go on with fewer nodes where some cannot be deployed (all).")
    private Integer atLeast;

    @Option(names = "--disks", description = "Reserve the nodes' reservable disks too.")
    private boolean disks;

    @Option(names = "--walltime", defaultValue = "2h", description = "How long (${DEFAULT-VALUE}).")
    private String walltime;

    @Option(
            names = "--start",
            description = "YYYY-MM-DD hh:mm in Paris; without it as soon as can be.")
    private String start;

    @Option(names = "--next-slot", description = "Take the date that the scheduler offers, once.")
    private boolean nextSlot;

    @Option(
            names = "--max-wait",
            defaultValue = "30m",
            description = "For the job to run (${DEFAULT-VALUE}).")
    private String maxWait;

    @Option(
            names = "--max-deploy",
            defaultValue = "30m",
            description = "For each round of a deployment (${DEFAULT-VALUE}).")
    private String maxDeploy;

    @Option(
            names = "--queue",
            defaultValue = "default",
            description = "default, production, abaca… (${DEFAULT-VALUE}).")
    private String queue;

    @Option(
            names = "--type",
            split = ",",
            description = "More job types: night, exotic…; may be repeated.")
    private List<String> types = List.of();

    @Option(names = "--project", description = "That the hours are counted for.")
    private String project;

    @Option(
            names = "--environment",
            defaultValue = "debian12-min",
            description = "What to install (${DEFAULT-VALUE}).")
    private String environment;

    @Option(
            names = "--standard",
            description = "Install nothing: the standard system, for a quick try.")
    private boolean standard;

    @Option(
            names = "--k3s",
            paramLabel = "VERSION",
            description = "That will run there, to see whether it can.")
    private String k3s;

    @Option(
            names = "--pod-range",
            defaultValue = "10.244.0.0/16",
            paramLabel = "CIDR",
            description = "Of Kubernetes (${DEFAULT-VALUE}).")
    private String podRange;

    @Option(
            names = "--service-range",
            defaultValue = "10.96.0.0/16",
            paramLabel = "CIDR",
            description = "Of Kubernetes (${DEFAULT-VALUE}).")
    private String serviceRange;

    @Option(
            names = "--i-have-permission",
            description = "More than the daytime rule allows, as the testbed's people have agreed.")
    private boolean permitted;

    /**
     * @throws BadInput where an option cannot be used
     */
    public Wanted wanted() {
        var memory = (long) minMemory << 30;
        return new Wanted(
                name,
                site,
                Optional.ofNullable(cluster),
                new Wanted.Minimum(minCores, memory, minNetwork * 1_000_000_000L),
                controllers,
                nodes - controllers,
                disks,
                ApiOptions.duration("--walltime", walltime),
                queue,
                Optional.ofNullable(start).map(text -> Paris.typed("--start", text)),
                standard ? Optional.empty() : Optional.of(environment),
                Optional.ofNullable(k3s),
                podRange,
                serviceRange,
                Optional.ofNullable(project),
                types,
                permitted);
    }

    /**
     * @throws BadInput where an option cannot be used
     */
    public Reserver.Limits limits() {
        if (atLeast != null && (atLeast < 1 || atLeast > nodes))
            throw new BadInput("--at-least", "", "" + atLeast, "1 to " + nodes);
        return new Reserver.Limits(
                nextSlot,
                ApiOptions.duration("--max-wait", maxWait),
                ApiOptions.duration("--max-deploy", maxDeploy),
                atLeast == null ? nodes : atLeast);
    }
}
