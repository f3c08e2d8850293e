package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.Ports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The namespace and who may talk to whom in it; nothing is open to the outside. */
final class GuardManifests {

    static final Resource NAMESPACE =
            Resource.of(
                    """
                    apiVersion: v1
                    kind: Namespace
                    metadata:
                      name: ${namespace}
                      labels:
                        pod-security.kubernetes.io/enforce: baseline
                        pod-security.kubernetes.io/warn: restricted
                      annotations:
                        # Chaos Mesh is installed so that it injects nowhere else.
                        chaos-mesh.org/inject: enabled
                    """,
                    Map.of("namespace", Selector.NAMESPACE));

    private static final String POLICY =
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: ${name}
              namespace: ${namespace}
            spec:
              podSelector: ${who}
              policyTypes: [Ingress, Egress]
              ${rules}
            """;

    private static final String KAFKA =
            """
            # Who may come in is in the policies that Strimzi makes of the listeners.
            egress:
              - to: [{podSelector: {matchLabels: {strimzi.io/cluster: %s}}}]
              # The entity operator watches resources; an API server has no label to name it by.
              - ports: [{port: 443, protocol: TCP}, {port: 6443, protocol: TCP}]
            """
                    .formatted(Names.KAFKA);

    private static final String MARIADB =
            """
            ingress:
              - from: [{podSelector: {matchLabels: {app: mariadb}}}]
                ports:
                  - {port: %1$d, protocol: TCP}
                  - {port: %2$d, protocol: TCP}
                  - {port: %3$d, protocol: TCP}
                  - {port: %4$d, protocol: TCP}
              - from: [{podSelector: {matchLabels: {app: consumer}}}]
                ports: [{port: %1$d, protocol: TCP}]
              # The operator asks the nodes for their state, and each agent for its position.
              - from:
                  - namespaceSelector:
                      matchLabels: {kubernetes.io/metadata.name: mariadb-operator}
                ports: [{port: %1$d, protocol: TCP}, {port: 5555, protocol: TCP}]
            egress:
              - to: [{podSelector: {matchLabels: {app: mariadb}}}]
              # Agents have the API server check who is asking.
              - ports: [{port: 443, protocol: TCP}, {port: 6443, protocol: TCP}]
            """
                    .formatted(Ports.MARIADB, Ports.GALERA, Ports.GALERA_IST, Ports.GALERA_SST);

    private static final String INFLUXDB =
            """
            ingress:
              - from: [{podSelector: {matchLabels: {app: consumer}}}]
                ports: [{port: %d, protocol: TCP}]
            """
                    .formatted(Ports.INFLUXDB);

    private static final String LOAD =
            """
            egress:
              - to: [{podSelector: {matchLabels: {app: kafka}}}]
                ports: [{port: %d, protocol: TCP}]
              - to: [{podSelector: {matchLabels: {app: mariadb}}}]
                ports: [{port: %d, protocol: TCP}]
              - to: [{podSelector: {matchLabels: {app: influxdb}}}]
                ports: [{port: %d, protocol: TCP}]
            """
                    .formatted(Names.KAFKA_TLS_PORT, Ports.MARIADB, Ports.INFLUXDB);

    private static final String NAMES =
            """
            egress:
              - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
                ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
            """;

    private GuardManifests() {}

    static List<Resource> of() {
        var policies = new ArrayList<Resource>();
        policies.add(policy("nobody", "{}", ""));
        policies.add(policy("names", "{}", NAMES));
        policies.add(policy("kafka", "{matchLabels: {strimzi.io/cluster: kafka}}", KAFKA));
        policies.add(policy("mariadb", "{matchLabels: {app: mariadb}}", MARIADB));
        policies.add(policy("influxdb", "{matchLabels: {app: influxdb}}", INFLUXDB));
        policies.add(policy("load", "{matchLabels: {faultline: load}}", LOAD));
        return policies;
    }

    private static Resource policy(String name, String who, String rules) {
        var values = new HashMap<String, String>();
        values.put("namespace", Selector.NAMESPACE);
        values.put("name", name);
        values.put("who", who);
        values.put("rules", rules);
        return Resource.of(POLICY, values);
    }
}
