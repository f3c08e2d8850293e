package faultline.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report must tell of a cluster. */
final class ClusterFacts {

    /** What the pod network puts around each packet. */
    private static final int VXLAN_BYTES = 50;

    private ClusterFacts() {}

    static Map<String, Object> of(ClusterPlan plan, List<Facts> all) {
        var told = new LinkedHashMap<String, Object>();
        told.put("target", plan.target());
        told.put("k3s", plan.k3s().version());
        told.put("k3s_sha256", plan.k3s().sha256());
        told.put("servers", plan.servers());
        told.put("pod_range", plan.podRange());
        told.put("service_range", plan.serviceRange());
        all.stream()
                .map(facts -> facts.text("mtu"))
                .filter(mtu -> mtu.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .min()
                .ifPresent(mtu -> told.put("pod_mtu", mtu - VXLAN_BYTES));
        told.put("hosts", all.stream().map(facts -> host(plan, facts)).toList());
        return told;
    }

    private static Map<String, Object> host(ClusterPlan plan, Facts facts) {
        var told = new LinkedHashMap<String, Object>();
        told.put("name", facts.host().name());
        told.put("role", plan.isServer(facts.host()) ? "server" : "agent");
        told.put("address", facts.address());
        told.put("device", facts.text("device"));
        told.put("data", facts.store().folder());
        told.put("data_device", facts.store().device().orElse(""));
        told.put("system", facts.text("system"));
        told.put("kernel", facts.text("kernel"));
        told.put("control_groups", facts.hasGroupsVersion1() ? 1 : 2);
        told.put("clock_ahead_ms", facts.ahead().toNanos() / 1e6);
        told.put("clock_bound_ms", facts.bound().toNanos() / 1e6);
        told.put("clock_synchronised", facts.text("synchronised"));
        return told;
    }
}
