package faultline.kube;

import faultline.stack.PodSpec;
import faultline.stack.Stack;

import java.util.ArrayList;
import java.util.List;

/** What things are called on the cluster: operators name their pods themselves. */
final class Names {

    static final String KAFKA = "kafka";
    static final String MARIADB = "mariadb";
    static final String INFLUXDB = "influxdb";
    static final String TOPIC = "messages";
    static final String DATABASE = "faultline";
    static final String USER = "faultline";

    /** Brokers that are controllers too, and those that are not. */
    static final String DUAL_POOL = "dual";

    static final String BROKER_POOL = "broker";

    /** Where Strimzi puts the certificate that its brokers are signed by. */
    static final String KAFKA_CA = KAFKA + "-cluster-ca-cert";

    static final String INFLUXDB_SECRET = "influxdb-admin";
    static final String MARIADB_SECRET = "mariadb-faultline";

    /** Of the listener that every client uses: TLS, SCRAM. */
    static final int KAFKA_TLS_PORT = 9093;

    /** Of the listener that is reached through port-forward only. */
    static final int KAFKA_FORWARD_PORT = 9094;

    /** What broker n says it is reached at by who forwards its port: this plus n. */
    static final int KAFKA_FORWARDED_PORT = 19_094;

    private Names() {}

    /** What Strimzi, mariadb-operator or the StatefulSet calls the pod of an engine. */
    static String engine(Stack stack, PodSpec pod) {
        return switch (pod.component()) {
            case KAFKA ->
                    "%s-%s-%d"
                            .formatted(
                                    KAFKA,
                                    pod.ordinal() < stack.controllers() ? DUAL_POOL : BROKER_POOL,
                                    pod.ordinal());
            case MARIADB, INFLUXDB -> pod.name();
            case FEEDER, CONSUMER ->
                    throw new IllegalArgumentException(pod.name() + " has a name by chance");
        };
    }

    /** The Deployments of feeders and consumers: one a feeder, one a consumer group. */
    static List<String> deployments(Stack stack) {
        var names = new ArrayList<String>();
        for (int i = 0; i < stack.feeders(); i++) names.add("feeder-" + i);
        for (var sink : stack.sinks()) names.add(Stack.group(sink));
        return names;
    }

    static String kafkaAddress() {
        return "%s-kafka-bootstrap:%d".formatted(KAFKA, KAFKA_TLS_PORT);
    }
}
