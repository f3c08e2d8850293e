package faultline.chaos;

/** Short ways to a NetworkChaos and a StressChaos for tests. */
final class Networks {

    private Networks() {}

    /** One on all pods of kafka. */
    static Manifest network(String fields) {
        return network(fields, "labelSelectors: {app: kafka}");
    }

    /**
     * @param fields of the spec besides the selector, the mode and the duration, on one line
     */
    static Manifest network(String fields, String selector) {
        return fault("NetworkChaos", fields, "all", selector);
    }

    static Manifest stress(String fields) {
        return fault("StressChaos", fields, "all", "labelSelectors: {app: kafka}");
    }

    static Manifest fault(String kind, String fields, String mode, String selector) {
        return Manifest.parse(
                "f.yaml",
                """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: %s
                metadata: {name: f}
                spec: {%s, mode: %s, duration: 10s, selector: {%s}}
                """
                        .formatted(kind, fields, mode, selector));
    }
}
