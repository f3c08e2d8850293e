package faultline.chaos;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A manifest with its targets written out, so that applying it again draws nothing. */
final class Resolved {

    private Resolved() {}

    /**
     * @param targets names of the pods of the selector
     * @param others names of the pods of the target, where the manifest has one
     */
    static Map<String, Object> document(
            Manifest manifest, List<String> targets, Optional<List<String>> others) {
        var top = new Fields(manifest.source(), "", manifest.document());
        var spec = drawn(manifest.spec().values(), targets);
        others.ifPresent(pods ->
                spec.put(
                        "target",
                        Collections.unmodifiableMap(
                                drawn(manifest.spec().child("target").values(), pods))));
        var metadata = new LinkedHashMap<>(top.child("metadata").values());
        metadata.putIfAbsent("namespace", Selector.NAMESPACE);
        var document = new LinkedHashMap<>(manifest.document());
        document.put("metadata", Collections.unmodifiableMap(metadata));
        document.put("spec", Collections.unmodifiableMap(spec));
        return Collections.unmodifiableMap(document);
    }

    private static Map<String, Object> drawn(Map<String, Object> where, List<String> pods) {
        var drawn = new LinkedHashMap<>(where);
        drawn.put("selector", Map.of("pods", Map.of(Selector.NAMESPACE, pods)));
        drawn.put("mode", Mode.Rule.ALL.label());
        drawn.remove("value");
        return drawn;
    }
}
