package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Durations;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does to chaos resources what Chaos Mesh 2.8.3 was read to do, one pass after the other, with the
 * flaws that a test asks for: conditions come a pass after the records.
 */
final class ScriptedController {

    /** What it does otherwise than one wishes. */
    enum Flaw {
        /** Selects nobody: a status without records, and an event. */
        SELECTS_NOBODY,
        /** Of two targets it knows one only. */
        SELECTS_ONE,
        /** Every injection fails; AllRecovered is true all the time. */
        NEVER_INJECTS,
        /** Takes nothing back, and so never lets go of the finalizer. */
        NEVER_RECOVERS,
        /** Takes it back only when the resource is touched. */
        RECOVERS_WHEN_TOUCHED,
        /** Takes it back, but does not let go of the finalizer. */
        KEEPS_FINALIZER
    }

    /** Whoever has the pods that are hit. */
    interface Victims {

        /** Kills it; its owner makes it again under the same name. */
        void replace(String pod);

        /** Takes its program away, or gives it back. */
        void fail(String pod, boolean down);
    }

    private static final String AT = "2026-06-09T20:00:0%dZ";

    private final Victims victims;
    private final Set<String> done = new HashSet<>();
    private final KubernetesClient client;
    private final String kind;
    private final List<Flaw> flaws;
    private final Thread thread;
    private volatile boolean closed;
    private final Map<String, Integer> passes = new HashMap<>();
    private final Map<String, Instant> firstSeen = new HashMap<>();

    /** What it could not do, which is a flaw of the test. */
    volatile KubernetesClientException failure;

    /** What each status looked like when it was written, for a test to look at. */
    final List<Map<String, Object>> written = new ArrayList<>();

    ScriptedController(KubernetesClient client, String kind, Flaw... flaws) {
        this(null, client, kind, flaws);
    }

