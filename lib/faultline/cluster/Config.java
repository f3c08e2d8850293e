package faultline.cluster;

import faultline.plan.Yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of k3s on one host: a file, so that nothing of it stands in an argument. */
final class Config {

    private static final String PORT = ":6443";

    private Config() {}

    /**
     * The text of {@code config.yaml}.
     *
     * @param all facts of all hosts, in the order of the plan
     */
    static String of(ClusterPlan plan, Facts own, List<Facts> all) {
        var folder = own.store().folder();
        var config = new LinkedHashMap<String, Object>();
        config.put("node-name", own.host().label());
        config.put("node-ip", own.address());
        config.put("flannel-iface", own.text("device"));
        config.put("token-file", Install.TOKEN);
        config.put("data-dir", folder + "/k3s");
        // Not below data-dir by itself: volumes and logs of containers would fill the small root.
        config.put("kubelet-arg", List.of("root-dir=" + folder + "/kubelet"));
        join(config, own, all);
        if (plan.isServer(own.host())) serve(config, plan, all, folder);
        return Yaml.print(config);
    }

    /**
     * The first server begins the cluster, the others join it. Who is a member keeps the line with
     * which it became one: a first server that comes back empty joins those that are left.
     */
    private static void join(Map<String, Object> config, Facts own, List<Facts> all) {
        if (own.isMember() && own.has("cluster-init")) config.put("cluster-init", true);
        else if (own.isMember() && own.has("server")) config.put("server", own.text("server"));
        else {
            var first = all.getFirst();
            var known = all.stream().filter(Facts::isMember).findFirst();
            if (own.equals(first) && known.isEmpty()) config.put("cluster-init", true);
            else config.put("server", "https://" + known.orElse(first).address() + PORT);
        }
    }

    private static void serve(
            Map<String, Object> config, ClusterPlan plan, List<Facts> all, String folder) {
        config.put("cluster-cidr", plan.podRange());
        config.put("service-cidr", plan.serviceRange());
        config.put("cluster-dns", plan.nameServer());
        var names = new ArrayList<String>();
        all.stream().limit(plan.servers()).map(Facts::address).forEach(names::add);
        names.add("127.0.0.1");
        config.put("tls-san", names);
        config.put("disable", List.of("traefik", "servicelb"));
        config.put("default-local-storage-path", folder + "/volumes");
        config.put("embedded-registry", true);
        config.put("write-kubeconfig-mode", "0600");
        if (plan.hosts().size() > plan.servers())
            config.put("node-taint", List.of("node-role.kubernetes.io/control-plane:NoSchedule"));
    }
}
