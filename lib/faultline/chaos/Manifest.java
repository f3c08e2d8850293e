package faultline.chaos;

import faultline.plan.BadInput;
import faultline.plan.Yaml;
import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A Chaos Mesh manifest that its custom resource definition and its webhook would take, and of
 * which this version runs everything it says.
 *
 * @param source the file as the user wrote it, for errors
 * @param duration empty for a one-shot fault, whatever the manifest says
 * @param document as it was read
 */
public record Manifest(
        String source,
        String name,
        String kind,
        Selector selector,
        Mode mode,
        Optional<Duration> duration,
        Injection injection,
        Map<String, Object> document) {

    static final String API_VERSION = "chaos-mesh.org/v1alpha1";

    static final List<String> TOP_FIELDS =
            List.of("apiVersion", "kind", "metadata", "spec", "status");

    /** The fields of {@code spec} that kinds with pods as targets share. */
    static final List<String> SPEC_FIELDS =
            List.of("selector", "mode", "value", "duration", "remoteCluster");

    private static final List<String> METADATA_FIELDS =
            List.of("name", "namespace", "labels", "annotations");

    private static final String PAUSE = "experiment.chaos-mesh.org/pause";

    /**
     * Reads one manifest.
     *
     * @throws BadInput with the path of the first thing that is wrong
     */
    public static Manifest parse(String source, String text) {
        return of(source, Yaml.parse(source, text));
    }

    static Manifest of(String source, Map<String, Object> document) {
        var top = new Fields(source, "", document);
        if (!API_VERSION.equals(document.get("apiVersion")))
            throw top.wrong("apiVersion", API_VERSION);
        var kind = Kinds.of(top);
        top.only(TOP_FIELDS);
        if (top.has("status"))
            throw top.wrong("status", "none: Chaos Mesh would believe it and inject nothing");
        var metadata = top.child("metadata").only(METADATA_FIELDS);
        var name = dnsLabel(metadata, "name");
        var namespace =
                metadata.has("namespace") ? dnsLabel(metadata, "namespace") : Selector.NAMESPACE;
        if (name.equals("none")) throw metadata.wrong("name", "another word: none is the control");
        metadata.textMap("labels");
        var annotations = metadata.textMap("annotations");
        var spec =
                top.child("spec")
                        .only(Stream.of(SPEC_FIELDS, kind.fields()).flatMap(List::stream).toList());
        if (spec.has("remoteCluster"))
            throw spec.wrong("remoteCluster", "none: faults hit the cluster that the stack is in");
        var injection = kind.reader().apply(spec);
        var duration = spec.duration("duration");
        if (!injection.oneShot()) {
            if (duration.isEmpty())
                throw spec.wrong(
                        "duration",
                        "how long %s lasts, as 5s: nothing is injected without its recovery"
                                .formatted(injection.actionName()));
            if ("true".equals(annotations.get(PAUSE)))
                throw metadata.child("annotations")
                        .wrong(PAUSE, "none: a fault that is paused from its start never begins");
        }
        return new Manifest(
                source,
                name,
                top.text("kind", ""),
                Selector.read(spec.child("selector"), namespace),
                Mode.read(spec),
                injection.oneShot() ? Optional.empty() : duration,
                injection,
                Collections.unmodifiableMap(new LinkedHashMap<>(document)));
    }

    /**
     * What Chaos Mesh would do with these pods and not tell, in sentences for the user; empty where
     * the manifest does what it says.
     */
    public List<String> caveats(List<PodSpec> pods) {
        var matching = selector.select(spec().child("selector"), pods);
        var caveats = new ArrayList<String>();
        if (injection.oneShot() && spec().has("duration"))
            caveats.add(
                    "spec.duration is ignored: %s is over at once."
                            .formatted(injection.actionName()));
        if (mode.value().isEmpty() && spec().has("value"))
            caveats.add(
                    "spec.value is ignored: mode %s needs none.".formatted(mode.rule().label()));
        if (mode.rule() == Mode.Rule.FIXED && mode.value().getAsInt() > matching.size())
            caveats.add(
                    "spec.value asks for %d pods and %d match: these are hit."
                            .formatted(mode.value().getAsInt(), matching.size()));
        for (var field : selector.overridden(spec().child("selector")))
            caveats.add(
                    "spec.selector.%s is ignored: spec.selector.pods is there.".formatted(field));
        caveats.addAll(injection.caveats(this, matching));
        return caveats;
    }

    /**
     * Chooses the targets: the same for the same pods, seed and {@code metadata.name}, in whatever
     * order the pods come.
     *
     * @throws BadInput where no pod would be hit, or a pod lacks what the manifest asks for
     */
    public Fault resolve(List<PodSpec> pods, long seed) {
        var sorted = pods.stream().sorted(Comparator.comparing(PodSpec::name)).toList();
        var matching = selector.select(spec().child("selector"), sorted);
        if (matching.isEmpty())
            throw spec().wrong(
                            "selector",
                            "no pod that matches %s in namespace %s"
                                    .formatted(
                                            Yaml.json(spec().values().get("selector")),
                                            String.join(", ", selector.namespaces())),
                            "in namespace %s, labels %s"
                                    .formatted(
                                            Selector.NAMESPACE, String.join(", ", labels(pods))));
        injection.check(this, matching);
        var random = new SplittableRandom(seed ^ ((long) name.hashCode() << Integer.SIZE));
        var targets = mode.pick(matching, random).stream().map(PodSpec::name).toList();
        if (targets.isEmpty())
            throw spec().wrong(
                            "mode",
                            "%s, which comes to 0 of %d pods with seed %d"
                                    .formatted(mode.rule().label(), matching.size(), seed),
                            "another seed, or a mode that always hits a pod");
        return new Fault(
                name,
                kind,
                injection.actionName(),
                targets,
                duration,
                injection.oneShot(),
                resolved(targets));
    }

    private Fields spec() {
        return top().child("spec");
    }

    private Fields top() {
        return new Fields(source, "", document);
    }

    /** The document with its targets written out, so that applying it again draws nothing. */
    private Map<String, Object> resolved(List<String> targets) {
        var spec = new LinkedHashMap<>(spec().values());
        spec.put("selector", Map.of("pods", Map.of(Selector.NAMESPACE, targets)));
        spec.put("mode", Mode.Rule.ALL.label());
        spec.remove("value");
        var metadata = new LinkedHashMap<>(top().child("metadata").values());
        metadata.putIfAbsent("namespace", Selector.NAMESPACE);
        var resolved = new LinkedHashMap<>(document);
        resolved.put("metadata", Collections.unmodifiableMap(metadata));
        resolved.put("spec", Collections.unmodifiableMap(spec));
        return Collections.unmodifiableMap(resolved);
    }

    private static List<String> labels(List<PodSpec> pods) {
        return pods.stream()
                .flatMap(pod -> pod.labels().entrySet().stream())
                .map(label -> label.getKey() + "=" + label.getValue())
                .distinct()
                .sorted()
                .toList();
    }

    /** A name as DNS-1123 has it; the short form, because it becomes part of other names. */
    private static String dnsLabel(Fields fields, String key) {
        var allowed = "1 to 63 of a-z, 0-9 and -, a letter or digit at both ends";
        var name = fields.text(key, allowed);
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) throw fields.wrong(key, allowed);
        return name;
    }
}
