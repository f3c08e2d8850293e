package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.KafkaSettings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Kafka as Strimzi runs it: one cluster, its node pools, a topic and a user. */
final class KafkaManifests {

    private static final String CLUSTER =
            """
            apiVersion: kafka.strimzi.io/v1
            kind: Kafka
            metadata:
              name: ${cluster}
              namespace: ${namespace}
            spec:
              kafka:
                version: ${version}
                image: ${kafkaImage}
                listeners:
                  # The only way in for clients; Strimzi makes the certificates and renews them.
                  - name: tls
                    port: ${tlsPort}
                    type: internal
                    tls: true
                    authentication: {type: scram-sha-512}
                    networkPolicyPeers:
                      - podSelector: {matchLabels: {faultline: load}}
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: keda}}
                  # For the kit outside, through port-forward: no pod may connect to it, and brokers
                  # say that they are at the local end of the forwarded ports.
                  - name: forward
                    port: ${forwardPort}
                    type: internal
                    tls: true
                    authentication: {type: scram-sha-512}
                    networkPolicyPeers:
                      - podSelector: {matchLabels: {faultline: nobody}}
                    configuration:
                      brokers:
                        ${advertised}
                authorization: {type: simple}
                config:
                  ${config}
              entityOperator:
                topicOperator:
                  image: ${operatorImage}
                  resources:
                    requests: {cpu: 100m, memory: 384Mi}
                    limits: {cpu: 500m, memory: 384Mi}
                userOperator:
                  image: ${operatorImage}
                  resources:
                    requests: {cpu: 100m, memory: 384Mi}
                    limits: {cpu: 500m, memory: 384Mi}
                template:
                  pod:
                    securityContext:
                      runAsNonRoot: true
                      seccompProfile: {type: RuntimeDefault}
                  topicOperatorContainer:
                    securityContext:
                      ${security}
                  userOperatorContainer:
                    securityContext:
                      ${security}
            """;

    private static final String POOL =
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaNodePool
            metadata:
              name: ${pool}
              namespace: ${namespace}
              labels: {strimzi.io/cluster: ${cluster}}
              annotations:
                # Pods get these numbers and no others, so that their names are known beforehand.
                strimzi.io/next-node-ids: "[${firstId}-${lastId}]"
            spec:
              replicas: ${replicas}
              roles: ${roles}
              storage:
                type: jbod
                volumes:
                  - id: 0
                    type: persistent-claim
                    size: ${size}
                    class: ${storageClass}
                    kraftMetadata: shared
                    # What a run has stored goes with the stack.
                    deleteClaim: true
              resources:
                requests: {cpu: 500m, memory: 2Gi}
                limits: {cpu: "2", memory: 2Gi}
              # Half of the memory is for the page cache, which Kafka reads from.
              jvmOptions: {-Xms: 1g, -Xmx: 1g}
              template:
                pod:
                  metadata:
                    labels: {app: kafka}
                  securityContext:
                    runAsNonRoot: true
                    seccompProfile: {type: RuntimeDefault}
                  topologySpreadConstraints:
                    ${spread}
                kafkaContainer:
                  securityContext:
                    ${security}
            """;

    private static final String TOPIC =
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata:
              name: ${topic}
              namespace: ${namespace}
              labels: {strimzi.io/cluster: ${cluster}}
            spec:
              partitions: ${partitions}
              replicas: ${copies}
              config:
                min.insync.replicas: ${inSync}
            """;

    private static final String USER =
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaUser
            metadata:
              name: ${user}
              namespace: ${namespace}
              labels: {strimzi.io/cluster: ${cluster}}
            spec:
              # Strimzi draws the password and keeps it in the Secret of this name.
              authentication: {type: scram-sha-512}
              authorization:
                type: simple
                acls:
                  # This cluster is the kit's alone: every run makes topics of its own.
                  - resource: {type: topic, name: "*", patternType: literal}
                    operations: [Create, Delete, Describe, DescribeConfigs, Read, Write]
                  - resource: {type: group, name: "consumer-", patternType: prefix}
                    operations: [Describe, Read, Delete]
                  - resource: {type: cluster}
                    operations: [Create, Describe, DescribeConfigs, IdempotentWrite]
            """;

    private KafkaManifests() {}

    static List<Resource> of(Layout layout) {
        var stack = layout.stack();
        var values = new HashMap<String, String>();
        values.put("namespace", Selector.NAMESPACE);
        values.put("cluster", Names.KAFKA);
        values.put("version", Versions.KAFKA);
        values.put("tlsPort", Integer.toString(Names.KAFKA_TLS_PORT));
        values.put("forwardPort", Integer.toString(Names.KAFKA_FORWARD_PORT));
        values.put("advertised", advertised(stack.brokers()));
        values.put("config", Snippets.texts(config(layout)));
        values.put("kafkaImage", layout.imageUnderMirror(Image.KAFKA));
        values.put("operatorImage", layout.imageUnderMirror(Image.STRIMZI_OPERATOR));
        values.put("security", Snippets.CONTAINER_SECURITY);
        values.put("size", layout.kafkaSize());
        values.put("storageClass", layout.storageClass());
        values.put("spread", Snippets.spread(layout, "app", "kafka"));
        values.put("topic", Names.TOPIC);
        values.put("user", Names.USER);
        values.put("partitions", Integer.toString(layout.partitions()));
        values.put("copies", Integer.toString(stack.replicationFactor()));
        values.put("inSync", Integer.toString(stack.minInsyncReplicas()));

        var resources = new ArrayList<Resource>();
        var controllers = stack.controllers();
        resources.add(pool(values, Names.DUAL_POOL, "[controller, broker]", 0, controllers));
        if (stack.brokers() > controllers)
            resources.add(
                    pool(
                            values,
                            Names.BROKER_POOL,
                            "[broker]",
                            controllers,
                            stack.brokers() - controllers));
        resources.add(Resource.of(CLUSTER, values));
        resources.add(Resource.of(TOPIC, values));
        resources.add(Resource.of(USER, values));
        return resources;
    }

    private static Resource pool(
            Map<String, String> values, String name, String roles, int firstId, int replicas) {
        var own = new HashMap<>(values);
        own.put("pool", name);
        own.put("roles", roles);
        own.put("firstId", Integer.toString(firstId));
        own.put("lastId", Integer.toString(firstId + replicas - 1));
        own.put("replicas", Integer.toString(replicas));
        return Resource.of(POOL, own);
    }

    /**
     * What both platforms share, without {@code broker.…}: Strimzi keeps those names to itself and
     * leaves them out in silence, so a dead broker is noticed after Kafka's own 9 s here.
     */
    private static Map<String, String> config(Layout layout) {
        var config = new TreeMap<>(KafkaSettings.of(layout.stack()));
        config.keySet().removeIf(name -> name.startsWith("broker."));
        return config;
    }

    private static String advertised(int brokers) {
        return IntStream.range(0, brokers)
                .mapToObj(i ->
                        "- {broker: %d, advertisedHost: 127.0.0.1, advertisedPort: %d}\n"
                                .formatted(i, Names.KAFKA_FORWARDED_PORT + i))
                .collect(Collectors.joining());
    }
}
