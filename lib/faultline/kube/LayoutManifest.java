package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Section;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;
import faultline.stack.Protection;
import faultline.stack.Stack;

import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The layout, kept beside the stack: whoever measures it or removes it need not name it again. */
final class LayoutManifest {

    private static final String NAME = "faultline-layout";
    private static final String KEY = "layout.json";

    private LayoutManifest() {}

    static Resource of(Layout layout) {
        return Resource.of(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: ${name}
                  namespace: ${namespace}
                data:
                  ${key}: '${layout}'
                """,
                Map.of(
                        "name",
                        NAME,
                        "namespace",
                        Selector.NAMESPACE,
                        "key",
                        KEY,
                        "layout",
                        Yaml.json(toMap(layout))));
    }

    /** What is deployed; empty where nothing is. */
    static Optional<Layout> find(KubernetesClient client) {
        var found = client.configMaps().inNamespace(Selector.NAMESPACE).withName(NAME).get();
        return Optional.ofNullable(found).map(map -> read(map.getData().get(KEY)));
    }

    /**
     * What is deployed.
     *
     * @throws Unavailable where nothing is
     */
    static Layout require(KubernetesClient client) {
        return find(client)
                .orElseThrow(() ->
                        new Unavailable(
                                "no stack is deployed in the namespace %s of this cluster"
                                        .formatted(Selector.NAMESPACE),
                                "./jbang deploy --platform kubernetes"));
    }

    private static Map<String, Object> toMap(Layout layout) {
        var stack = layout.stack();
        var map = new LinkedHashMap<String, Object>();
        map.put("brokers", stack.brokers());
        map.put("databases", stack.databases());
        map.put("series", stack.series());
        map.put("feeders", stack.feeders());
        map.put("consumers", stack.consumers());
        map.put("protection", stack.protection().toMap());
        map.put("partitions", layout.partitions());
        map.put("storage_class", layout.storageClass());
        map.put("kafka_size", layout.kafkaSize());
        map.put("mariadb_size", layout.mariadbSize());
        map.put("influxdb_size", layout.influxdbSize());
        map.put("registry_mirror", layout.mirror());
        map.put("load_image", layout.loadImage());
        map.put("same_node", layout.sameNode());
        map.put("autoscale", layout.autoscale());
        return map;
    }

    private static Layout read(String json) {
        var map = Section.of("ConfigMap " + NAME, Yaml.parseJson(json));
        var stack =
                new Stack(
                        map.number("brokers").intValue(),
                        map.number("databases").intValue(),
                        map.number("series").intValue(),
                        map.number("feeders").intValue(),
                        map.number("consumers").intValue(),
                        Protection.of(map.file(), "protection.", map.child("protection").values()));
        return new Layout(
                stack,
                map.number("partitions").intValue(),
                (String) map.values().get("storage_class"),
                (String) map.values().get("kafka_size"),
                (String) map.values().get("mariadb_size"),
                (String) map.values().get("influxdb_size"),
                (String) map.values().get("registry_mirror"),
                (String) map.values().get("load_image"),
                Boolean.TRUE.equals(map.values().get("same_node")),
                Boolean.TRUE.equals(map.values().get("autoscale")));
    }
}
