package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.Stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Consumers that scale themselves by their lag, as KEDA does it. */
final class ScalingManifests {

    private static final String PAUSED =
            """
            annotations:
              # Held at the number that a run asks for; without this, consumers follow their lag.
              autoscaling.keda.sh/paused-replicas: "0"
            """;

    private static final String USER_NAME =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: kafka-user-name
              namespace: ${namespace}
            data:
              username: ${user}
            """;

    private static final String AUTHENTICATION =
            """
            apiVersion: keda.sh/v1alpha1
            kind: TriggerAuthentication
            metadata:
              name: kafka
              namespace: ${namespace}
            spec:
              configMapTargetRef:
                - {parameter: username, name: kafka-user-name, key: username}
              secretTargetRef:
                - {parameter: password, name: ${user}, key: password}
                - {parameter: ca, name: ${kafkaCa}, key: ca.crt}
            """;

    private static final String SCALED =
            """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: ${group}
              namespace: ${namespace}
              ${paused}
            spec:
              scaleTargetRef: {name: ${group}}
              pollingInterval: 10
              cooldownPeriod: 60
              minReplicaCount: ${least}
              # A consumer beyond the partitions has no work, and KEDA's own bound is one too high.
              maxReplicaCount: ${partitions}
              # A scaler that cannot reach Kafka must not take consumers away.
              fallback: {failureThreshold: 3, replicas: ${least}, behavior: currentReplicasIfHigher}
              advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleUp:
                      stabilizationWindowSeconds: 0
                      policies: [{type: Percent, value: 100, periodSeconds: 15}]
                    scaleDown:
                      stabilizationWindowSeconds: 120
                      policies: [{type: Pods, value: 1, periodSeconds: 30}]
              triggers:
                - type: kafka
                  metadata:
                    bootstrapServers: ${bootstrap}
                    consumerGroup: ${group}
                    # Every topic of the group: each run has its own.
                    lagThreshold: "1000"
                    activationLagThreshold: "0"
                    offsetResetPolicy: earliest
                    allowIdleConsumers: "false"
                    sasl: scram_sha512
                    tls: enable
                  authenticationRef: {name: kafka}
            """;

    private ScalingManifests() {}

    static List<Resource> of(Layout layout) {
        var values = new HashMap<String, String>();
        values.put("namespace", Selector.NAMESPACE);
        values.put("user", Names.USER);
        values.put("kafkaCa", Names.KAFKA_CA);
        values.put("least", Integer.toString(layout.stack().consumers()));
        values.put("partitions", Integer.toString(layout.partitions()));
        values.put(
                "bootstrap",
                "%s-kafka-bootstrap.%s.svc:%d"
                        .formatted(Names.KAFKA, Selector.NAMESPACE, Names.KAFKA_TLS_PORT));
        values.put("paused", layout.autoscale() ? "" : PAUSED);
        var resources = new ArrayList<Resource>();
        resources.add(Resource.of(USER_NAME, values));
        resources.add(Resource.of(AUTHENTICATION, values));
        for (var sink : layout.stack().sinks()) {
            values.put("group", Stack.group(sink));
            resources.add(Resource.of(SCALED, values));
        }
        return resources;
    }
}
