package faultline.check;

import faultline.chaos.Netem;
import faultline.chaos.NetworkAction;
import faultline.chaos.NetworkChaos;
import faultline.check.Effect.Proof;
import faultline.check.NetemLaw.Hits;
import faultline.measure.Recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Whether a fault on links did to them what it says, by round trips, datagrams and a timed transfer
 * over them before and during it. The switch that injects is not asked.
 */
record LinkEffect(Recording recording, String fault, NetworkChaos chaos) {

    /**
     * A round trip crosses a link once; half of what is to be added leaves room for a busy host.
     */
    private static final double CONFIRMED_SHARE = 0.5;

    /** With less than this, nothing was added. */
    private static final double MISMATCH_SHARE = 0.1;

    /** A rate that holds is never passed; a clock that is read late makes it look lower only. */
    private static final double RATE_CONFIRMED = 1.25;

    private static final double RATE_MISMATCH = 1.5;

    /** A link that carried no more than this before has not been slowed down visibly. */
    private static final double RATE_BEFORE = 2;

    /** Other packets of the pod share the rate; less than this is another thing than the rate. */
    private static final double RATE_LEAST = 0.1;

    private static final double BYTES_PER_MB = 1e6;

    /** One effect for each link that was probed. */
    static List<Effect> all(Recording recording, String fault, NetworkChaos chaos) {
        var effect = new LinkEffect(recording, fault, chaos);
        var probed = ProbedLink.probed(recording, fault);
        var links = probed.isEmpty() ? ProbedLink.roundTrips(recording, fault) : probed;
        return links.stream().map(effect::of).toList();
    }

    private Effect of(String link) {
        var before = ProbedLink.of(recording, fault, link, "before");
        var during = ProbedLink.of(recording, fault, link, "during");
        var parts = new ArrayList<Judged>();
        if (chaos.action() == NetworkAction.PARTITION || asksForNothing())
            parts.add(roundTrip(before.roundTripMillis(), during.roundTripMillis()));
        else {
            if (chaos.netem().delay().filter(d -> d.latency().isPositive()).isPresent())
                parts.add(roundTrip(before.roundTripMillis(), during.roundTripMillis()));
            chances(before, during, parts);
            rate(before, during, parts);
        }
        if (parts.isEmpty()) // of a fault that nothing was seen of
        parts.add(new Judged(Proof.INCONCLUSIVE, "no probe shows what this fault does."));
        parts.set(0, new Judged(parts.get(0).proof(), link + ": " + parts.get(0).reason()));
        return Judged.effect(fault, link, parts);
    }

    private Judged roundTrip(OptionalDouble before, OptionalDouble during) {
        if (before.isEmpty())
            return new Judged(Proof.INCONCLUSIVE, "it did not answer before the fault.");
        var seen =
                "a round trip took %.1f ms before the fault and %s during it."
                        .formatted(
                                before.getAsDouble(),
                                during.isPresent()
                                        ? "%.1f ms".formatted(during.getAsDouble())
                                        : "found no way");
        if (chaos.action() == NetworkAction.PARTITION)
            return new Judged(during.isEmpty() ? Proof.CONFIRMED : Proof.MISMATCH, seen);
        if (asksForNothing())
            return new Judged(
                    during.isPresent() ? Proof.CONFIRMED : Proof.INCONCLUSIVE,
                    seen + " The manifest asks for nothing here, so nothing is to be proved.");
        var delay = chaos.netem().delay().orElseThrow();
        var least = millis(delay.latency()) - millis(delay.jitter());
        if (least <= 0 || during.isEmpty())
            return new Judged(
                    Proof.INCONCLUSIVE, seen + " That does not show what this fault does.");
        var added = during.getAsDouble() - before.getAsDouble();
        return new Judged(
                added >= CONFIRMED_SHARE * least
                        ? Proof.CONFIRMED
                        : added < MISMATCH_SHARE * least ? Proof.MISMATCH : Proof.INCONCLUSIVE,
                seen);
    }

    /**
     * Whether every block that is there is 0: the zero point of a sweep over a delay or a loss,
     * which is the fault with everything but its effect.
     */
    private boolean asksForNothing() {
        var netem = chaos.netem();
        return chaos.action().isNetem()
                && netem.rateBitsPerSecond().isEmpty()
                && netem.delay().map(Netem.Delay::latency).orElse(Duration.ZERO).isZero()
                && Stream.of(netem.loss(), netem.duplicate(), netem.corrupt())
                        .allMatch(chance -> chance.map(Netem.Chance::percent).orElse(0.0) == 0);
    }

