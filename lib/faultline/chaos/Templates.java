package faultline.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads the templates of a workflow and puts them together into a tree. */
final class Templates {

    private static final List<String> ALWAYS = List.of("name", "templateType", "deadline");

    /** What a template of a type may have besides; a fault has its spec. */
    private static final Map<String, List<String>> FIELDS =
            Map.of(
                    "Serial", List.of("children"),
                    "Parallel", List.of("children"),
                    "Suspend", List.of(),
                    "Schedule", List.of("schedule"),
                    "StatusCheck", List.of("statusCheck", "abortWithStatusCheck"),
                    "Task", List.of("task", "conditionalBranches"));

    private final String namespace;
    private final Map<String, Fields> byName = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();

    /** Checks every template, used or not. */
    Templates(Fields spec, String namespace) {
        this.namespace = namespace;
        var templates = spec.children("templates");
        if (templates.isEmpty()) throw spec.wrong("templates", "an empty list", "one at least");
        for (var template : templates) {
            var name = Head.dnsLabel(template, "name");
            if (byName.put(name, template) != null)
                throw template.wrong("name", "a name that no other template has");
        }
        for (var template : templates) check(template);
    }

    private void check(Fields template) {
        var types = new TreeSet<>(FIELDS.keySet());
        types.addAll(Kinds.names(Kinds.Scope.PODS));
        types.addAll(Kinds.names(Kinds.Scope.MACHINES));
        var type = template.choice("templateType", types.toArray(String[]::new), String::toString);
        var own = FIELDS.containsKey(type) ? FIELDS.get(type) : List.of(FlowSchemas.key(type));
        for (var field : template.values().keySet())
            if (!ALWAYS.contains(field)
                    && !own.contains(field)
                    && !List.of().equals(template.values().get(field)))
                throw template.wrong(field, "none with templateType " + type);
        switch (type) {
            case "Serial", "Parallel" -> {
                if (template.texts("children").isEmpty())
                    throw template.wrong(
                            "children", "one at least: without any nothing would happen");
            }
            case "Task" -> template.child("task").child("container");
            default -> leaf(template, template.text("name", ""));
        }
    }

    /** The tree below a template. */
    Step expand(Fields from, String key, String name) {
        return expand(() -> from.wrong(key, "a template: " + names()), name, List.of());
    }

    private interface Wrong {
        RuntimeException error();
    }

    private Step expand(Wrong wrong, String template, List<String> above) {
        var fields = byName.get(template);
        if (fields == null) throw wrong.error();
        var use = uses.merge(template, 1, Integer::sum);
        var name = use == 1 ? template : template + "-" + use;
        var path = new ArrayList<>(above);
        path.add(template);
        return switch (fields.text("templateType", "")) {
            case "Serial" -> new Step.Serial(name, deadline(fields), children(fields, path));
            case "Parallel" -> new Step.Parallel(name, deadline(fields), children(fields, path));
            case "Task" ->
                    new Step.Task(
                            name,
                            deadline(fields),
                            fields.child("task").values(),
                            branches(fields, path));
            default -> leaf(fields, name);
        };
    }

    private List<Step> children(Fields template, List<String> path) {
        var children = new ArrayList<Step>();
        var names = template.texts("children");
        for (int i = 0; i < names.size(); i++) {
            var index = i;
            children.add(
                    below(
                            names.get(i),
                            path,
                            (found, allowed) -> template.wrong("children", index, found, allowed)));
        }
        return List.copyOf(children);
    }

    private List<Step.Branch> branches(Fields template, List<String> path) {
        return template.children("conditionalBranches").stream()
                .map(branch ->
                        new Step.Branch(
                                branch.optionalText("expression").orElse(""),
                                below(
                                        branch.text("target", "a template"),
                                        path,
                                        (found, allowed) ->
                                                branch.wrong("target", found, allowed))))
                .toList();
    }

    private interface WrongChild {
        RuntimeException error(String found, String allowed);
    }

    private Step below(String name, List<String> path, WrongChild wrong) {
        if (path.contains(name))
            throw wrong.error(
                    "\"%s\", which leads back to itself: %s > %s"
                            .formatted(name, String.join(" > ", path), name),
                    "a template that does not lead here");
        return expand(() -> wrong.error("\"" + name + "\"", "a template: " + names()), name, path);
    }

    /** A node that has nothing below it. */
    private Step leaf(Fields template, String name) {
        var type = template.text("templateType", "");
        return switch (type) {
            case "Suspend" -> new Step.Suspend(name, must(template, "how long it waits, as 10s"));
            case "Schedule" -> {
                var spec = template.child("schedule");
                yield new Step.Repeat(
                        name,
                        must(template, "when it ends, as 5m: a schedule never ends by itself"),
                        Schedule.read(spec, name, namespace, spec.values()));
            }
            case "StatusCheck" -> {
                var check = HttpCheck.read(template.child("statusCheck"));
                if (check.continuous() && check.duration().isEmpty())
                    must(template, "when it ends, as 5m: a continuous check never ends by itself");
                yield new Step.Check(
                        name,
                        deadline(template),
                        check,
                        Boolean.TRUE.equals(template.values().get("abortWithStatusCheck")));
            }
            default -> {
                var spec = template.child(FlowSchemas.key(type));
                if (spec.has("duration"))
                    throw spec.wrong("duration", "none inside a workflow: deadline says it");
                var deadline =
                        must(
                                template,
                                "when the fault ends, as 30s: without it the workflow hangs"
                                        + " (chaos-mesh#3846)");
                var text = Optional.of(template.text("deadline", ""));
                yield new Step.Inject(
                        name,
                        deadline,
                        Kinds.named(type).scope() == Kinds.Scope.PODS
                                ? Manifest.embedded(type, name, namespace, spec, text)
                                : MachineFault.embedded(type, name, spec, text));
            }
        };
    }

    private static Optional<Duration> must(Fields template, String allowed) {
        if (!template.has("deadline")) throw template.wrong("deadline", allowed);
        return deadline(template);
    }

    private static Optional<Duration> deadline(Fields template) {
        return template.duration("deadline");
    }

    /** Templates that the tree does not reach. */
    List<String> unused() {
        return byName.keySet().stream().filter(name -> !uses.containsKey(name)).toList();
    }

    private String names() {
        return String.join(", ", byName.keySet());
    }
}
