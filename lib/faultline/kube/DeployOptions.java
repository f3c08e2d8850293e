package faultline.kube;

import faultline.stack.Stack;

import picocli.CommandLine.Option;

/** What a user may say of how a stack is laid out on a cluster. */
public final class DeployOptions {

    @Option(
            names = "--partitions",
            defaultValue = "6",
            description =
                    "Of the topic; a group of consumers never grows beyond it (${DEFAULT-VALUE}).")
    int partitions;

    @Option(
            names = "--storage-class",
            defaultValue = "",
            description = "Of every volume (the cluster's default).")
    String storageClass;

    @Option(
            names = "--kafka-size",
            defaultValue = "20Gi",
            description = "Of each broker's volume (${DEFAULT-VALUE}).")
    String kafkaSize;

    @Option(
            names = "--mariadb-size",
            defaultValue = "20Gi",
            description = "Of each database node's volume (${DEFAULT-VALUE}).")
    String mariadbSize;

    @Option(
            names = "--influxdb-size",
            defaultValue = "10Gi",
            description = "Of each InfluxDB instance's volume (${DEFAULT-VALUE}).")
    String influxdbSize;

    @Option(
            names = "--registry-mirror",
            paramLabel = "HOST[:PORT][/PATH]",
            defaultValue = "",
            description = "Pull every image from here; --images lists what must be there.")
    String mirror;

    @Option(
            names = "--load-image",
            defaultValue = "localhost/faultline/load:1",
            description =
                    "Image of feeders and consumers, best as image has printed it"
                        + " (${DEFAULT-VALUE}, which no registry has: bootstrap --images brings it"
                        + " to nodes).")
    String loadImage;

    @Option(
            names = "--same-node",
            description =
                    "Replicas may share a node. Losing it is then more than one failure: for small"
                            + " clusters only.")
    boolean sameNode;

    @Option(
            names = "--autoscale",
            description =
                    "Consumers scale themselves by their lag, from --consumers to partitions.")
    boolean autoscale;

    /**
     * The layout of {@code stack} with these options.
     *
     * @throws faultline.plan.BadInput with the option, what was given and what is allowed
     */
    public Layout layout(Stack stack) {
        return new Layout(
                stack,
                partitions,
                storageClass,
                kafkaSize,
                mariadbSize,
                influxdbSize,
                mirror,
                loadImage,
                sameNode,
                autoscale);
    }
}
