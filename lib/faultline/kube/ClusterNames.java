package faultline.kube;

import faultline.chaos.Selector;

import io.fabric8.kubernetes.api.model.Pod;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pods are called here and on the cluster, as it was when a fault was made.
 *
 * @param byKit names on the cluster by those in the kit
 */
record ClusterNames(Map<String, String> byKit, Map<String, String> byCluster) {

    static ClusterNames of(Map<String, Pod> pods) {
        var byKit = new HashMap<String, String>();
        var byCluster = new HashMap<String, String>();
        pods.forEach((name, pod) -> {
            byKit.put(name, pod.getMetadata().getName());
            byCluster.put(pod.getMetadata().getName(), name);
        });
        return new ClusterNames(Map.copyOf(byKit), Map.copyOf(byCluster));
    }

    /** The name on the cluster; the kit's own where it is not known. */
    String onCluster(String pod) {
        return byKit.getOrDefault(pod, pod);
    }

    /** The name in the kit; the cluster's own where it is not known. */
    String inKit(String pod) {
        return byCluster.getOrDefault(pod, pod);
    }

    /** A resolved manifest with the names that its pods have on the cluster. */
    Map<String, Object> inManifest(Map<String, Object> manifest) {
        var document = new LinkedHashMap<>(manifest);
        var spec = new LinkedHashMap<>(map(manifest.get("spec")));
        select(spec);
        if (spec.get("target") != null) {
            var target = new LinkedHashMap<>(map(spec.get("target")));
            select(target);
            spec.put("target", target);
        }
        document.put("spec", spec);
        return document;
    }

    private void select(Map<String, Object> where) {
        var names = (List<?>) map(map(where.get("selector")).get("pods")).get(Selector.NAMESPACE);
        var pods = names.stream().map(pod -> onCluster(pod.toString())).toList();
        where.put("selector", Map.of("pods", Map.of(Selector.NAMESPACE, pods)));
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