    private void chances(ProbedLink before, ProbedLink during, List<Judged> parts) {
        var netem = chaos.netem();
        var law = NetemLaw.of(netem, during.count("sent"));
        netem.loss()
                .filter(chance -> chance.percent() > 0)
                .ifPresent(c -> parts.add(chance("lost", law.lost(), before, during)));
        netem.duplicate()
                .filter(chance -> chance.percent() > 0)
                .ifPresent(c -> parts.add(chance("duplicated", law.duplicated(), before, during)));
        netem.corrupt()
                .filter(chance -> chance.percent() > 0)
                .ifPresent(c -> parts.add(chance("corrupted", law.corrupted(), before, during)));
        netem.delay()
                .filter(d -> d.reorder().filter(reorder -> reorder.percent() > 0).isPresent())
                .ifPresent(d -> parts.add(overtaking(d, law.overtaking(), before, during)));
    }

    private static Judged chance(String what, Hits law, ProbedLink before, ProbedLink during) {
        if (before.found().isEmpty() || during.found().isEmpty())
            return new Judged(
                    Proof.INCONCLUSIVE,
                    "No datagrams show how many are %s before and during the fault."
                            .formatted(what));
        var hit = during.count(what);
        var seen = seen(what, law, before, during);
        // What happens without the fault is no effect of it.
        var usual = before.count(what) * during.count("sent") / Math.max(1.0, before.count("sent"));
        if (law.tooMany(hit))
            return new Judged(usual == 0 ? Proof.MISMATCH : Proof.INCONCLUSIVE, seen);
        if (!law.conclusive())
            return new Judged(Proof.INCONCLUSIVE, seen + " That is too few to tell.");
        if (law.tooFew(hit)) return new Judged(Proof.MISMATCH, seen);
        return new Judged(
                usual <= law.mean() / 2 && hit > usual ? Proof.CONFIRMED : Proof.INCONCLUSIVE,
                seen);
    }

    /**
     * A jitter lets packets overtake each other too, and where the sender is held up for longer
     * than the latency there is nobody to overtake.
     */
    private static Judged overtaking(
            Netem.Delay delay, Hits law, ProbedLink before, ProbedLink during) {
        var judged = chance("overtaking", law, before, during);
        if (delay.jitter().isPositive())
            return new Judged(
                    Proof.INCONCLUSIVE, judged.reason() + " The jitter alone does that too.");
        if (judged.proof() == Proof.MISMATCH && during.count("overtaking") > 0)
            return new Judged(Proof.INCONCLUSIVE, judged.reason());
        return judged;
    }

    private static String seen(String what, Hits law, ProbedLink before, ProbedLink during) {
        return String.format(
                Locale.ROOT,
                "Of %d datagrams before the fault %d were %s, and of %d during it %d; %.0f ± %.0f"
                        + " were to be.",
                before.count("sent"),
                before.count(what),
                what,
                during.count("sent"),
                during.count(what),
                law.mean(),
                law.margin());
    }

    private void rate(ProbedLink before, ProbedLink during, List<Judged> parts) {
        var declared = chaos.rateBytesPerSecond();
        if (declared.isEmpty()) return;
        var free = before.number("bytes_per_s");
        var limited = during.number("bytes_per_s");
        if (free.isEmpty() || limited.isEmpty()) {
            parts.add(
                    new Judged(
                            Proof.INCONCLUSIVE,
                            "No transfer shows how fast it is before and during the fault."));
            return;
        }
        var rate = declared.getAsDouble();
        var seen =
                String.format(
                        Locale.ROOT,
                        "A transfer ran at %.3f MB/s before the fault and at %.3f MB/s during it;"
                                + " %.3f MB/s were to be left.",
                        free.getAsDouble() / BYTES_PER_MB,
                        limited.getAsDouble() / BYTES_PER_MB,
                        rate / BYTES_PER_MB);
        parts.add(new Judged(rateProof(rate, free.getAsDouble(), limited.getAsDouble()), seen));
    }

    private static Proof rateProof(double rate, double free, double limited) {
        if (limited > RATE_MISMATCH * rate) return Proof.MISMATCH;
        return limited <= RATE_CONFIRMED * rate
                        && limited >= RATE_LEAST * rate
                        && free >= RATE_BEFORE * rate
                ? Proof.CONFIRMED
                : Proof.INCONCLUSIVE;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
