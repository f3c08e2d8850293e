package faultline.chaos;

import faultline.stack.PodSpec;
import faultline.stack.Stack;

import java.util.List;

/** The pods that the tests of this room choose from, and a manifest to start from. */
final class Pods {

    /** Three brokers, three databases, two series stores, two feeders, two consumers a sink. */
    static final List<PodSpec> PODS = new Stack(3, 3, 2, 2, 2).pods();

    static final String VALID =
            """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: PodChaos
            metadata:
              name: down
              namespace: faultline
            spec:
              action: pod-failure
              mode: fixed
              value: "1"
              duration: 5s
              selector:
                namespaces: [faultline]
                labelSelectors:
                  app: mariadb
            """;

    private Pods() {}

    /** The valid manifest with one text replaced; {@code \n} in it begins a new line. */
    static String mutated(String from, String to) {
        if (!VALID.contains(from)) throw new IllegalArgumentException("not there: " + from);
        return VALID.replace(from, to == null ? "" : to.replace("\\n", "\n"));
    }

    /** A pod-kill of everything that {@code selector}, written in one line, selects. */
    static Manifest killAll(String selector) {
        return kill("all", null, selector);
    }

    static Manifest kill(String mode, String value, String selector) {
        return Manifest.parse(
                "kill.yaml",
                """
                apiVersion: chaos-mesh.org/v1alpha1
                kind: PodChaos
                metadata: {name: kill}
                spec: {action: pod-kill, mode: %s, %sselector: %s}
                """
                        .formatted(
                                mode,
                                value == null ? "" : "value: \"%s\", ".formatted(value),
                                selector));
    }
}
