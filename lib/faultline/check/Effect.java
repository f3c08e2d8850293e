package faultline.check;

import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a fault did to a target what it says: a killed pod comes back as another instance. A
 * fault that does nothing would otherwise look like a system that withstands it.
 *
 * @param reason a whole sentence
 */
public record Effect(String fault, String target, Proof proof, String reason) {

    static final String CONDITION = "fault took effect";

    /** What the timeline shows. */
    public enum Proof {
        CONFIRMED,
        MISMATCH,
        INCONCLUSIVE
    }

    /** The injection is written down before it is tried, so that every death it causes is later. */
    static Effect of(Recording recording, String fault, String target) {
        var injected = Timeline.injected(recording, fault);
        if (injected.isEmpty())
            return new Effect(fault, target, Proof.INCONCLUSIVE, fault + " was never injected.");
        long from = injected.get().monotonicNanos();
        var pod = Timeline.of(recording, target);
        var before = pod.stream().filter(e -> e.monotonicNanos() < from).toList();
        var after = pod.stream().filter(e -> e.monotonicNanos() >= from).toList();
        var died = after.stream().filter(e -> Timeline.is(e, "died")).findFirst();
        var old = instance(before.reversed().stream()).or(() -> instance(died.stream()));
        var next =
                instance(
                        after.stream()
                                .filter(e -> !e.text("instance").equals(old.orElse("")))
                                .filter(e -> !e.text("instance").isEmpty()));
        if (old.isPresent() && next.isPresent())
            return new Effect(
                    fault,
                    target,
                    Proof.CONFIRMED,
                    "%s was %s and came back as %s.".formatted(target, old.get(), next.get()));
        if (died.isEmpty())
            return Timeline.phase(recording, "drain").isPresent()
                    ? new Effect(fault, target, Proof.MISMATCH, target + " did not die.")
                    : new Effect(
                            fault,
                            target,
                            Proof.INCONCLUSIVE,
                            "The journal ends before %s was seen to die.".formatted(target));
        var startedAgain =
                after.stream().anyMatch(e -> Timeline.is(e, "started") || Timeline.is(e, "ready"));
        if (old.isEmpty())
            return new Effect(
                    fault,
                    target,
                    Proof.INCONCLUSIVE,
                    "No instance of %s is known.".formatted(target));
        return startedAgain
                ? new Effect(
                        fault,
                        target,
                        Proof.MISMATCH,
                        "%s is said to have died, yet is %s still.".formatted(target, old.get()))
                : new Effect(
                        fault,
                        target,
                        Proof.CONFIRMED,
                        "%s (%s) died and did not come back.".formatted(target, old.get()));
    }

    /** A fault without an effect tests nothing, so that nothing can pass. */
    Finding finding() {
        return proof == Proof.CONFIRMED
                ? Finding.pass(CONDITION, "%s", reason)
                : Finding.inconclusive(CONDITION, "%s: %s %s", fault, proof, reason);
    }

    private static Optional<String> instance(Stream<Event> events) {
        return events.map(e -> e.text("instance")).filter(i -> !i.isEmpty()).findFirst();
    }
}
