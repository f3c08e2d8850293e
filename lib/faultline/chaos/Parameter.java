package faultline.chaos;

import faultline.plan.BadInput;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scalar of a spec that a sweep sets to several values.
 *
 * @param path names from the spec down to it
 */
record Parameter(List<String> path) {

    /** What is chosen by other means, or would change which pods are hit. */
    private static final List<String> FIXED = List.of("selector", "target", "mode", "value");

    /** The field that is called so, by its last names. */
    static Parameter find(Fields spec, String name) {
        var all = new ArrayList<List<String>>();
        collect(spec.values(), List.of(), all);
        var found =
                all.stream()
                        .filter(path -> ("." + String.join(".", path)).endsWith("." + name))
                        .toList();
        if (found.size() != 1)
            throw new BadInput(
                    spec.source(),
                    spec.path(),
                    "%d fields that are called \"%s\"".formatted(found.size(), name),
                    String.join(", ", all.stream().map(path -> String.join(".", path)).toList()));
        return new Parameter(found.getFirst());
    }

    private static void collect(Map<?, ?> fields, List<String> above, List<List<String>> found) {
        fields.forEach((key, value) -> {
            if (above.isEmpty() && FIXED.contains(key)) return;
            var path = new ArrayList<>(above);
            path.add((String) key);
            if (value instanceof Map<?, ?> map) collect(map, path, found);
            else if (!(value instanceof List<?>)) found.add(List.copyOf(path));
        });
    }

    Manifest set(Manifest manifest, String value) {
        var document = new LinkedHashMap<>(manifest.document());
        document.put("spec", changed(manifest.spec().values(), 0, value));
        return Manifest.of(manifest.source(), document);
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private Map<String, Object> changed(Map<String, Object> fields, int depth, String value) {
        var changed = new LinkedHashMap<>(fields);
        changed.compute(
                path.get(depth),
                (key, old) ->
                        old instanceof Map<?, ?> map
                                ? changed((Map<String, Object>) map, depth + 1, value)
                                : typed(old, value));
        return changed;
    }

    /** As the value that stands there; what cannot be so is left for the schema to refuse. */
    private static Object typed(Object old, String value) {
        if (old instanceof Number && value.matches("-?\\d{1,18}")) return Long.valueOf(value);
        if (old instanceof Boolean && value.matches("true|false")) return Boolean.valueOf(value);
        return value;
    }
}
