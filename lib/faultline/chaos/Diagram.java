package faultline.chaos;

import faultline.plan.Durations;
import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which pods a fault hits and which links it touches, before anything happens. */
public final class Diagram {

    private static final String EVERY = "every other pod";

    private Diagram() {}

    /** For a terminal: a headline, the pods, and one line for each end of the links. */
    public static String text(Fault fault, List<PodSpec> pods) {
        var lines = new ArrayList<String>();
        lines.add(headline(fault));
        lines.add("  hits    " + String.join(" ", fault.targets()));
        if (!fault.targetPods().isEmpty())
            lines.add("  target  " + String.join(" ", fault.targetPods()));
        arrows(fault, pods).forEach(arrow -> lines.add("  link    " + arrow));
        return String.join("\n", lines) + "\n";
    }

    /** {@code kafka-delay: NetworkChaos delay for 10s}. */
    static String headline(Fault fault) {
        return "%s: %s %s%s"
                .formatted(
                        fault.name(),
                        fault.kind(),
                        fault.action(),
                        fault.duration()
                                .map(duration -> " for " + Durations.format(duration))
                                .orElse(", at once"));
    }

    /** One line for a pod's links to or from every other, and one for what else a pod sends. */
    private static List<String> arrows(Fault fault, List<PodSpec> pods) {
        var names = pods.stream().map(PodSpec::name).toList();
        var links = new LinkedHashSet<>(fault.links(pods));
        var lines = new ArrayList<String>();
        for (var name : names) {
            var to = names.stream().map(other -> new Link(name, other)).toList();
            var from = names.stream().map(other -> new Link(other, name)).toList();
            if (removeAll(links, to)) lines.add(name + " -> " + EVERY);
            if (removeAll(links, from)) lines.add(EVERY + " -> " + name);
        }
        var others = new LinkedHashMap<String, List<String>>();
        for (var link : links)
            others.computeIfAbsent(link.from(), begin -> new ArrayList<>()).add(link.to());
        others.forEach((begin, ends) -> lines.add(begin + " -> " + String.join(" ", ends)));
        return lines;
    }

    /**
     * Takes the links between a pod and all others out where all of them, and several, are there.
     */
    private static boolean removeAll(Set<Link> links, List<Link> all) {
        var between = all.stream().filter(link -> !link.from().equals(link.to())).toList();
        return between.size() > 1 && links.containsAll(between) && links.removeAll(between);
    }

    /**
     * For a page: a box for each pod, in columns by component, and an arrow for each link.
     *
     * @param pods of the stack, hit or not
     * @return an SVG image as a text
     */
    public static String svg(Fault fault, List<PodSpec> pods) {
        return new Drawing(fault, pods).svg();
    }
}
