package faultline.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report must tell of a cluster. */
final class ClusterFacts {

    private ClusterFacts() {}

    /** Of {@code all} hosts as they were before, in the order of the plan, and as they are now. */
    static Map<String, Object> of(ClusterPlan plan, List<Facts> all, List<Settled> settled) {
        var told = new LinkedHashMap<String, Object>();
        told.put("target", plan.target());
        told.put("k3s", plan.k3s().version());
        told.put("k3s_sha256", plan.k3s().sha256());
        told.put("servers", plan.servers());
        told.put("pod_range", plan.podRange());
        told.put("service_range", plan.serviceRange());
        settled.stream()
                .flatMap(each -> each.podMtuBytes().stream())
                .min(Comparator.naturalOrder())
                .ifPresent(mtu -> told.put("pod_mtu_bytes", mtu));
        told.put("image_archives", plan.images().stream().map(ClusterFacts::archive).toList());
        var hosts = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < all.size(); i++) hosts.add(host(plan, all.get(i), settled.get(i)));
        told.put("hosts", hosts);
        return told;
    }

    private static Map<String, Object> archive(ImageArchive archive) {
        var told = new LinkedHashMap<String, Object>();
        told.put("file", archive.name());
        told.put("sha256", archive.sha256());
        told.put("images", archive.images());
        return told;
    }

    private static Map<String, Object> host(ClusterPlan plan, Facts facts, Settled settled) {
        var told = new LinkedHashMap<String, Object>();
        told.put("name", facts.host().name());
        told.put("role", plan.isServer(facts.host()) ? "server" : "agent");
        told.put("address", facts.address());
        told.put("device", facts.text("device"));
        told.put("mtu_bytes", facts.text("mtu"));
        told.put("data", facts.store().folder());
        told.put("data_device", facts.store().device().orElse(""));
        settled.syncMillis().ifPresent(millis -> told.put("sync_p99_ms", millis));
        told.put("system", facts.text("system"));
        told.put("kernel", facts.text("kernel"));
        told.put("control_groups", facts.hasGroupsVersion1() ? 1 : 2);
        told.put("clock_ahead_ms", facts.ahead().toNanos() / 1e6);
        told.put("clock_bound_ms", facts.bound().toNanos() / 1e6);
        told.put("clock_synchronised", facts.text("synchronised"));
        return told;
    }
}
