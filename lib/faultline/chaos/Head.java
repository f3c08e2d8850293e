package faultline.chaos;

import java.util.List;
import java.util.Map;

/**
 * What all documents of Chaos Mesh have in common, checked.
 *
 * @param spec which fits the shape of the kind
 */
record Head(Kinds.Kind kind, String name, String namespace, Fields top, Fields spec) {

    static final String API_VERSION = "chaos-mesh.org/v1alpha1";

    static final List<String> TOP_FIELDS =
            List.of("apiVersion", "kind", "metadata", "spec", "status");

    private static final List<String> METADATA_FIELDS =
            List.of("name", "namespace", "labels", "annotations");

    static final int LONGEST_NAME = 63;

    private static final String PAUSE = "experiment.chaos-mesh.org/pause";

    static Head read(String source, Map<String, Object> document) {
        var top = new Fields(source, "", document);
        var kind = kind(top);
        top.only(TOP_FIELDS);
        if (top.has("status"))
            throw top.wrong("status", "none: Chaos Mesh would believe it and inject nothing");
        var metadata = top.child("metadata").only(METADATA_FIELDS);
        var name = dnsLabel(metadata, "name");
        var namespace =
                metadata.has("namespace") ? dnsLabel(metadata, "namespace") : Selector.NAMESPACE;
        if (name.equals("none")) throw metadata.wrong("name", "another word: none is the control");
        metadata.textMap("labels");
        metadata.textMap("annotations");
        var spec = top.child("spec");
        kind.spec().check(source, "spec", spec.values());
        if (spec.has("remoteCluster"))
            throw spec.wrong("remoteCluster", "none: faults hit the cluster that the stack is in");
        return new Head(kind, name, namespace, top, spec);
    }

    /** The kind of a document, whatever else is in it. */
    static Kinds.Kind kind(Fields top) {
        if (!API_VERSION.equals(top.values().get("apiVersion")))
            throw top.wrong("apiVersion", API_VERSION);
        return Kinds.of(top);
    }

    /** Refuses what is paused from its start: it would never begin. */
    void refusePaused() {
        var metadata = top.child("metadata");
        if ("true".equals(metadata.textMap("annotations").get(PAUSE)))
            throw metadata.child("annotations")
                    .wrong(PAUSE, "none: a fault that is paused from its start never begins");
    }

    /** A name as DNS-1123 has it; the short form, because it becomes part of other names. */
    static String dnsLabel(Fields fields, String key) {
        var allowed = "1 to 63 of a-z, 0-9 and -, a letter or digit at both ends";
        var name = fields.text(key, allowed);
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) throw fields.wrong(key, allowed);
        return name;
    }
}
