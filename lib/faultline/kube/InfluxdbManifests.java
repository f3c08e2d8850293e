package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.Ports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** InfluxDB instances, which know nothing of each other: Kafka is the log that they replicate. */
final class InfluxdbManifests {

    private static final String SET =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: ${name}
              namespace: ${namespace}
              labels: {app: influxdb}
            spec:
              replicas: ${replicas}
              serviceName: ${name}
              podManagementPolicy: Parallel
              selector: {matchLabels: {app: influxdb}}
              persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
              template:
                metadata:
                  labels: {app: influxdb}
                spec:
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  terminationGracePeriodSeconds: 60
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 1000
                    runAsGroup: 1000
                    fsGroup: 1000
                    fsGroupChangePolicy: OnRootMismatch
                    seccompProfile: {type: RuntimeDefault}
                  topologySpreadConstraints:
                    ${spread}
                  containers:
                    - name: influxdb
                      image: ${image}
                      imagePullPolicy: IfNotPresent
                      ports:
                        - {name: http, containerPort: ${port}}
                      env:
                        - {name: DOCKER_INFLUXDB_INIT_MODE, value: setup}
                        - {name: DOCKER_INFLUXDB_INIT_ORG, value: ${organisation}}
                        - {name: DOCKER_INFLUXDB_INIT_BUCKET, value: ${database}}
                        - {name: DOCKER_INFLUXDB_INIT_USERNAME, value: ${user}}
                        - name: DOCKER_INFLUXDB_INIT_PASSWORD
                          valueFrom: {secretKeyRef: {name: ${secret}, key: password}}
                        - name: DOCKER_INFLUXDB_INIT_ADMIN_TOKEN
                          valueFrom: {secretKeyRef: {name: ${secret}, key: token}}
                        - {name: INFLUXD_REPORTING_DISABLED, value: "true"}
                      startupProbe:
                        httpGet: {path: /health, port: http}
                        periodSeconds: 5
                        failureThreshold: 60
                      readinessProbe:
                        httpGet: {path: /health, port: http}
                        periodSeconds: 5
                      livenessProbe:
                        httpGet: {path: /ping, port: http}
                        periodSeconds: 10
                        failureThreshold: 6
                      resources:
                        requests: {cpu: 250m, memory: 1Gi}
                        limits: {cpu: "2", memory: 2Gi}
                      securityContext:
                        ${security}
                      volumeMounts:
                        - {name: data, mountPath: /var/lib/influxdb2}
                        - {name: config, mountPath: /etc/influxdb2}
                        - {name: tmp, mountPath: /tmp}
                  volumes:
                    - {name: config, emptyDir: {}}
                    - {name: tmp, emptyDir: {}}
              volumeClaimTemplates:
                - metadata: {name: data}
                  spec:
                    accessModes: [ReadWriteOnce]
                    storageClassName: ${storageClass}
                    resources: {requests: {storage: ${size}}}
            """;

    private static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: ${name}
              namespace: ${namespace}
              labels: {app: influxdb}
            spec:
              # Headless: each instance is written to by its own name.
              clusterIP: None
              publishNotReadyAddresses: false
              selector: {app: influxdb}
              ports:
                - {name: http, port: ${port}, targetPort: http}
            """;

    private static final String BUDGET =
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: ${name}
              namespace: ${namespace}
            spec:
              maxUnavailable: 1
              selector: {matchLabels: {app: influxdb}}
            """;

    private InfluxdbManifests() {}

    static List<Resource> of(Layout layout) {
        var values = new HashMap<String, String>();
        values.put("namespace", Selector.NAMESPACE);
        values.put("name", Names.INFLUXDB);
        values.put("replicas", Integer.toString(layout.stack().series()));
        values.put("image", Image.INFLUXDB.reference(layout.mirror()));
        values.put("port", Integer.toString(Ports.INFLUXDB));
        values.put("organisation", Names.USER);
        values.put("database", Names.DATABASE);
        values.put("user", Names.USER);
        values.put("secret", Names.INFLUXDB_SECRET);
        values.put("size", layout.influxdbSize());
        values.put("storageClass", layout.storageClass());
        values.put("spread", Snippets.spread(layout, "app", "influxdb"));
        values.put("security", Snippets.CONTAINER_SECURITY);
        return Stream.of(SERVICE, SET, BUDGET)
                .map(template -> Resource.of(template, values))
                .toList();
    }

    /** The Secret that nothing on the cluster draws by itself. */
    static Resource secret(Map<String, String> drawn) {
        return Resource.of(
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: ${name}
                  namespace: ${namespace}
                type: Opaque
                stringData:
                  password: ${password}
                  token: ${token}
                """,
                Map.of(
                        "name",
                        Names.INFLUXDB_SECRET,
                        "namespace",
                        Selector.NAMESPACE,
                        "password",
                        drawn.get("password"),
                        "token",
                        drawn.get("token")));
    }
}
