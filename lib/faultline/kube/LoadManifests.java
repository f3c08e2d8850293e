package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.Ports;
import faultline.stack.Stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Feeders, each a Deployment with the volume of its ledger, and a Deployment of consumers for every
 * sink. Nothing of them runs before a run begins: it sets their rate, then their number.
 */
final class LoadManifests {

    /** Where the engines are, and who may use them: the Deployments' own affair, not a run's. */
    private static final String ENGINES =
            """
            - {name: FAULTLINE_BOOTSTRAP_SERVERS, value: "${kafka}"}
            - {name: FAULTLINE_TOPIC, value: ${topic}}
            - {name: FAULTLINE_KAFKA_CA, value: /etc/kafka-ca/ca.crt}
            - name: FAULTLINE_KAFKA_JAAS
              valueFrom: {secretKeyRef: {name: ${kafkaUser}, key: sasl.jaas.config}}
            """;

    private static final String SINKS =
            """
            - {name: FAULTLINE_DATABASE, value: ${database}}
            - {name: FAULTLINE_MARIADB, value: "${mariadb}"}
            - {name: FAULTLINE_MARIADB_USER, value: ${mariadbUser}}
            - name: FAULTLINE_MARIADB_PASSWORD
              valueFrom: {secretKeyRef: {name: ${mariadbSecret}, key: password}}
            - {name: FAULTLINE_INFLUXDB, value: "${influxdb}"}
            - {name: FAULTLINE_INFLUXDB_ORG, value: ${organisation}}
            - name: FAULTLINE_INFLUXDB_TOKEN
              valueFrom: {secretKeyRef: {name: ${influxdbSecret}, key: token}}
            """;

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ${name}
              namespace: ${namespace}
              labels: {app: ${component}}
            spec:
              replicas: 0
              revisionHistoryLimit: 2
              selector: {matchLabels: {faultline.pod/group: ${name}}}
              strategy: {type: Recreate}
              template:
                metadata:
                  labels:
                    app: ${component}
                    faultline: load
                    faultline.pod/group: ${name}
                    ${sinkLabel}
                spec:
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  terminationGracePeriodSeconds: 15
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 10001
                    runAsGroup: 10001
                    fsGroup: 10001
                    seccompProfile: {type: RuntimeDefault}
                  # One node more or less must not be most of the load.
                  topologySpreadConstraints:
                    - maxSkew: 1
                      topologyKey: kubernetes.io/hostname
                      whenUnsatisfiable: ScheduleAnyway
                      labelSelector: {matchLabels: {app: ${component}}}
                  containers:
                    - name: ${component}
                      image: ${image}
                      imagePullPolicy: IfNotPresent
                      command:
                        - java
                        - -XX:MaxRAMPercentage=60
                        - -cp
                        - "@/app/jib-classpath-file"
                        - ${program}
                      env:
                        - name: FAULTLINE_POD
                          valueFrom: {fieldRef: {fieldPath: metadata.name}}
                        ${engines}
                        ${own}
                      # A load program listens nowhere: it lives while its first process does.
                      livenessProbe:
                        exec: {command: [sh, -c, "kill -0 1"]}
                        periodSeconds: 10
                      readinessProbe:
                        exec: {command: [sh, -c, "kill -0 1"]}
                        periodSeconds: 5
                      resources:
                        requests: {cpu: 250m, memory: 512Mi}
                        limits: {cpu: "2", memory: 768Mi}
                      securityContext:
                        ${security}
                      volumeMounts:
                        - {name: kafka-ca, mountPath: /etc/kafka-ca, readOnly: true}
                        - {name: tmp, mountPath: /tmp}
                        ${ledgerMount}
                    ${ledgerContainer}
                  volumes:
                    - name: kafka-ca
                      secret: {secretName: ${kafkaCa}, items: [{key: ca.crt, path: ca.crt}]}
                    - {name: tmp, emptyDir: {}}
                    ${ledgerVolume}
            """;

    private static final String LEDGER =
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: ${name}-ledger
              namespace: ${namespace}
              labels: {app: feeder}
            spec:
              # What a feeder has sent must outlive it.
              accessModes: [ReadWriteOnce]
              storageClassName: ${storageClass}
              resources: {requests: {storage: 1Gi}}
            """;

