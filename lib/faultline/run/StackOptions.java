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
        within("--replicas", replicas, 9);
        within("--series", series, 5);
        within("--feeders", feeders, 20);
        within("--consumers", consumers, 20);
        return new Stack(replicas, replicas, series, feeders, consumers).pods();
    }

    private static void within(String option, int value, int most) {
        if (value < 1 || value > most)
            throw new BadInput(option, "", Integer.toString(value), "1 to " + most);
    }
}
