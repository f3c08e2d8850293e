package faultline.chaos;

import java.util.LinkedHashMap;
import java.util.Map;

/** One valid spec of each kind and action that only Chaos Mesh runs, and of those that run here. */
final class EveryKind {

    private static final String ON_PODS =
            ", mode: one, duration: 10s, selector: {labelSelectors: {app: kafka}}";

    private EveryKind() {}

    /** Specs on one line by kind. */
    static Map<String, String> specs() {
        var specs = new LinkedHashMap<String, String>();
        specs.put("PodChaos", "action: pod-failure" + ON_PODS);
        specs.put(
                "NetworkChaos",
                "action: netem, direction: both, target: {mode: all, selector: {labelSelectors:"
                        + " {app: mariadb}}}, delay: {latency: 20ms, jitter: 5ms, correlation:"
                        + " \"25\", reorder: {reorder: \"5\", correlation: \"10\", gap: 5}}, loss:"
                        + " {loss: \"1\", correlation: \"25\"}, duplicate: {duplicate: \"0.5\"},"
                        + " corrupt: {corrupt: \"0.1\"}, rate: {rate: 10mbps}"
                        + ON_PODS);
        specs.put(
                "StressChaos",
                "stressors: {cpu: {workers: 2, load: 50}, memory: {workers: 1, size: 256MB,"
                        + " oomScoreAdj: -500}}, containerNames: [kafka]"
                        + ON_PODS);
        specs.put(
                "IOChaos",
                "action: latency, volumePath: /data, path: /data/*, methods: [read, write],"
                        + " percent: 50, delay: 100ms"
                        + ON_PODS);
        specs.put("TimeChaos", "timeOffset: -10m, clockIds: [CLOCK_REALTIME]" + ON_PODS);
        specs.put("DNSChaos", "action: error, patterns: [google.com, 'github.*']" + ON_PODS);
        specs.put(
                "KernelChaos",
                "failKernRequest: {failtype: 0, callchain: [{funcname: __x64_sys_mount}],"
                        + " headers: [linux/fs.h], probability: 5, times: 1}"
                        + ON_PODS);
        specs.put(
                "HTTPChaos",
                "target: Request, port: 8086, method: POST, path: /write, delay: 100ms, patch:"
                        + " {queries: [[a, b]]}, tls: {secretName: s, secretNamespace: n,"
                        + " certName: c, keyName: k}"
                        + ON_PODS);
        specs.put(
                "JVMChaos",
                "action: latency, class: A, method: b, latency: 100, port: 9277" + ON_PODS);
        specs.put(
                "BlockChaos",
                "action: delay, volumeName: data, delay: {latency: 10ms, jitter: 1ms,"
                        + " correlation: \"5\"}"
                        + ON_PODS);
        specs.put(
                "AWSChaos",
                "action: detach-volume, awsRegion: eu-1, ec2Instance: i-1, volumeID: v-1,"
                        + " deviceName: /dev/sdf, duration: 1m");
        specs.put(
                "AzureChaos",
                "action: disk-detach, subscriptionID: s, resourceGroupName: g, vmName: v,"
                        + " diskName: d, lun: 0, duration: 1m");
        specs.put(
                "GCPChaos",
                "action: disk-loss, project: p, zone: z, instance: i, deviceNames: [d],"
                        + " duration: 1m");
        specs.put(
                "PhysicalMachineChaos",
                "action: network-delay, mode: one, address: ['10.0.0.1:31767'], duration: 10s,"
                        + " network-delay: {device: eth0, latency: 10ms, ip-address: 10.0.0.2}");
        specs.put(
                "StatusCheck",
                "mode: Continuous, type: HTTP, duration: 1m, timeoutSeconds: 2, intervalSeconds: 1,"
                        + " failureThreshold: 2, successThreshold: 1, recordsHistoryLimit: 10,"
                        + " http: {url: 'http://127.0.0.1/ping', method: GET, headers: {a: [b]},"
                        + " criteria: {statusCode: '200'}}");
        return specs;
    }

    static String document(String kind, String spec) {
        return """
        apiVersion: chaos-mesh.org/v1alpha1
        kind: %s
        metadata: {name: one}
        spec: {%s}
        """
                .formatted(kind, spec);
    }
}