    /** A feeder ends when it has sent all; through this one its ledger can still be read. */
    private static final String LEDGER_CONTAINER =
            """
            - name: %s
              image: ${image}
              imagePullPolicy: IfNotPresent
              command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1; done"]
              livenessProbe:
                exec: {command: [sh, -c, "kill -0 1"]}
                periodSeconds: 10
              readinessProbe:
                exec: {command: [sh, -c, "kill -0 1"]}
                periodSeconds: 5
              resources:
                requests: {cpu: 10m, memory: 16Mi}
                limits: {cpu: 100m, memory: 32Mi}
              securityContext:
                ${security}
              volumeMounts:
                - {name: ledger, mountPath: /ledger}
            """
                    .formatted(Ledgers.CONTAINER);

    private static final String BUDGET =
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: ${name}
              namespace: ${namespace}
            spec:
              maxUnavailable: 1
              selector: {matchLabels: {faultline.pod/group: ${name}}}
            """;

    private LoadManifests() {}

    static List<Resource> of(Layout layout) {
        var stack = layout.stack();
        var resources = new ArrayList<Resource>();
        var common = common(layout);
        for (int i = 0; i < stack.feeders(); i++) {
            var values = new HashMap<>(common);
            values.put("name", "feeder-" + i);
            values.put("component", "feeder");
            values.put("sinkLabel", "");
            values.put("program", "faultline.load.Feeder");
            values.put(
                    "own",
                    """
                    - {name: FAULTLINE_ORDINAL, value: "%d"}
                    - {name: FAULTLINE_LEDGER, value: /ledger}
                    """
                            .formatted(i));
            values.put("ledgerMount", "- {name: ledger, mountPath: /ledger}");
            values.put("ledgerContainer", Resource.fillIn(LEDGER_CONTAINER, common));
            values.put(
                    "ledgerVolume",
                    "- {name: ledger, persistentVolumeClaim: {claimName: feeder-%d-ledger}}"
                            .formatted(i));
            resources.add(Resource.of(LEDGER, values));
            resources.add(Resource.of(DEPLOYMENT, values));
        }
        for (var sink : stack.sinks()) {
            var values = new HashMap<>(common);
            values.put("name", Stack.group(sink));
            values.put("component", "consumer");
            values.put("sinkLabel", "sink: " + sink);
            values.put("program", "faultline.load.Consumer");
            values.put("ledgerMount", "");
            values.put("ledgerContainer", "");
            values.put("ledgerVolume", "");
            values.put(
                    "own",
                    """
                    - {name: FAULTLINE_SINK, value: %s}
                    - {name: FAULTLINE_GROUP, value: %s}
                    """
                                    .formatted(sink, Stack.group(sink))
                            + Resource.fillIn(SINKS, common));
            resources.add(Resource.of(DEPLOYMENT, values));
            resources.add(Resource.of(BUDGET, values));
        }
        return resources;
    }

    private static Map<String, String> common(Layout layout) {
        var stack = layout.stack();
        var values = new HashMap<String, String>();
        values.put("namespace", Selector.NAMESPACE);
        values.put("image", layout.loadImage());
        values.put("kafka", Names.kafkaAddress());
        values.put("topic", Names.TOPIC);
        values.put("kafkaUser", Names.USER);
        values.put("kafkaCa", Names.KAFKA_CA);
        values.put("database", Names.DATABASE);
        values.put(
                "mariadb",
                String.join(
                        ",",
                        Snippets.hosts(
                                Names.MARIADB,
                                Names.MARIADB + "-internal",
                                stack.databases(),
                                Ports.MARIADB)));
        values.put("mariadbUser", Names.USER);
        values.put("mariadbSecret", Names.MARIADB_SECRET);
        values.put(
                "influxdb",
                String.join(
                        ",",
                        Snippets.hosts(
                                        Names.INFLUXDB,
                                        Names.INFLUXDB,
                                        stack.series(),
                                        Ports.INFLUXDB)
                                .stream()
                                .map(host -> "http://" + host)
                                .toList()));
        values.put("organisation", Names.USER);
        values.put("influxdbSecret", Names.INFLUXDB_SECRET);
        values.put("storageClass", layout.storageClass());
        values.put("security", Snippets.CONTAINER_SECURITY);
        values.put("engines", Resource.fillIn(ENGINES, values));
        return values;
    }
}
