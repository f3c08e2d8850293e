package faultline.chaos;

import faultline.stack.PodSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Faults, waits and checks in an order.
 *
 * @param specPath where its spec stands in the file
 * @param entry the node that it begins with, and everything below it
 * @param unused templates that nothing leads to
 */
public record Workflow(
        String source,
        String specPath,
        String name,
        Step entry,
        List<String> unused,
        Map<String, Object> document)
        implements Document {

    static Workflow read(Head head) {
        return read(head.spec(), head.name(), head.namespace(), head.top().values());
    }

    static Workflow read(Fields spec, String name, String namespace, Map<String, Object> document) {
        var templates = new Templates(spec, namespace);
        var entry = templates.expand(spec, "entry", spec.text("entry", "a template"));
        return new Workflow(spec.source(), spec.path(), name, entry, templates.unused(), document);
    }

    /** The same at a tick of a schedule: its faults have other names, and so other targets. */
    Workflow renamed(String suffix) {
        return new Workflow(
                source, specPath, name + suffix, entry.renamed(suffix), unused, document);
    }

    @Override
    public String kind() {
        return "Workflow";
    }

    /** When each node begins and ends, where that can be known before it runs. */
    public List<Span> timeline() {
        return Span.of(entry);
    }

    @Override
    public List<String> caveats(List<PodSpec> pods) {
        var caveats = new ArrayList<String>();
        for (var template : unused)
            caveats.add(
                    "%s.templates: %s is never reached from %s."
                            .formatted(specPath, template, entry.name()));
        for (var span : timeline())
            if (span.isNeverReached())
                caveats.add(
                        "%s.templates: %s never begins: a deadline above it has passed before."
                                .formatted(specPath, span.step().name()));
        var injects = false;
        for (var step : entry.all().toList())
            switch (step) {
                case Step.Inject inject -> {
                    injects = true;
                    caveats.addAll(inject.fault().caveats(pods));
                }
                case Step.Repeat repeat -> caveats.addAll(repeat.schedule().caveats(pods));
                case Step.Check check -> {
                    if (check.check().duration().isPresent() && check.deadline().isPresent())
                        caveats.add(
                                "%s.templates: %s has a duration and a deadline: the shorter counts."
                                        .formatted(specPath, check.name()));
                }
                case Step.Serial s -> {}
                case Step.Parallel p -> {}
                case Step.Suspend s -> {}
                case Step.Task t -> {}
            }
        if (injects)
            caveats.add(
                    "The condition ChaosInjected of a workflow only says that a fault was asked"
                            + " for; the kit looks at the records of each fault.");
        return caveats.stream().distinct().toList();
    }

    /** The longest that it can take; nothing where that cannot be known. */
    public Optional<Duration> longest() {
        return timeline().getFirst().latestEnd();
    }
}
