package faultline.check;

import faultline.check.Effect.Proof;
import faultline.measure.Event;
import faultline.measure.Recording;
import faultline.plan.Durations;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether a fault on links did to them what it says, by round trips over each before and during it.
 * The switch that injects is not asked: connections are opened over the same links.
 */
final class LinkEffect {

    /**
     * A round trip crosses a link once; half of what is to be added leaves room for a busy host.
     */
    private static final double CONFIRMED_SHARE = 0.5;

    /** With less than this, nothing was added. */
    private static final double MISMATCH_SHARE = 0.1;

    /** The blocks of a spec of which one at least says what happens to packets. */
    private static final List<String> NETEM =
            List.of("delay", "loss", "duplicate", "corrupt", "rate");

    private LinkEffect() {}

    /**
     * One effect for each link that was probed.
     *
     * @param spec of the fault's manifest
     */
    static List<Effect> all(Recording recording, String fault, Map<?, ?> spec) {
        var before = probe(recording, fault, "before");
        var during = probe(recording, fault, "during");
        var links = new TreeSet<>(before.keySet());
        links.addAll(during.keySet());
        return links.stream()
                .map(link ->
                        one(
                                fault,
                                link,
                                spec,
                                Optional.ofNullable(before.get(link)),
                                Optional.ofNullable(during.get(link))))
                .toList();
    }

    private static Effect one(
            String fault,
            String link,
            Map<?, ?> spec,
            Optional<Double> before,
            Optional<Double> during) {
        if (before.isEmpty())
            return new Effect(
                    fault, link, Proof.INCONCLUSIVE, link + " did not answer before the fault.");
        var seen =
                "%s: a round trip took %.1f ms before the fault and %s during it."
                        .formatted(
                                link,
                                before.get(),
                                during.map("%.1f ms"::formatted).orElse("found no way"));
        if (asksForNothing(spec))
            return new Effect(
                    fault,
                    link,
                    during.isPresent() ? Proof.CONFIRMED : Proof.INCONCLUSIVE,
                    seen + " The manifest asks for nothing here, so nothing is to be proved.");
        if ("partition".equals(spec.get("action")))
            return new Effect(
                    fault, link, during.isEmpty() ? Proof.CONFIRMED : Proof.MISMATCH, seen);
        var least = leastDelayMillis(spec);
        if (least <= 0 || during.isEmpty())
            return new Effect(
                    fault,
                    link,
                    Proof.INCONCLUSIVE,
                    seen + " That does not show what this fault does.");
        var added = during.get() - before.get();
        return new Effect(
                fault,
                link,
                added >= CONFIRMED_SHARE * least
                        ? Proof.CONFIRMED
                        : added < MISMATCH_SHARE * least ? Proof.MISMATCH : Proof.INCONCLUSIVE,
                seen);
    }

    /**
     * Whether every block that is there is 0: the zero point of a sweep over a delay or a loss,
     * which is the fault with everything but its effect.
     */
    private static boolean asksForNothing(Map<?, ?> spec) {
        var blocks = NETEM.stream().filter(spec::containsKey).toList();
        return !blocks.isEmpty() && blocks.stream().allMatch(block -> isZero(spec, block));
    }

    /** A rate slows a link down whatever it is. */
    private static boolean isZero(Map<?, ?> spec, String block) {
        if (block.equals("rate") || !(spec.get(block) instanceof Map<?, ?> values)) return false;
        return block.equals("delay")
                ? millis(values.get("latency")) + millis(values.get("jitter")) == 0
                : String.valueOf(values.get(block)).matches("0+(\\.0*)?");
    }

    /** Latency less jitter, in ms; 0 where nothing is delayed. */
    private static double leastDelayMillis(Map<?, ?> spec) {
        if (!(spec.get("delay") instanceof Map<?, ?> delay)) return 0;
        return millis(delay.get("latency")) - millis(delay.get("jitter"));
    }

    private static double millis(Object duration) {
        return duration == null
                ? 0
                : Durations.parse(duration.toString()).orElse(Duration.ZERO).toNanos() / 1e6;
    }

    /** What the probe of that time found, links without an answer left out of the values. */
    private static Map<String, Double> probe(Recording recording, String fault, String when) {
        var times = new java.util.TreeMap<String, Double>();
        recording.events().stream()
                .filter(e -> e.kind().equals("probe") && e.text("fault").equals(fault))
                .filter(e -> e.text("when").equals(when))
                .map(Event::detail)
                .map(detail -> detail.get("round_trip_ms"))
                .filter(Map.class::isInstance)
                .forEach(found ->
                        ((Map<?, ?>) found)
                                .forEach((link, time) -> {
                                    if (time instanceof Number n)
                                        times.put("" + link, n.doubleValue());
                                }));
        return times;
    }
}
