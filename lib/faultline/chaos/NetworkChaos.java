package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Packets between pods are delayed, lost, doubled, broken, slowed down or cut off.
 *
 * @param target the other end of the links; without it and without external targets every link
 * @param device of the pods of the selector, {@code eth0} where none is named
 * @param targetDevice of the pods of the target
 * @param netem where the action is netem's, else nothing in it
 * @param bandwidth where that is the action
 */
public record NetworkChaos(
        NetworkAction action,
        Direction direction,
        Optional<Target> target,
        List<ExternalTarget> externalTargets,
        String device,
        String targetDevice,
        Netem netem,
        Optional<Bandwidth> bandwidth)
        implements Injection {

    private static final String DEFAULT_DEVICE = "eth0";

    static NetworkChaos read(Fields spec, String namespace) {
        var action = spec.choice("action", NetworkAction.values(), NetworkAction::label);
        var direction =
                spec.has("direction")
                        ? spec.choice("direction", Direction.values(), Direction::label)
                        : Direction.TO;
        var target = spec.optionalChild("target").map(child -> Target.read(child, namespace));
        var external = externalTargets(spec);
        if (action != NetworkAction.PARTITION && direction != Direction.TO) {
            if (target.isEmpty())
                throw spec.wrong(
                        "direction",
                        "to, or a target: %s needs to know who sends".formatted(direction.label()));
            if (!external.isEmpty())
                throw spec.wrong(
                        "externalTargets",
                        "none with direction " + direction.label() + ", unless it is a partition");
        }
        refuseOtherBlocks(spec, action);
        return new NetworkChaos(
                action,
                direction,
                target,
                external,
                device(spec, "device"),
                device(spec, "targetDevice"),
                Netem.read(spec),
                spec.optionalChild("bandwidth").map(Bandwidth::read));
    }

    /** Chaos Mesh leaves out in silence what the traffic control of the action does not read. */
    private static void refuseOtherBlocks(Fields spec, NetworkAction action) {
        if (action == NetworkAction.BANDWIDTH && !spec.has("bandwidth"))
            throw spec.wrong("bandwidth", "the rate, the limit and the buffer");
        if (action != NetworkAction.BANDWIDTH && spec.has("bandwidth"))
            throw spec.wrong("bandwidth", "none with action " + action.label());
        for (var block : Netem.BLOCKS)
            if (!action.isNetem() && spec.has(block))
                throw spec.wrong(block, "none with action " + action.label());
        if (action.isNetem() && Netem.BLOCKS.stream().noneMatch(spec::has))
            throw spec.wrong(
                    action == NetworkAction.NETEM ? "delay" : action.label(),
                    "one of %s at least: without one nothing would happen"
                            .formatted(String.join(", ", Netem.BLOCKS)));
    }

    private static List<ExternalTarget> externalTargets(Fields spec) {
        var texts = spec.texts("externalTargets");
        var targets = new ArrayList<ExternalTarget>();
        for (int i = 0; i < texts.size(); i++) {
            var target = ExternalTarget.parse(texts.get(i));
            if (target.isEmpty())
                throw spec.wrong(
                        "externalTargets", i, "\"" + texts.get(i) + "\"", ExternalTarget.ALLOWED);
            targets.add(target.get());
        }
        return List.copyOf(targets);
    }

    private static String device(Fields spec, String key) {
        return spec.optionalText(key)
                .map(name -> name.replaceFirst("@.*", ""))
                .filter(name -> !name.isEmpty())
                .orElse(DEFAULT_DEVICE);
    }

    /** How fast packets are let through, in bytes/s; empty where the fault does not say. */
    public OptionalDouble rateBytesPerSecond() {
        var bits =
                bandwidth
                        .map(b -> OptionalLong.of(b.rateBitsPerSecond()))
                        .orElse(netem.rateBitsPerSecond());
        return bits.isPresent()
                ? OptionalDouble.of(bits.getAsLong() / 8.0)
                : OptionalDouble.empty();
    }

    @Override
    public String actionName() {
        return action.label();
    }

    @Override
    public boolean oneShot() {
        return false;
    }

    @Override
    public List<String> caveats(Manifest manifest, List<PodSpec> matching) {
        var spec = manifest.spec();
        var caveats = new ArrayList<String>();
        if (action.isNetem() && action != NetworkAction.NETEM && !spec.has(action.label()))
            caveats.add(
                    "%s is %s and there is no such block: the blocks that are there are injected."
                            .formatted(manifest.at("action"), action.label()));
        if (target.isEmpty() && externalTargets.isEmpty() && action == NetworkAction.PARTITION)
            caveats.add(
                    manifest.at("target")
                            + " is missing: everything is dropped that the pods "
                            + switch (direction) {
                                case TO -> "send.";
                                case FROM -> "receive.";
                                case BOTH -> "send and receive.";
                            });
        if (target.isEmpty() && spec.has("targetDevice"))
            caveats.add(manifest.at("targetDevice") + " is ignored: there is no target.");
        for (var key : List.of("device", "targetDevice"))
            if (spec.has(key) && !device(spec, key).equals(DEFAULT_DEVICE))
                caveats.add(
                        manifest.at(key)
                                + " means something on Kubernetes only: a pod here has one"
                                + " device.");
        if (externalTargets.stream().anyMatch(external -> external.prefixLength().isEmpty()))
            caveats.add(
                    manifest.at("externalTargets")
                            + ": on Kubernetes names are looked up once, by the controller, and"
                            + " only IPv4 addresses count.");
        caveats.addAll(netem.caveats(spec));
        bandwidth.ifPresent(b -> caveats.addAll(b.caveats(manifest.at("bandwidth"))));
        return caveats;
    }

    @Override
    public void check(Manifest manifest, List<PodSpec> matching) {
        // any pod has links; whether the drawn ones have is known only when both ends are drawn
    }

    @Override
    public List<String> recordIds(String pod) {
        return List.of(Selector.NAMESPACE + "/" + pod);
    }

    /**
     * The directed links that are touched, none from a pod to itself. A pod without target and
     * without external targets is hit towards every other.
     *
     * @param sources the pods of the selector
     * @param targets the pods of the target
     * @param everyPod of the stack
     */
    public List<Link> links(List<String> sources, List<String> targets, List<String> everyPod) {
        var others = new ArrayList<>(targets);
        externalTargets.forEach(external -> others.add(external.written()));
        var links = new LinkedHashSet<Link>();
        for (var source : sources)
            for (var other : others.isEmpty() ? everyPod : others) {
                if (source.equals(other)) continue;
                if (direction.hasTo()) links.add(new Link(source, other));
                if (direction.hasFrom()) links.add(new Link(other, source));
            }
        return List.copyOf(links);
    }
}
