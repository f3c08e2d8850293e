package faultline.net;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import faultline.chaos.Manifest;
import faultline.chaos.NetworkChaos;
import faultline.chaos.NotSupported;

import java.util.List;
import java.util.Map;

/** Short ways to what an external target of a manifest means. */
final class OutsideTargets {

    private OutsideTargets() {}

    static List<String> pods(String target, Map<String, String> addresses) {
        var manifest =
                Manifest.parse(
                        "f.yaml",
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: NetworkChaos
                        metadata: {name: f}
                        spec: {action: delay, delay: {latency: 1ms}, mode: all, duration: 10s,
                          selector: {labelSelectors: {app: kafka}}, externalTargets: ["%s"]}
                        """
                                .formatted(target));
        var external = ((NetworkChaos) manifest.injection()).externalTargets().getFirst();
        return Outside.pods("f", external, addresses);
    }

    static String refusal(String target, Map<String, String> addresses) {
        return catchThrowableOfType(NotSupported.class, () -> pods(target, addresses)).getMessage();
    }
}
