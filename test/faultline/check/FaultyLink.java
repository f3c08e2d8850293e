package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.plan.Yaml;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run that passes but for what the probes of a NetworkChaos on one link have found. */
final class FaultyLink {

    static final String LINK = "a to b";

    final WrittenRun run;

    /**
     * @param spec besides selector, mode and duration, on one line
     */
    FaultyLink(Path folder, String spec) {
        this(folder, "NetworkChaos", spec, Map.of());
    }

    /**
     * A fault of another kind on the same pod.
     *
     * @param environment as the journal says it
     */
    FaultyLink(Path folder, String kind, String spec, Map<String, Object> environment) {
        var manifest =
                Yaml.parse(
                        "f",
                        """
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: %s
                        metadata: {name: f, namespace: faultline}
                        spec:
                          {mode: all, duration: 10s, selector: {pods: {faultline: [a]}}, %s}
                        """
                                .formatted(kind, spec));
        run =
                new WrittenRun(
                        folder,
                        Map.of(
                                "name",
                                "f",
                                "at",
                                "15s",
                                "targets",
                                List.of("a"),
                                "manifest",
                                manifest),
                        environment);
        run.whole();
        run.event(15, "fault", "fault", "f", "status", "injected", "targets", List.of("a"));
    }

    void roundTrip(String when, Double millis) {
        var times = new HashMap<String, Object>();
        times.put(LINK, millis);
        run.event(15, "probe", "fault", "f", "when", when, "round_trip_ms", times);
    }

    /** Names and values in turn, as {@code "lost", 12}. */
    void datagrams(String when, Object... found) {
        var values = new LinkedHashMap<String, Object>();
        for (int i = 0; i < found.length; i += 2) values.put((String) found[i], found[i + 1]);
        run.event(15, "probe", "fault", "f", "when", when, "links", Map.of(LINK, values));
    }

    /** As the whole check judges it. */
    Verdict verdict() {
        return Checker.judge(run.read());
    }

    Effect effect() {
        var effects = verdict().effects();
        assertThat(effects).hasSize(1);
        return effects.getFirst();
    }
}
