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

/**
 * One fault on pods as its custom resource definition and its webhook would take it, alone or
 * inside a schedule or a workflow.
 *
 * @param source the file as the user wrote it, for errors
 * @param specPath where the spec stands in that file
 * @param duration empty for a one-shot fault, whatever the manifest says
 * @param document as it was read; of a fault inside another document the manifest that it becomes
 */
public record Manifest(
        String source,
        String specPath,
        String name,
        String kind,
        Selector selector,
        Mode mode,
        Optional<Duration> duration,
        Injection injection,
        Map<String, Object> document)
        implements Document {

    /** What may stand in its {@code kind}. */
    public static final List<String> KINDS = List.copyOf(Kinds.names(Kinds.Scope.PODS));

    /** Two draws of one manifest are independent, as those of Chaos Mesh are. */
    private static final String TARGET_SALT = "/target";

    /**
     * Reads one manifest of a fault on pods.
     *
     * @throws BadInput with the path of the first thing that is wrong
     */
    public static Manifest parse(String source, String text) {
        return of(source, Yaml.parse(source, text));
    }

    static Manifest of(String source, Map<String, Object> document) {
        var top = new Fields(source, "", document);
        var kind = Head.kind(top);
        if (kind.scope() != Kinds.Scope.PODS)
            throw Kinds.wrong(
                    top,
                    kind.name(),
                    "which is not one fault on pods",
                    String.join(", ", Kinds.names(Kinds.Scope.PODS)));
        return read(Head.read(source, document));
    }

    static Manifest read(Head head) {
        var manifest =
                read(
                        head.kind(),
                        head.name(),
                        head.namespace(),
                        head.spec(),
                        Collections.unmodifiableMap(new LinkedHashMap<>(head.top().values())));
        if (!manifest.injection.oneShot()) head.refusePaused();
        return manifest;
    }

    /**
     * The fault whose spec is embedded in another document.
     *
     * @param spec which fits the shape of the kind
     * @param duration how long it lasts where the spec itself does not say it
     */
    static Manifest embedded(
            String kind, String name, String namespace, Fields spec, Optional<String> duration) {
        var values = new LinkedHashMap<>(spec.values());
        // One that is over at once has none to be ignored.
        if (!Kinds.named(kind).reader().apply(spec, namespace).oneShot())
            duration.ifPresent(text -> values.put("duration", text));
        var document = new LinkedHashMap<String, Object>();
        document.put("apiVersion", Head.API_VERSION);
        document.put("kind", kind);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        document.put("metadata", metadata);
        document.put("spec", Collections.unmodifiableMap(values));
        return read(
                Kinds.named(kind),
                name,
                namespace,
                new Fields(spec.source(), spec.path(), values),
                Collections.unmodifiableMap(document));
    }

    private static Manifest read(
            Kinds.Kind kind,
            String name,
            String namespace,
            Fields spec,
            Map<String, Object> document) {
        if (spec.has("remoteCluster"))
            throw spec.wrong("remoteCluster", "none: faults hit the cluster that the stack is in");
        var injection = kind.reader().apply(spec, namespace);
        var duration = spec.duration("duration");
        if (!injection.oneShot() && duration.isEmpty())
            throw spec.wrong(
                    "duration",
                    "how long %s lasts, as 5s: nothing is injected without its recovery"
                            .formatted(injection.actionName()));
        return new Manifest(
                spec.source(),
                spec.path(),
                name,
                kind.name(),
                Selector.read(spec.child("selector"), namespace),
                Mode.read(spec),
                injection.oneShot() ? Optional.empty() : duration,
                injection,
                document);
    }

    @Override
    public List<String> caveats(List<PodSpec> pods) {
        var matching = draw().matching(pods);
        var caveats = new ArrayList<String>();
        if (injection.oneShot() && spec().has("duration"))
            caveats.add(
                    "%s is ignored: %s is over at once."
                            .formatted(at("duration"), injection.actionName()));
        caveats.addAll(draw().caveats(matching.size()));
        targetDraw()
                .ifPresent(draw -> {
                    var others = draw.matching(pods);
                    caveats.addAll(draw.caveats(others.size()));
                    if (mode.least(matching.size()) == 1
                            && draw.mode().least(others.size()) == 1
                            && matching.size() + others.size() > 2
                            && others.stream().anyMatch(matching::contains))
                        caveats.add(
                                "%s may draw the pod that %s draws: Chaos Mesh would then inject and touch"
                                                .formatted(at("target"), at("selector"))
                                        + " no link; here such a draw is refused.");
                });
        caveats.addAll(injection.caveats(this, matching));
        return caveats;
    }

    /**
     * Chooses the targets: the same for the same pods, seed and {@code metadata.name}, in whatever
     * order the pods come.
     *
     * @throws BadInput where no pod or no link would be hit, or a pod lacks what the manifest asks
     *     for
     */
    public Fault resolve(List<PodSpec> pods, long seed) {
        var sorted = pods.stream().sorted(Comparator.comparing(PodSpec::name)).toList();
        var matching = draw().required(sorted);
        injection.check(this, matching);
        var targets = draw().pick(matching, name, seed);
        var others =
                targetDraw()
                        .map(draw -> draw.pick(draw.required(sorted), name + TARGET_SALT, seed));
        var fault =
                new Fault(
                        name,
                        kind,
                        injection.actionName(),
                        targets,
                        duration,
                        injection.oneShot(),
                        Resolved.document(this, targets, others));
        if (injection instanceof NetworkChaos && fault.links(sorted).isEmpty())
            throw spec().wrong(
                            others.isPresent() ? "target" : "selector",
                            "only %s at both ends with seed %d: no link lies between"
                                    .formatted(String.join(", ", targets), seed),
                            "another seed, or selectors that choose two pods");
        return fault;
    }

    /**
     * The same manifest with another value at a field that it has, for a sweep over it.
     *
     * @param field {@code latency}, or {@code delay.latency} where a name stands more than once
     * @throws BadInput where there is no such field, or the value cannot stand there
     */
    public Manifest with(String field, String value) {
        return Parameter.find(spec(), field).set(this, value);
    }

    /** The same fault under another name, which is another draw. */
    Manifest renamed(String other) {
        if (other.length() > Head.LONGEST_NAME)
            throw new BadInput(
                    source,
                    specPath,
                    "a fault that would be called \"%s\"".formatted(other),
                    "a name of at most %d characters: a schedule adds six at each tick"
                            .formatted(Head.LONGEST_NAME));
        var metadata =
                new LinkedHashMap<>(new Fields(source, "", document).child("metadata").values());
        metadata.put("name", other);
        var renamed = new LinkedHashMap<>(document);
        renamed.put("metadata", metadata);
        return new Manifest(
                source, specPath, other, kind, selector, mode, duration, injection, renamed);
    }

    private Draw draw() {
        return new Draw(spec(), selector, mode);
    }

    private Optional<Draw> targetDraw() {
        return injection
                .target()
                .map(target -> new Draw(spec().child("target"), target.selector(), target.mode()));
    }

    Fields spec() {
        return new Fields(source, specPath, child("spec"));
    }

    /** Path of a field of the spec in the file. */
    String at(String field) {
        return specPath + "." + field;
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts, and both are mappings
    private Map<String, Object> child(String key) {
        return (Map<String, Object>) document.get(key);
    }
}
