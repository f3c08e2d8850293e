package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds our shapes against Chaos Mesh's own schemas, where those lie beside the checkout. */
@EnabledIf(value = "schemasAreThere", disabledReason = "../shared/crds is not beside the checkout")
class SchemaTest {

    private static final Path CRDS = Path.of("../shared/crds/chaosmesh");

    static boolean schemasAreThere() {
        return Files.isDirectory(CRDS);
    }

    static List<String> kinds() {
        return Kinds.names();
    }

    private static Map<String, Object> definition(String kind) throws IOException {
        var plural = kind.toLowerCase(Locale.ROOT);
        for (var name : List.of(plural, plural + "s")) {
            var file = CRDS.resolve("chaos-mesh.org_" + name + ".yaml");
            if (!Files.isRegularFile(file)) continue;
            var crd = map(Yaml.parse("crd", Files.readString(file)), "spec");
            return map(
                    map((Map<?, ?>) ((List<?>) crd.get("versions")).getFirst(), "schema"),
                    "openAPIV3Schema");
        }
        throw new IllegalStateException("no definition of " + kind);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ourShapeOfAKindIsThatOfItsDefinition(String kind) throws IOException {
        var definition = definition(kind);
        assertThat(map(definition, "properties").keySet())
                .containsExactlyInAnyOrderElementsOf(Head.TOP_FIELDS);
        assertThat(differences("spec", Kinds.named(kind).spec(), spec(definition))).isEmpty();
    }

    private static Map<String, Object> spec(Map<String, Object> definition) {
        return map(map(definition, "properties"), "spec");
    }

    /** What our shape allows or refuses otherwise than the definition, by path. */
    private static List<String> differences(String path, Shape ours, Map<String, Object> theirs) {
        var found = new ArrayList<String>();
        if (ours.type() == Shape.Type.ANY) return found; // on purpose: see FlowSchemas
        compare(found, path + " type", type(ours), theirs.get("type"));
        compare(
                found,
                path + " enum",
                ours.choices().isEmpty() ? null : ours.choices(),
                theirs.get("enum"));
        compare(
                found,
                path + " pattern",
                ours.pattern() == null ? null : ours.pattern().pattern(),
                theirs.get("pattern"));
        compare(found, path + " nullable", ours.nullable(), theirs.containsKey("nullable"));
        if (ours.type() == Shape.Type.WHOLE) compareBounds(found, path, ours, theirs);
        if (ours.type() == Shape.Type.LIST)
            found.addAll(differences(path + "[]", ours.items(), map(theirs, "items")));
        if (ours.type() == Shape.Type.FREE_KEYS && theirs.containsKey("additionalProperties"))
            found.addAll(
                    differences(path + ".*", ours.items(), map(theirs, "additionalProperties")));
        if (ours.type() == Shape.Type.MAPPING) {
            var properties = map(theirs, "properties");
            compare(
                    found,
                    path + " fields",
                    ours.fields().keySet().stream().sorted().toList(),
                    properties.keySet().stream().sorted().toList());
            var required = theirs.get("required") instanceof List<?> list ? list : List.of();
            ours.fields()
                    .forEach((name, shape) -> {
                        var property = map(properties, name);
                        if (property == null) return;
                        compare(
                                found,
                                path + "." + name + " required",
                                shape.required(),
                                // the API server fills in a default before it looks
                                required.contains(name) && !property.containsKey("default"));
                        found.addAll(differences(path + "." + name, shape, property));
                    });
        }
        return found;
    }

    private static void compareBounds(
            List<String> found, String path, Shape ours, Map<String, Object> theirs) {
        var is32 = "int32".equals(theirs.get("format"));
        var lowest = is32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
        var highest = is32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        var minimum = theirs.get("minimum") instanceof Number number ? number.longValue() : lowest;
        if (Boolean.TRUE.equals(theirs.get("exclusiveMinimum"))) minimum++;
        var maximum = theirs.get("maximum") instanceof Number number ? number.longValue() : highest;
        compare(found, path + " minimum", ours.minimum(), minimum);
        compare(found, path + " maximum", ours.maximum(), maximum);
    }

    private static void compare(List<String> found, String what, Object ours, Object theirs) {
        if (ours == null ? theirs != null : !ours.equals(theirs))
            found.add("%s: ours %s, theirs %s".formatted(what, ours, theirs));
    }

    private static String type(Shape shape) {
        return switch (shape.type()) {
            case TEXT -> "string";
            case WHOLE -> "integer";
            case BOOLEAN -> "boolean";
            case LIST -> "array";
            case MAPPING, FREE_KEYS -> "object";
            case ANY -> throw new IllegalStateException("not compared");
        };
    }

    @Test
    void everyEnumThatWeHaveInJavaIsThatOfTheShapes() {
        var pod = Kinds.named("PodChaos").spec().fields();
        var network = Kinds.named("NetworkChaos").spec().fields();
        assertThat(labels(PodAction.values())).isEqualTo(pod.get("action").choices());
        assertThat(labels(Mode.Rule.values())).isEqualTo(pod.get("mode").choices());
        assertThat(labels(NetworkAction.values())).isEqualTo(network.get("action").choices());
        assertThat(labels(Direction.values())).isEqualTo(network.get("direction").choices());
        assertThat(pod.get("selector").fields().keySet())
                .containsExactlyInAnyOrderElementsOf(Selector.FIELDS);
    }

    private static List<String> labels(Object[] values) {
        var labels = new ArrayList<String>();
        for (var value : values)
            labels.add(
                    switch (value) {
                        case PodAction action -> action.label();
                        case NetworkAction action -> action.label();
                        case Direction direction -> direction.label();
                        case Mode.Rule rule -> rule.label();
                        default -> throw new IllegalArgumentException();
                    });
        return labels;
    }

    @Test
    void everyKindThatChaosMeshInstallsIsKnown() throws IOException {
        try (var files = Files.list(CRDS)) {
            assertThat(files).hasSize(Kinds.names().size() + Kinds.INTERNAL.size());
        }
        for (var kind : Kinds.INTERNAL) assertThat(Kinds.named(kind)).isNull();
        assertThat(Kinds.names()).hasSize(17);
    }

    @Test
    void manifestsAndStatusesThatWeWriteFitTheDefinitions() throws IOException {
        for (var name : ShippedTest.NAMES) {
            var manifest = Shipped.find(name);
            var definition = definition(manifest.kind());
            assertThat(Definitions.problems(definition, manifest.document(), name)).isEmpty();
            var fault = manifest.resolve(Pods.PODS, 1);
            var status = Status.of(fault);
            for (var pod : fault.recordedPods())
                status =
                        status.applying(pod)
                                .applyFailed(pod, Instant.EPOCH, "why")
                                .applying(pod)
                                .applied(pod, Instant.EPOCH);
            var whole = new LinkedHashMap<>(fault.manifest());
            whole.put("status", status.stopped().toMap());
            assertThat(Definitions.problems(definition, whole, name)).isEmpty();
        }
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Map<?, ?> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }
}
