package faultline.chaos;

import faultline.plan.Durations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What happens to each packet of a link, as Linux's netem does it: everything that is there, at
 * once.
 *
 * @param rateBitsPerSecond how fast packets leave
 */
public record Netem(
        Optional<Delay> delay,
        Optional<Chance> loss,
        Optional<Chance> duplicate,
        Optional<Chance> corrupt,
        OptionalLong rateBitsPerSecond) {

    /** The blocks of a spec that netem reads, in its order. */
    static final List<String> BLOCKS = List.of("delay", "loss", "duplicate", "corrupt", "rate");

    static final String RATE_ALLOWED =
            "a whole number above 0 with bit, kbit, mbit, gbit, tbit (bits) or bps, kbps, mbps,"
                    + " gbps, tbps (bytes), as 10mbit";

    /**
     * @param percent of the packets that it happens to, 0 to 100
     * @param correlationPercent how much a draw hangs on the one before, 0 to 100
     */
    public record Chance(double percent, double correlationPercent) {}

    /**
     * Uniform from {@code latency - jitter} to {@code latency + jitter}.
     *
     * @param correlationPercent counts only with a jitter
     */
    public record Delay(
            Duration latency,
            Duration jitter,
            double correlationPercent,
            Optional<Reorder> reorder) {}

    /**
     * Packets that are not delayed and so overtake others.
     *
     * @param gap every so many packets one may; 0 and 1 mean any
     */
    public record Reorder(double percent, double correlationPercent, long gap) {}

    static Netem read(Fields spec) {
        var delay = spec.optionalChild("delay").map(Netem::readDelay);
        return new Netem(
                delay,
                chance(spec, "loss"),
                chance(spec, "duplicate"),
                chance(spec, "corrupt"),
                spec.has("rate") ? rate(spec.child("rate")) : OptionalLong.empty());
    }

    /** The rate that a block has, in bits/s. */
    static OptionalLong rate(Fields block) {
        var bits = Units.bitsPerSecond(block.text("rate", RATE_ALLOWED));
        if (bits.isEmpty()) throw block.wrong("rate", RATE_ALLOWED);
        return bits;
    }

    private static Delay readDelay(Fields delay) {
        var latency = delay(delay, "latency");
        var jitter = delay.has("jitter") ? delay(delay, "jitter") : Duration.ZERO;
        if (latency.isZero() && (jitter.isPositive() || delay.has("reorder")))
            throw delay.wrong(
                    "latency", "more than 0 with jitter or reorder: netem has neither without it");
        return new Delay(
                latency,
                jitter,
                delay.percent("correlation", 0),
                delay.optionalChild("reorder")
                        .map(reorder ->
                                new Reorder(
                                        reorder.percent("reorder", 0),
                                        reorder.percent("correlation", 0),
                                        reorder.wholeNumber("gap", 0, 0))));
    }

    private static Duration delay(Fields delay, String key) {
        var allowed = "a duration of one unit, as 20ms";
        return Durations.parse(delay.text(key, allowed))
                .orElseThrow(() -> delay.wrong(key, allowed));
    }

    private static Optional<Chance> chance(Fields spec, String name) {
        return spec.optionalChild(name)
                .map(block -> new Chance(block.percent(name, 0), block.percent("correlation", 0)));
    }

    /**
     * What Chaos Mesh makes of these blocks and does not say.
     *
     * @param spec what this was read from
     */
    List<String> caveats(Fields spec) {
        var caveats = new ArrayList<String>();
        delay.ifPresent(delay -> delayCaveats(spec.child("delay"), delay, caveats));
        for (var name : List.of("loss", "duplicate", "corrupt"))
            if (spec.has(name) && spec.child(name).percent(name, 0) == 0)
                caveats.add("%s.%s.%s is 0: nothing happens.".formatted(spec.path(), name, name));
        if (loss.isPresent() && loss.get().percent() > 0)
            caveats.add(
                    "%s.loss: on Kubernetes the sender's own TCP is told at once of what is lost on"
                                    .formatted(spec.path())
                            + " its side, so that loss may look milder than it is.");
        return caveats;
    }

    private static void delayCaveats(Fields block, Delay delay, List<String> caveats) {
        Stream.of("latency", "jitter")
                .filter(block::has)
                .forEach(key -> asText(block, key).ifPresent(caveats::add));
        if (delay.latency.isZero())
            caveats.add(block.path() + ".latency is 0: nothing is delayed.");
        else
            caveats.add(
                    ("%s.latency: on Kubernetes at most about %d packets/s pass on a link and the"
                                    + " rest is dropped, because Chaos Mesh leaves netem's queue at"
                                    + " 1000 packets.")
                            .formatted(
                                    block.path(),
                                    Math.round(1000 / (delay.latency.toNanos() / 1e9))));
        if (delay.correlationPercent > 0 && delay.jitter.isZero())
            caveats.add(block.path() + ".correlation counts for nothing: there is no jitter.");
        delay.reorder
                .filter(reorder -> reorder.percent == 0)
                .ifPresent(none ->
                        caveats.add(block.path() + ".reorder.reorder is 0: nothing overtakes."));
    }

    /**
     * Chaos Mesh compares these durations as texts: what sorts before "0ms" is left out, and tc
     * takes only seconds, milliseconds and microseconds.
     */
    private static Optional<String> asText(Fields block, String key) {
        var text = block.text(key, "");
        if (delay(block, key).isZero()) return Optional.empty();
        var where = "%s.%s \"%s\"".formatted(block.path(), key, text);
        if (text.compareTo("0ms") <= 0)
            return Optional.of(
                    where
                            + " is dropped in silence by Chaos Mesh 2.8; write it without a leading"
                            + " 0, as 500us.");
        if (text.matches(".*\\d(ns|m|h)"))
            return Optional.of(where + " is refused by tc on Kubernetes; write it in s, ms or us.");
        return Optional.empty();
    }
}
