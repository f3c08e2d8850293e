package faultline.chaos;

import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fault on machines of a cloud or on physical ones, which are no part of a stack: checked here,
 * run by Chaos Mesh only.
 *
 * @param specPath where the spec stands in the file
 * @param duration empty for a one-shot fault
 */
public record MachineFault(
        String source,
        String specPath,
        String name,
        String kind,
        String action,
        Optional<Duration> duration,
        Map<String, Object> document)
        implements Document {

    private static final List<String> ONE_SHOT = List.of("ec2-restart", "vm-restart", "node-reset");

    static MachineFault read(Head head) {
        head.refusePaused();
        return read(head.kind().name(), head.name(), head.spec(), head.top().values());
    }

    /** As {@link Manifest#embedded}. */
    static MachineFault embedded(String kind, String name, Fields spec, Optional<String> duration) {
        var values = new LinkedHashMap<>(spec.values());
        duration.ifPresent(text -> values.put("duration", text));
        return read(
                kind,
                name,
                new Fields(spec.source(), spec.path(), values),
                Map.of("kind", kind, "metadata", Map.of("name", name), "spec", values));
    }

    private static MachineFault read(
            String kind, String name, Fields spec, Map<String, Object> document) {
        Webhook.check(kind, spec);
        var action = spec.text("action", "");
        var isOneShot = ONE_SHOT.contains(action);
        var duration = spec.duration("duration");
        if (!isOneShot && duration.isEmpty())
            throw spec.wrong(
                    "duration",
                    "how long %s lasts, as 5s: nothing is injected without its recovery"
                            .formatted(action));
        return new MachineFault(
                spec.source(),
                spec.path(),
                name,
                kind,
                action,
                isOneShot ? Optional.empty() : duration,
                document);
    }

    @Override
    public List<String> caveats(List<PodSpec> pods) {
        var isIgnored =
                duration.isEmpty()
                        && new Fields(source, "", document).child("spec").has("duration");
        return isIgnored
                ? List.of("%s.duration is ignored: %s is over at once.".formatted(specPath, action))
                : List.of();
    }
}
