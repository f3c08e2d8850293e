package faultline.chaos;

import faultline.plan.Yaml;
import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How the pods at one end of a fault are chosen.
 *
 * @param where the mapping that holds {@code selector}, {@code mode} and {@code value}
 */
record Draw(Fields where, Selector selector, Mode mode) {

    /** Every pod that the selector matches, in the order given. */
    List<PodSpec> matching(List<PodSpec> pods) {
        return selector.select(where.child("selector"), pods);
    }

    /** As {@link #matching}; refuses where there is none. */
    List<PodSpec> required(List<PodSpec> pods) {
        var matching = matching(pods);
        if (matching.isEmpty())
            throw where.wrong(
                    "selector",
                    "no pod that matches %s in namespace %s"
                            .formatted(
                                    Yaml.json(where.values().get("selector")),
                                    String.join(", ", selector.namespaces())),
                    "in namespace %s, labels %s"
                            .formatted(Selector.NAMESPACE, String.join(", ", labels(pods))));
        return matching;
    }

    /**
     * The pods that are hit; refuses where it comes to none.
     *
     * @param name of what is drawn: another name is another draw
     */
    List<String> pick(List<PodSpec> matching, String name, long seed) {
        var random = new SplittableRandom(seed ^ ((long) name.hashCode() << Integer.SIZE));
        var drawn = mode.pick(matching, random).stream().map(PodSpec::name).toList();
        if (drawn.isEmpty())
            throw where.wrong(
                    "mode",
                    "%s, which comes to 0 of %d pods with seed %d"
                            .formatted(mode.rule().label(), matching.size(), seed),
                    "another seed, or a mode that always hits a pod");
        return drawn;
    }

    /** What Chaos Mesh does with such a choice and does not say. */
    List<String> caveats(int matching) {
        var caveats = new ArrayList<String>();
        if (mode.value().isEmpty() && where.has("value"))
            caveats.add(
                    "%s.value is ignored: mode %s needs none."
                            .formatted(where.path(), mode.rule().label()));
        if (mode.rule() == Mode.Rule.FIXED && mode.value().getAsInt() > matching)
            caveats.add(
                    "%s.value asks for %d pods and %d match: these are hit."
                            .formatted(where.path(), mode.value().getAsInt(), matching));
        if (mode.rule() == Mode.Rule.RANDOM_MAX_PERCENT)
            caveats.add(
                    "%s.mode draws no pod once in %d times: Chaos Mesh would then say that all is"
                                    .formatted(where.path(), mode.value().getAsInt() + 1)
                            + " well; here such a draw is refused.");
        for (var field : selector.overridden(where.child("selector")))
            caveats.add(
                    "%1$s.selector.%2$s is ignored: %1$s.selector.pods is there."
                            .formatted(where.path(), field));
        return caveats;
    }

    private static List<String> labels(List<PodSpec> pods) {
        return pods.stream()
                .flatMap(pod -> pod.labels().entrySet().stream())
                .map(label -> label.getKey() + "=" + label.getValue())
                .distinct()
                .sorted()
                .toList();
    }
}
