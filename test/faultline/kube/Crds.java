package faultline.kube;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;

import faultline.chaos.Definitions;
import faultline.plan.Yaml;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cluster would say of a resource: custom ones by the definitions beside the checkout,
 * Kubernetes' own by the client's model of them.
 */
final class Crds {

    static final Path FOLDER = Path.of("../shared/crds");

    private static final Map<String, Class<?>> OWN =
            Map.of(
                    "v1 Namespace", Namespace.class,
                    "v1 Service", Service.class,
                    "v1 Secret", Secret.class,
                    "v1 ConfigMap", ConfigMap.class,
                    "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
                    "apps/v1 Deployment", Deployment.class,
                    "apps/v1 StatefulSet", StatefulSet.class,
                    "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
                    "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);

    /** The client's model keeps unknown fields; without that setter they are an error. */
    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                @Override
                                public Boolean hasAnySetter(Annotated annotated) {
                                    return false;
                                }
                            });

    private final Map<String, Map<String, Object>> schemas = new HashMap<>();

    private Crds() {}

    static boolean areThere() {
        return Files.isDirectory(FOLDER);
    }

    static Crds read() throws IOException {
        var crds = new Crds();
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                // Half of all text, and of kinds that the kit never writes.
                if (file.toString().matches(".*(workflow|schedules|maxscale|scaledjobs).*"))
                    continue;
                crds.add(map(Yaml.parse(file.toString(), Files.readString(file)).get("spec")));
            }
        }
        return crds;
    }

    private void add(Map<String, Object> spec) {
        var kind = map(spec.get("names")).get("kind");
        for (var version : (List<?>) spec.get("versions"))
            schemas.put(
                    "%s/%s %s".formatted(spec.get("group"), map(version).get("name"), kind),
                    map(map(map(version).get("schema")).get("openAPIV3Schema")));
    }

    /** The schema of a custom kind. */
    Map<String, Object> schema(String apiVersion, String kind) {
        return schemas.get(apiVersion + " " + kind);
    }

    /** Everything that is wrong with it; empty where a cluster would take it. */
    List<String> problems(Map<String, Object> body) {
        var type = body.get("apiVersion") + " " + body.get("kind");
        if (schemas.containsKey(type))
            return Definitions.problems(schemas.get(type), body, (String) body.get("kind"));
        if (!OWN.containsKey(type)) return List.of(type + " is not known");
        try {
            STRICT.readValue(Yaml.json(body), OWN.get(type));
            return List.of();
        } catch (JsonMappingException e) {
            return List.of(e.getPathReference() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
