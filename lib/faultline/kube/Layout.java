package faultline.kube;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.stack.Stack;

import java.util.Map;

/**
 * How a stack is laid out on a cluster.
 *
 * @param partitions of the topic, and so the most consumers of a group that have work
 * @param storageClass of every volume; empty for the cluster's default
 * @param kafkaSize of each broker's volume, as {@code 20Gi}; likewise the others
 * @param mirror stands in for every registry; empty for none
 * @param loadImage of feeders and consumers
 * @param sameNode whether replicas may share a node, where there are too few nodes
 * @param autoscale whether consumers scale themselves by their lag
 */
public record Layout(
        Stack stack,
        int partitions,
        String storageClass,
        String kafkaSize,
        String mariadbSize,
        String influxdbSize,
        String mirror,
        String loadImage,
        boolean sameNode,
        boolean autoscale) {

    private static final String SIZE = "[1-9][0-9]*(Mi|Gi|Ti)";
    private static final String CLASS = "|[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";
    private static final String MIRROR =
            "|[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9._-]+)*";
    private static final String IMAGE =
            "[a-z0-9][-a-z0-9.:/_]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?";

    /**
     * @throws BadInput with the option that cannot be used
     */
    public Layout {
        Map.of(
                        "--kafka-size", kafkaSize,
                        "--mariadb-size", mariadbSize,
                        "--influxdb-size", influxdbSize)
                .forEach((option, size) -> require(option, size, SIZE, "a size as 20Gi"));
        require("--storage-class", storageClass, CLASS, "the name of a storage class");
        require("--registry-mirror", mirror, MIRROR, "host:port/path, without https://");
        require(
                "--load-image",
                loadImage,
                IMAGE,
                "an image with its tag, as registry/name:1, and with its digest if you like");
        if (partitions < stack.consumers() || partitions > 1000)
            throw new BadInput(
                    "--partitions",
                    "",
                    Integer.toString(partitions),
                    "%d (consumers of a group) to 1000".formatted(stack.consumers()));
    }

    /**
     * Refuses a stack that this one cannot stand in for: a run changes the load, not the engines.
     *
     * @throws Unavailable with the command that deploys the other one
     */
    void require(Stack wanted) {
        if (wanted.brokers() == stack.brokers()
                && wanted.databases() == stack.databases()
                && wanted.series() == stack.series()
                && wanted.protection().equals(stack.protection())
                && wanted.feeders() <= stack.feeders()) return;
        throw new Unavailable(
                ("%d brokers, %d databases, %d InfluxDB and %d feeders are deployed, and the plan"
                                + " asks for %d, %d, %d and %d%s")
                        .formatted(
                                stack.brokers(),
                                stack.databases(),
                                stack.series(),
                                stack.feeders(),
                                wanted.brokers(),
                                wanted.databases(),
                                wanted.series(),
                                wanted.feeders(),
                                wanted.protection().equals(stack.protection())
                                        ? ""
                                        : ", and for another protection"),
                "./jbang undeploy, then ./jbang deploy --platform kubernetes --replicas %d --series %d"
                                .formatted(wanted.brokers(), wanted.series())
                        + " --feeders %d".formatted(wanted.feeders()));
    }

    /** The image's line in a resource that an operator would else choose one for. */
    String imageUnderMirror(Image image) {
        return mirror.isEmpty() ? "" : image.reference(mirror);
    }

    private static void require(String option, String value, String pattern, String allowed) {
        if (!value.matches(pattern)) throw new BadInput(option, "", value, allowed);
    }
}
