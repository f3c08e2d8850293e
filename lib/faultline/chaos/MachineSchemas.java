package faultline.chaos;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Chaos Mesh 2.8.3 allows in {@code spec} of the kinds that hit machines, not pods. */
final class MachineSchemas {

    private static final String COMMON = "duration text\nremoteCluster text\n";

    private static final String AWS =
            """
            action! text ec2-stop|ec2-restart|detach-volume
            awsRegion!, ec2Instance!, endpoint, secretName, volumeID, deviceName text
            """;

    private static final String AZURE =
            """
            action! text vm-stop|vm-restart|disk-detach
            subscriptionID!, resourceGroupName!, vmName!, secretName, diskName text
            lun whole64
            """;

    private static final String GCP =
            """
            action! text node-stop|node-reset|disk-loss
            project!, zone!, instance!, secretName text
            deviceNames list text
            """;

    private static final String PHYSICAL_MACHINE =
            """
            action! text stress-cpu|stress-mem|disk-read-payload|disk-write-payload|disk-fill|\
            network-corrupt|network-duplicate|network-loss|network-delay|\
            network-partition|network-dns|network-bandwidth|network-flood|network-down|\
            process|jvm-exception|jvm-gc|jvm-latency|jvm-return|jvm-stress|jvm-rule-data|\
            jvm-mysql|clock|redis-expiration|redis-penetration|redis-cacheLimit|\
            redis-restart|redis-stop|kafka-fill|kafka-flood|kafka-io|file-create|\
            file-modify|file-delete|file-rename|file-append|file-replace|vm|user_defined
            mode! text one|all|fixed|fixed-percent|random-max-percent
            value, uid text
            address list text
            selector mapping
              namespaces list text
              labelSelectors map text
              expressionSelectors list mapping
                key!, operator! text
                values list text
              annotationSelectors map text
              fieldSelectors map text
              physicalMachines map list text
            stress-cpu mapping
              load, workers whole64
              options list text
            stress-mem mapping
              size text
              options list text
            disk-fill mapping
              path, size text
              fill-by-fallocate bool
            disk-read-payload, disk-write-payload @Payload
            network-corrupt, network-duplicate, network-loss @Chance
            network-delay mapping
              latency, jitter, correlation, accept-tcp-flags, device, hostname, ip-address text
              ip-protocol, source-port, egress-port text
            network-partition mapping
              direction, accept-tcp-flags, device, hostname, ip-address, ip-protocol text
            network-dns mapping
              dns-server, dns-ip, dns-domain-name text
            network-bandwidth mapping
              rate! text
              limit! whole32 1..
              buffer! whole32 1..
              peakrate whole64
              minburst whole32
              device, hostname, ip-address text
            network-flood mapping
              rate!, duration!, ip-address, port text
              parallel whole32
            network-down mapping
              device, duration text
            process mapping
              process text
              signal whole64
              recoverCmd text
            clock mapping
              pid whole64
              time-offset, clock-ids-slice text
            jvm-exception mapping
              class, method, exception text
              pid whole64
              port whole32
            jvm-gc mapping
              pid whole64
              port whole32
            jvm-latency mapping
              class, method text
              latency, pid whole64
              port whole32
            jvm-return mapping
              class, method, value text
              pid whole64
              port whole32
            jvm-stress mapping
              cpu-count whole64
              mem-type text
              pid whole64
              port whole32
            jvm-rule-data mapping
              rule-data text
              pid whole64
              port whole32
            jvm-mysql mapping
              mysqlConnectorVersion, database, table, sqlType, exception text
              latency, pid whole64
              port whole32
            redis-expiration mapping
              addr, password, key, expiration, option text
            redis-penetration mapping
              addr, password text
              requestNum whole64
            redis-cacheLimit mapping
              addr, password, cacheSize, percent text
            redis-restart, redis-stop @Redis
            kafka-fill mapping
              host text
              port whole64
              username, password, topic text
              messageSize, maxBytes whole64
              reloadCommand text
            kafka-flood mapping
              host text
              port whole64
              username, password, topic text
              messageSize, threads whole64
            kafka-io mapping
              configFile, topic text
              nonReadable, nonWritable bool
            http-abort @HttpAbort
            http-delay @HttpDelay
            http-config mapping
              file_path text
            http-request mapping
              url text
              count whole64
              enable-conn-pool bool
            file-create mapping
              file-name, dir-name text
            file-modify mapping
              file-name text
              privilege whole32
            file-delete mapping
              file-name, dir-name text
            file-rename mapping
              source-file, dest-file text
            file-append mapping
              file-name, data text
              count whole64
            file-replace mapping
              file-name, origin-string, dest-string text
              line whole64
            vm mapping
              vm-name text
            user_defined mapping
              attackCmd, recoverCmd text
            """;

    private static final String CHANCE =
            """
            percent, correlation, device, hostname, ip-address, ip-protocol, source-port text
            egress-port text
            """;

    private static final String PAYLOAD = "path text\nsize text\npayload-process-num whole64\n";

    private static final String REDIS =
            "addr text\npassword text\nconf text\nflushConfig bool\nredisPath bool\n";

    private static final String HTTP_ABORT =
            """
            target! text
            proxy_ports! list whole64
            port whole32
            path, method, code text
            """;

    private MachineSchemas() {}

    /** The shape of {@code spec} by kind. */
    static Map<String, Shape> all() {
        var named =
                Map.of(
                        "Chance", Schema.parse(CHANCE, Map.of()),
                        "Payload", Schema.parse(PAYLOAD, Map.of()),
                        "Redis", Schema.parse(REDIS, Map.of()),
                        "HttpAbort", Schema.parse(HTTP_ABORT, Map.of()),
                        "HttpDelay", Schema.parse(HTTP_ABORT + "delay! text\n", Map.of()));
        var shapes = new LinkedHashMap<String, Shape>();
        shapes.put("AWSChaos", Schema.parse(COMMON + AWS, named));
        shapes.put("AzureChaos", Schema.parse(COMMON + AZURE, named));
        shapes.put("GCPChaos", Schema.parse(COMMON + GCP, named));
        shapes.put("PhysicalMachineChaos", Schema.parse(COMMON + PHYSICAL_MACHINE, named));
        return shapes;
    }
}
