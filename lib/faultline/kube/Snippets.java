package faultline.kube;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pieces of YAML that several manifests share. */
final class Snippets {

    /** Of every container of the kit: it may do nothing that its program does not need. */
    static final String CONTAINER_SECURITY =
            """
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            capabilities: {drop: [ALL]}
            """;

    private Snippets() {}

    /** {@code name: "value"} lines; every value is a text. */
    static String texts(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> "%s: \"%s\"\n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    /** Keeps pods with this label on nodes of their own, or at least tries to. */
    static String spread(Layout layout, String label, String value) {
        return """
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: %s
          labelSelector: {matchLabels: {%s: %s}}
        """
                .formatted(layout.sameNode() ? "ScheduleAnyway" : "DoNotSchedule", label, value);
    }

    /** Addresses of pods of a headless service, {@code influxdb-0.influxdb:8086}. */
    static List<String> hosts(String set, String service, int count, int port) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "%s-%d.%s:%d".formatted(set, i, service, port))
                .toList();
    }
}
