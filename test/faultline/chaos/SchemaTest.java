package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds what we accept against Chaos Mesh's own schema, where that lies beside the checkout. */
@EnabledIf(value = "schemasAreThere", disabledReason = "../shared/crds is not beside the checkout")
class SchemaTest {

    private static final Path CRDS = Path.of("../shared/crds/chaosmesh");

    private static final Path PODCHAOS = CRDS.resolve("chaos-mesh.org_podchaos.yaml");

    private static Map<String, Object> schema;

    static boolean schemasAreThere() {
        return Files.isRegularFile(PODCHAOS);
    }

    @BeforeAll
    static void readSchema() throws IOException {
        var versions =
                (List<?>)
                        map(Yaml.parse("crd", Files.readString(PODCHAOS)), "spec").get("versions");
        schema = map(map((Map<?, ?>) versions.getFirst(), "schema"), "openAPIV3Schema");
    }

    @Test
    void everyFieldOfTheSchemaIsKnownAndNoOther() {
        assertThat(at("").keySet()).containsExactlyInAnyOrderElementsOf(Manifest.TOP_FIELDS);
        assertThat(at("spec").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Manifest.SPEC_FIELDS, PodChaos.FIELDS)
                                .flatMap(List::stream)
                                .toList());
        assertThat(at("spec.selector").keySet())
                .containsExactlyInAnyOrderElementsOf(Selector.FIELDS);
        var expression = map(map(at("spec.selector"), "expressionSelectors"), "items");
        assertThat(map(expression, "properties").keySet())
                .containsExactlyInAnyOrderElementsOf(LabelExpression.FIELDS);
    }

    @Test
    void everyEnumOfTheSchemaIsOurs() {
        assertThat(map(at("spec"), "action").get("enum"))
                .isEqualTo(Stream.of(PodAction.values()).map(PodAction::label).toList());
        assertThat(map(at("spec"), "mode").get("enum"))
                .isEqualTo(Stream.of(Mode.Rule.values()).map(Mode.Rule::label).toList());
    }

    @Test
    void theSchemaAsksForNothingThatWeDoNotCheck() {
        var keywords = new LinkedHashMap<String, Object>();
        collect("", map(map(schema, "properties"), "spec"), keywords);
        assertThat(keywords)
                .containsOnlyKeys(
                        "required",
                        "action.enum",
                        "gracePeriod.format",
                        "gracePeriod.minimum",
                        "mode.enum",
                        "selector.expressionSelectors.items.required")
                .containsEntry("gracePeriod.format", "int64")
                .containsEntry("gracePeriod.minimum", 0);
    }

    @Test
    void everyRequiredFieldIsRequiredHere() {
        for (var field : (List<?>) map(map(schema, "properties"), "spec").get("required")) {
            var document = new LinkedHashMap<>(Yaml.parse("valid", Pods.VALID));
            var spec = new LinkedHashMap<>(map(document, "spec"));
            spec.remove(field);
            document.put("spec", spec);
            assertThatThrownBy(() -> Manifest.of("bad.yaml", document))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith("bad.yaml: spec." + field + ": found nothing");
        }
    }

    @Test
    void manifestsAndStatusesThatWeWriteFitTheSchema() {
        for (var name : Shipped.NAMES) {
            var manifest = Shipped.find(name);
            assertThat(problems(schema, manifest.document(), name)).isEmpty();
            var fault = manifest.resolve(Pods.PODS, 1);
            var pod = fault.targets().getFirst();
            var status =
                    Status.of(fault)
                            .applying(pod)
                            .applyFailed(pod, Instant.EPOCH, "why")
                            .applying(pod)
                            .applied(pod, Instant.EPOCH)
                            .stopped();
            var whole = new LinkedHashMap<>(fault.manifest());
            whole.put("status", status.toMap());
            assertThat(problems(schema, whole, name)).isEmpty();
        }
    }

    @Test
    void everyKindOfChaosMeshIsKnownByName() throws IOException {
        var kinds = new ArrayList<Object>();
        try (var files = Files.list(CRDS)) {
            for (var file : files.toList())
                // the kind stands near the top; the whole of some files is a megabyte
                try (var lines = Files.lines(file)) {
                    kinds.add(
                            lines.filter(line -> line.startsWith("    kind: "))
                                    .findFirst()
                                    .orElseThrow()
                                    .substring("    kind: ".length()));
                }
        }
        assertThat(Kinds.ALL).hasSize(23).containsExactlyInAnyOrderElementsOf(texts(kinds));
    }

    private static List<String> texts(List<Object> values) {
        return values.stream().map(Object::toString).toList();
    }

    private static Map<String, Object> at(String path) {
        var node = schema;
        for (var name : path.isEmpty() ? new String[0] : path.split("\\."))
            node = map(map(node, "properties"), name);
        return map(node, "properties");
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Map<?, ?> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }

    /** Every keyword of a schema that restricts values, except types, by where it stands. */
    private static void collect(String path, Map<String, Object> node, Map<String, Object> found) {
        for (var entry : node.entrySet())
            switch (entry.getKey()) {
                case "properties" ->
                        map(node, "properties")
                                .keySet()
                                .forEach(name ->
                                        collect(
                                                path + name + ".",
                                                map(map(node, "properties"), name),
                                                found));
                case "items", "additionalProperties" ->
                        collect(path + entry.getKey() + ".", map(node, entry.getKey()), found);
                case "description", "type", "x-kubernetes-list-type" -> {}
                default -> found.put(path + entry.getKey(), entry.getValue());
            }
    }

    /** What a value breaks of a structural schema: types, required and unknown fields, enums. */
    private static List<String> problems(Map<String, Object> schema, Object value, String path) {
        var problems = new ArrayList<String>();
        if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value))
            problems.add(path + " is " + value);
        switch ((String) schema.get("type")) {
            case "object" -> {
                if (!(value instanceof Map<?, ?> object)) return List.of(path + " is no mapping");
                if (schema.get("required") instanceof List<?> required)
                    for (var field : required)
                        if (!object.containsKey(field)) problems.add(path + " lacks " + field);
                if (!schema.containsKey("properties")
                        && !schema.containsKey("additionalProperties"))
                    return problems; // metadata: not described
                object.forEach((key, inner) -> {
                    var field =
                            schema.containsKey("properties")
                                    ? map(map(schema, "properties"), (String) key)
                                    : map(schema, "additionalProperties");
                    if (field == null) problems.add(path + " has " + key);
                    else problems.addAll(problems(field, inner, path + "." + key));
                });
            }
            case "array" -> {
                if (!(value instanceof List<?> list)) return List.of(path + " is no list");
                for (var item : list)
                    problems.addAll(problems(map(schema, "items"), item, path + "[]"));
            }
            case "string" -> {
                if (!(value instanceof String)) problems.add(path + " is no text");
            }
            case "integer" -> {
                if (!(value instanceof Integer)) problems.add(path + " is no whole number");
            }
            case "boolean" -> {
                if (!(value instanceof Boolean)) problems.add(path + " is neither true nor false");
            }
            default -> problems.add(path + " has a type that is not checked");
        }
        return problems;
    }
}
