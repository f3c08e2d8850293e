package faultline.chaos;

import faultline.stack.PodSpec;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same fault or workflow at every tick of a clock.
 *
 * @param specPath where its spec stands in the file
 * @param type the kind of what is made at a tick
 * @param child what is made at a tick; a fault, a fault on machines, or a workflow
 * @param allowConcurrent whether one may begin while the one before still runs
 * @param historyLimit how many finished ones Chaos Mesh keeps
 * @param startingDeadline how late one may begin
 */
public record Schedule(
        String source,
        String specPath,
        String name,
        Cron cron,
        String type,
        Document child,
        boolean allowConcurrent,
        Optional<Long> historyLimit,
        Optional<Duration> startingDeadline,
        Map<String, Object> document)
        implements Document {

    /** Chaos Mesh adds a dash and five characters to the name of each child. */
    private static final int NAME_LIMIT = 57;

    static Schedule read(Head head) {
        head.refusePaused();
        if (head.name().length() > NAME_LIMIT)
            throw head.top()
                    .child("metadata")
                    .wrong("name", "at most 57 characters: Chaos Mesh adds six for each tick");
        return read(head.spec(), head.name(), head.namespace(), head.top().values());
    }

    static Schedule read(Fields spec, String name, String namespace, Map<String, Object> document) {
        var types = new ArrayList<>(Kinds.names(Kinds.Scope.PODS));
        types.addAll(Kinds.names(Kinds.Scope.MACHINES));
        if (spec.path().equals("spec")) types.add("Workflow");
        var type = spec.choice("type", types.toArray(String[]::new), String::toString);
        var key = key(type);
        for (var other : types)
            if (!other.equals(type) && spec.has(key(other)))
                throw spec.wrong(key(other), "none with type " + type + ": it would be ignored");
        return new Schedule(
                spec.source(),
                spec.path(),
                name,
                Cron.read(spec, "schedule"),
                type,
                child(type, name, namespace, spec.child(key)),
                spec.optionalText("concurrencyPolicy").orElse("Forbid").equals("Allow"),
                spec.has("historyLimit")
                        ? Optional.of(spec.wholeNumber("historyLimit", 1, 1))
                        : Optional.empty(),
                spec.values().get("startingDeadlineSeconds") == null
                        ? Optional.empty()
                        : Optional.of(
                                Duration.ofSeconds(
                                        spec.wholeNumber("startingDeadlineSeconds", 1, 1))),
                document);
    }

    private static String key(String type) {
        return type.equals("Workflow") ? "workflow" : FlowSchemas.key(type);
    }

    private static Document child(String type, String name, String namespace, Fields spec) {
        if (type.equals("Workflow")) return Workflow.read(spec, name, namespace, spec.values());
        return Kinds.named(type).scope() == Kinds.Scope.PODS
                ? Manifest.embedded(type, name, namespace, spec, Optional.empty())
                : MachineFault.embedded(type, name, spec, Optional.empty());
    }

    @Override
    public String kind() {
        return "Schedule";
    }

    /** The next {@code count} ticks after {@code from}. */
    public List<Instant> next(Instant from, int count) {
        return cron.next(from, count);
    }

    /**
     * What is made at a tick. Its faults have names of their own there, and so choose their targets
     * anew.
     *
     * @param tick counts from 1
     */
    public Document child(int tick) {
        var suffix = "-%05d".formatted(tick);
        return switch (child) {
            case Manifest fault -> fault.renamed(name + suffix);
            case Workflow workflow -> workflow.renamed(suffix);
            default -> child;
        };
    }

    /** The same inside a workflow that a schedule made. */
    Schedule renamed(String suffix) {
        return new Schedule(
                source,
                specPath,
                name + suffix,
                cron,
                type,
                child,
                allowConcurrent,
                historyLimit,
                startingDeadline,
                document);
    }

    /** How many children it makes at most within that time. */
    int most(Duration time) {
        var ticks = cron.most(time);
        if (allowConcurrent || !(child instanceof Manifest fault) || fault.duration().isEmpty())
            return ticks;
        // One begins when the one before has ended, and none in the last that is still running.
        return (int) Math.min(ticks, time.dividedBy(fault.duration().get()) + 1);
    }

    @Override
    public List<String> caveats(List<PodSpec> pods) {
        var caveats = new ArrayList<String>();
        if (historyLimit.isEmpty())
            caveats.add(
                    specPath
                            + ".historyLimit is missing: Chaos Mesh then deletes what has finished"
                            + " at once, and its status with it.");
        if (cron.every().isPresent()
                && startingDeadline.filter(d -> d.compareTo(cron.every().get()) < 0).isPresent())
            caveats.add(
                    specPath
                            + ".startingDeadlineSeconds is shorter than the period: with @every,"
                            + " Chaos Mesh then never begins one.");
        caveats.addAll(child.caveats(pods));
        return caveats;
    }
}