    /** Does to pods what it says, as well. */
    ScriptedController(Victims victims, KubernetesClient client, String kind, Flaw... flaws) {
        this.victims = victims;
        this.client = client;
        this.kind = kind;
        this.flaws = List.of(flaws);
        thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                for (var resource : all().list().getItems()) reconcile(resource);
                Thread.sleep(25);
            } catch (InterruptedException e) {
                return;
            } catch (KubernetesClientException e) {
                // Gone or changed since it was listed, as it happens to any controller.
                if (e.getCode() != 404 && e.getCode() != 409 && e.getCode() < 500) failure = e;
            }
        }
    }

    private void reconcile(GenericKubernetesResource resource) {
        var meta = resource.getMetadata();
        if (meta.getFinalizers().isEmpty() && meta.getDeletionTimestamp() == null) {
            meta.setFinalizers(new ArrayList<>(List.of(ChaosApi.FINALIZER)));
        }
        var pass = passes.merge(meta.getUid(), 1, Integer::sum);
        var annotations = meta.getAnnotations() == null ? Map.of() : meta.getAnnotations();
        var stop =
                meta.getDeletionTimestamp() != null
                        || "true".equals(annotations.get("experiment.chaos-mesh.org/pause"))
                        || isOver(resource);
        var touched = annotations.containsKey("faultline/touched");
        var oneShot = "pod-kill".equals(resource.get("spec", "action"));
        var can =
                !flaws.contains(Flaw.NEVER_RECOVERS)
                        && (!flaws.contains(Flaw.RECOVERS_WHEN_TOUCHED) || touched);
        var records = records(resource, pass, stop, oneShot, can);
        var status = new LinkedHashMap<String, Object>();
        status.put(
                "conditions", conditions(resource.get("status", "experiment", "containerRecords")));
        status.put(
                "experiment",
                Map.of(
                        "desiredPhase",
                        stop && !oneShot ? "Stop" : "Run",
                        "containerRecords",
                        records));
        resource.setAdditionalProperty("status", status);
        written.add(status);
        var free = records.stream().allMatch(r -> "Not Injected".equals(r.get("phase")));
        if (meta.getDeletionTimestamp() != null
                && (free || oneShot)
                && !flaws.contains(Flaw.KEEPS_FINALIZER)) meta.setFinalizers(List.of());
        all().resource(resource).update();
    }

    private List<Map<String, Object>> records(
            GenericKubernetesResource resource,
            int pass,
            boolean stop,
            boolean oneShot,
            boolean can) {
        List<String> pods = resource.get("spec", "selector", "pods", Selector.NAMESPACE);
        if (flaws.contains(Flaw.SELECTS_NOBODY)) pods = List.of();
        if (flaws.contains(Flaw.SELECTS_ONE)) pods = pods.subList(0, 1);
        // Nothing is injected in the first passes: that is when AllRecovered is true already.
        var injected = pass > 3 && !flaws.contains(Flaw.NEVER_INJECTS);
        var recovered = injected && stop && !oneShot && can;
        if (victims != null)
            for (var pod : pods)
                act(resource.getMetadata().getUid(), pod, oneShot, injected, recovered);
        return pods.stream().map(pod -> record(pod, injected, recovered)).toList();
    }

    /** What it does to the pod itself, once each. */
    private void act(String uid, String pod, boolean oneShot, boolean injected, boolean recovered) {
        if (injected && done.add(uid + " hit " + pod)) {
            if (oneShot) victims.replace(pod);
            else victims.fail(pod, true);
        }
        if (recovered && done.add(uid + " free " + pod)) victims.fail(pod, false);
    }

    /** Two seconds late, so that on a busy machine what is injected is also seen. */
    private boolean isOver(GenericKubernetesResource resource) {
        var began = firstSeen.computeIfAbsent(resource.getMetadata().getUid(), _ -> Instant.now());
        var duration = (String) resource.get("spec", "duration");
        return duration != null
                && Durations.parse(duration)
                        .filter(time -> began.plus(time).plusSeconds(2).isBefore(Instant.now()))
                        .isPresent();
    }

    private Map<String, Object> record(String pod, boolean injected, boolean recovered) {
        var record = new LinkedHashMap<String, Object>();
        record.put("id", Selector.NAMESPACE + "/" + pod);
        record.put("selectorKey", ".");
        record.put("phase", injected && !recovered ? "Injected" : "Not Injected");
        record.put("injectedCount", injected ? 1 : 0);
        record.put("recoveredCount", recovered ? 1 : 0);
        var events = new ArrayList<Map<String, Object>>();
        if (injected) events.add(event("Succeeded", "Apply", "", 1));
        if (recovered) events.add(event("Succeeded", "Recover", "", 6));
        if (flaws.contains(Flaw.NEVER_INJECTS))
            events.add(event("Failed", "Apply", "no such interface", 1));
        record.put("events", events);
        return record;
    }

    private static Map<String, Object> event(String type, String operation, String why, int at) {
        return Map.of(
                "type", type,
                "operation", operation,
                "message", why,
                "timestamp", AT.formatted(at));
    }

    /** Pure functions of the records of the pass before. */
    private static List<Map<String, Object>> conditions(List<Map<String, Object>> before) {
        var some = before != null && !before.isEmpty();
        return List.of(
                condition("Selected", some),
                condition("AllInjected", some && all(before, "Injected")),
                condition("AllRecovered", !some || all(before, "Not Injected")),
                condition("Paused", false));
    }

    private static boolean all(List<Map<String, Object>> records, String phase) {
        return records.stream().allMatch(r -> phase.equals(r.get("phase")));
    }

    private static Map<String, Object> condition(String type, boolean holds) {
        return Map.of("type", type, "status", holds ? "True" : "False", "reason", "");
    }

    private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    GenericKubernetesResource,
                    io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
                    io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
            all() {
        return client.genericKubernetesResources(ChaosApi.context(kind))
                .inNamespace(Selector.NAMESPACE);
    }

    void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
