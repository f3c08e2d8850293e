package faultline.check;

import faultline.chaos.StressChaos;
import faultline.check.Effect.Proof;
import faultline.measure.Event;
import faultline.measure.Recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Whether a stressed pod used what the stress is to use, by the kernel's account of its processes
 * before and during it. The injector is not asked.
 *
 * @param cores of the machine; none where the journal does not say
 */
record StressEffect(Recording recording, String fault, StressChaos chaos, OptionalDouble cores) {

    /** The pod's own share shrinks when it has to compete, and its memory comes and goes. */
    private static final double CONFIRMED_SHARE = 0.5;

    /** With less than this, nothing was added. */
    private static final double MISMATCH_SHARE = 0.1;

    private static final double BYTES_PER_MB = 1e6;

    /** One effect for each target. */
    static List<Effect> all(
            Recording recording, String fault, StressChaos chaos, List<String> targets) {
        var cores =
                recording.environment().get("cores") instanceof Number n
                        ? OptionalDouble.of(n.doubleValue())
                        : OptionalDouble.empty();
        var effect = new StressEffect(recording, fault, chaos, cores);
        return targets.stream().map(effect::of).toList();
    }

    private record Judged(Proof proof, String reason) {}

    private Effect of(String target) {
        var parts = new ArrayList<Judged>();
        chaos.cpu().ifPresent(cpu -> parts.add(cpu(target, cpu)));
        chaos.memory().ifPresent(memory -> parts.add(memory(target, memory)));
        var proofs = parts.stream().map(Judged::proof).toList();
        var proof =
                proofs.contains(Proof.MISMATCH)
                        ? Proof.MISMATCH
                        : proofs.contains(Proof.INCONCLUSIVE)
                                ? Proof.INCONCLUSIVE
                                : Proof.CONFIRMED;
        return new Effect(
                fault,
                target,
                proof,
                String.join(" ", parts.stream().map(Judged::reason).toList()));
    }

    /**
     * More than the machine has cannot be used. Where other pods keep it busy the kernel shares it
     * out, and what the stressed pod gets more is what the others get less: half is still a proof.
     */
    private Judged cpu(String target, StressChaos.Cpu cpu) {
        var asked =
                Math.min(
                        cpu.workers() * cpu.loadPercent() / 100.0,
                        cores.orElse(Double.POSITIVE_INFINITY));
        var before = probed(target, "before", "cpu_cores");
        var during = probed(target, "during", "cpu_cores");
        if (before.isEmpty() || during.isEmpty()) return unseen(target, "processor");
        return judged(
                before.getAsDouble(),
                during.getAsDouble(),
                asked,
                "%s used %.2f cores before the fault and %.2f during it; %.2f were to be added."
                        .formatted(target, before.getAsDouble(), during.getAsDouble(), asked));
    }

    private Judged memory(String target, StressChaos.Memory memory) {
        var before = probed(target, "before", "memory_bytes");
        var during = probed(target, "during", "memory_bytes");
        if (before.isEmpty() || during.isEmpty()) return unseen(target, "memory");
        var seen =
                "%s had %.0f MB before the fault and %.0f MB during it"
                        .formatted(
                                target,
                                before.getAsDouble() / BYTES_PER_MB,
                                during.getAsDouble() / BYTES_PER_MB);
        if (memory.bytes().isEmpty())
            return new Judged(
                    Proof.INCONCLUSIVE,
                    seen + "; of what limit a share was to be added, the journal does not say.");
        return judged(
                before.getAsDouble(),
                during.getAsDouble(),
                memory.bytes().getAsLong(),
                "%s; %.0f MB were to be added."
                        .formatted(seen, memory.bytes().getAsLong() / BYTES_PER_MB));
    }

    private static Judged judged(double before, double during, double asked, String seen) {
        var added = during - before;
        if (asked <= 0) return new Judged(Proof.INCONCLUSIVE, seen);
        return new Judged(
                added >= CONFIRMED_SHARE * asked
                        ? Proof.CONFIRMED
                        : added < MISMATCH_SHARE * asked ? Proof.MISMATCH : Proof.INCONCLUSIVE,
                seen);
    }

    private static Judged unseen(String target, String what) {
        return new Judged(
                Proof.INCONCLUSIVE,
                "The %s of %s was not seen before and during the fault.".formatted(what, target));
    }

    private OptionalDouble probed(String target, String when, String what) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("probe") && e.text("fault").equals(fault))
                .filter(e -> e.text("when").equals(when))
                .map(Event::detail)
                .map(detail -> detail.get(what))
                .map(found -> found instanceof Map<?, ?> pods ? pods.get(target) : null)
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .findFirst();
    }
}
