package faultline.run;

import faultline.plan.BadInput;
import faultline.stack.PodSpec;
import faultline.stack.Stack;

import picocli.CommandLine.Option;

import java.util.List;

/** The stack that a preview is about, as a sweep would have it. */
public final class StackOptions {

    @Option(
            names = "--replicas",
            defaultValue = "3",
            description = "Brokers, and as many database nodes (${DEFAULT-VALUE}).")
    int replicas;

    @Option(
            names = "--series",
            defaultValue = "2",
            description = "InfluxDB instances (${DEFAULT-VALUE}).")
    int series;

    @Option(
            names = "--feeders",
            defaultValue = "1",
            description = "Pods that publish (${DEFAULT-VALUE}).")
    int feeders;

    @Option(
            names = "--consumers",
            defaultValue = "1",
            description = "Pods in each consumer group (${DEFAULT-VALUE}).")
    int consumers;

    /**
     * Every pod of it.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    public List<PodSpec> pods() {
        return stack().pods();
    }

    /**
     * The stack itself.
     *
     * @throws BadInput with the option, what was given and what is allowed
     */
    public Stack stack() {
        return checked(replicas, series, feeders, consumers);
    }

    /** The stack of these counts, for whoever asks for one by options of these names. */
    static Stack checked(int replicas, int series, int feeders, int consumers) {
        SweepOptions.within("--replicas", replicas, 1, 9, "replicas");
        SweepOptions.within("--series", series, 1, 5, "instances");
        SweepOptions.within("--feeders", feeders, 1, 20, "pods");
        SweepOptions.within("--consumers", consumers, 1, 20, "pods");
        return new Stack(replicas, replicas, series, feeders, consumers);
    }
}
