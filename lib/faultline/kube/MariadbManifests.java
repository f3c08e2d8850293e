package faultline.kube;

import faultline.chaos.Selector;
import faultline.stack.GaleraSettings;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** MariaDB Galera as mariadb-operator runs it. */
final class MariadbManifests {

    private static final String CLUSTER =
            """
            apiVersion: k8s.mariadb.com/v1alpha1
            kind: MariaDB
            metadata:
              name: ${name}
              namespace: ${namespace}
            spec:
              image: ${image}
              replicas: ${replicas}
              replicasAllowEvenNumber: ${even}
              # The operator draws both passwords and keeps each in the Secret that is named here.
              rootPasswordSecretKeyRef: {name: mariadb-root, key: password, generate: true}
              username: ${user}
              database: ${database}
              passwordSecretKeyRef: {name: ${secret}, key: password, generate: true}
              storage:
                size: ${size}
                storageClassName: ${storageClass}
                # What a run has stored goes with the stack.
                pvcRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
              galera:
                enabled: ${galera}
                sst: mariabackup
                replicaThreads: ${threads}
                # A donor that copies to a joiner goes on serving: mariabackup does not block it.
                availableWhenDonor: true
                config: {reuseStorageVolume: true}
                primary: {podIndex: 0, autoFailover: true}
                # Both come with the operator, of whose version they must be.
                initContainer:
                  image: ${operatorImage}
                  resources:
                    requests: {cpu: 50m, memory: 64Mi}
                    limits: {cpu: 500m, memory: 128Mi}
                  securityContext:
                    ${security}
                agent:
                  image: ${operatorImage}
                  resources:
                    requests: {cpu: 50m, memory: 64Mi}
                    limits: {cpu: 500m, memory: 128Mi}
                  securityContext:
                    ${security}
                recovery:
                  enabled: true
                  # With more, the operator would restart healthy nodes to mend a broken one.
                  minClusterSize: 1
                  clusterMonitorInterval: 10s
                  clusterHealthyTimeout: 30s
                  clusterBootstrapTimeout: 10m
                  podRecoveryTimeout: 5m
                  podSyncTimeout: 5m
                  job:
                    podAffinity: true
                    resources:
                      requests: {cpu: 100m, memory: 256Mi}
                      limits: {cpu: "1", memory: 1Gi}
                providerOptions:
                  ${provider}
              myCnf: |
                [mariadb]
                ${options}
              affinity:
                ${affinity}
              podMetadata:
                labels: {app: mariadb}
              podDisruptionBudget: {maxUnavailable: 1}
              resources:
                requests: {cpu: 500m, memory: 2Gi}
                limits: {cpu: "2", memory: 2Gi}
              # Up to ten minutes for a copy of the whole state before the pod is started again.
              startupProbe: {failureThreshold: 60, periodSeconds: 10, timeoutSeconds: 5}
              readinessProbe: {periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 5}
              livenessProbe: {periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5}
              podSecurityContext:
                runAsNonRoot: true
                runAsUser: 999
                runAsGroup: 999
                fsGroup: 999
                seccompProfile: {type: RuntimeDefault}
              securityContext:
                ${security}
              volumes:
                - {name: tmp, emptyDir: {}}
                - {name: run, emptyDir: {}}
              volumeMounts:
                - {name: tmp, mountPath: /tmp}
                - {name: run, mountPath: /run/mysqld}
              service: {type: ClusterIP}
              primaryService: {type: ClusterIP}
              secondaryService: {type: ClusterIP}
              updateStrategy: {type: ReplicasFirstPrimaryLast}
            """;

    private static final String GRANT =
            """
            apiVersion: k8s.mariadb.com/v1alpha1
            kind: Grant
            metadata:
              name: faultline-everywhere
              namespace: ${namespace}
            spec:
              mariaDbRef: {name: ${name}}
              username: ${user}
              # Every run makes and drops a database of its own.
              privileges: [ALL PRIVILEGES]
              database: "*"
              table: "*"
              host: "%"
            """;

    private MariadbManifests() {}

    static List<Resource> of(Layout layout) {
        var nodes = layout.stack().databases();
        var values = new HashMap<String, String>();
        values.put("namespace", Selector.NAMESPACE);
        values.put("name", Names.MARIADB);
        values.put("image", Image.MARIADB.reference(layout.mirror()));
        values.put("operatorImage", Image.MARIADB_OPERATOR.reference(layout.mirror()));
        values.put("replicas", Integer.toString(nodes));
        values.put("even", Boolean.toString(nodes % 2 == 0));
        values.put("galera", Boolean.toString(nodes > 1));
        values.put("user", Names.USER);
        values.put("database", Names.DATABASE);
        values.put("secret", Names.MARIADB_SECRET);
        values.put("size", layout.mariadbSize());
        values.put("storageClass", layout.storageClass());
        values.put("threads", GaleraSettings.shared().get("wsrep_slave_threads"));
        values.put("provider", Snippets.texts(provider()));
        values.put("options", options());
        values.put("affinity", affinity(layout.sameNode()));
        values.put("security", Snippets.CONTAINER_SECURITY);
        return List.of(Resource.of(CLUSTER, values), Resource.of(GRANT, values));
    }

    /** What both platforms share, but nodes that were all killed must not find each other again. */
    private static Map<String, String> provider() {
        var options = new LinkedHashMap<>(GaleraSettings.provider());
        // Containers start without a start position. With pc.recovery they re-form a cluster that
        // says Synced and holds other rows on each node; without it they wait for the operator,
        // which asks each for its position and bootstraps the highest.
        options.put("pc.recovery", "false");
        return options;
    }

    private static String options() {
        var options = new LinkedHashMap<>(GaleraSettings.shared());
        // The operator writes these itself, from the fields of the resource.
        for (var owned :
                List.of(
                        "wsrep_on",
                        "binlog_format",
                        "default_storage_engine",
                        "innodb_autoinc_lock_mode",
                        "wsrep_slave_threads")) options.remove(owned);
        // Nodes have disks and memory of their own here, and may lose their power one by one.
        options.put("innodb_flush_log_at_trx_commit", "1");
        options.put("innodb_buffer_pool_size", "1G");
        options.put("innodb_log_file_size", "256M");
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String affinity(boolean sameNode) {
        var term = "{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: %s}}}";
        return "podAntiAffinity:\n"
                + (sameNode
                                ? "  preferredDuringSchedulingIgnoredDuringExecution:\n"
                                        + "    - {weight: 100, podAffinityTerm: %s}\n"
                                : "  requiredDuringSchedulingIgnoredDuringExecution:\n    - %s\n")
                        .formatted(term.formatted(Names.MARIADB));
    }
}
