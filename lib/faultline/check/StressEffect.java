package faultline.check;

import faultline.chaos.StressChaos;
import faultline.check.Effect.Proof;
import faultline.measure.Recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether what runs beside a stressed pod used what the stress is to use, by the kernel's account
 * of those processes before and during it. The injector is not asked.
 *
 * @param cores of the machine; none where the journal does not say
 */
record StressEffect(Recording recording, String fault, StressChaos chaos, OptionalDouble cores) {

    /** What other pods want too is shared out: half is still a proof. */
    private static final double CONFIRMED_SHARE = 0.5;

    /** With less than this, nothing was added. */
    private static final double MISMATCH_SHARE = 0.1;

    /** A machine that idled less than this share of its cores had nothing more to give. */
    private static final double FULL_SHARE = 0.1;

    /**
     * On a full machine two workers get what two of all threads get: 0.11 of 1.6 cores where 34
     * others want two cores too (measured). A process that idles gets next to nothing.
     */
    private static final double FULL_CONFIRMED_SHARE = 0.05;

    /** A worker among a hundred threads still gets this. */
    private static final double STARVED_SHARE = 0.01;

    /** Memory is not shared out; the kernel may have put some of it aside. */
    private static final double HELD_SHARE = 0.9;

    /** A process that holds nothing has less than this, be it a virtual machine. */
    private static final double PROCESS_BYTES = 60e6;

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

    private Effect of(String target) {
        var before = probed(target, "before");
        var during = probed(target, "during");
        var parts = new ArrayList<Judged>();
        if (before.isEmpty() || during.isEmpty())
            parts.add(
                    new Judged(
                            Proof.INCONCLUSIVE,
                            "What runs beside %s was not seen before and during the fault."
                                    .formatted(target)));
        else {
            chaos.cpu().ifPresent(c -> parts.add(cpu(target, c, before.get(), during.get())));
            chaos.memory().ifPresent(m -> parts.add(memory(target, m, before.get(), during.get())));
        }
        return Judged.effect(fault, target, parts);
    }

    /**
     * Where the machine is full, the kernel shares it out among all that want it, so that what was
     * asked for cannot be expected; what the stressors did get is then the effect.
     */
    private Judged cpu(String target, StressChaos.Cpu cpu, Map<?, ?> before, Map<?, ?> during) {
        var asked =
                Math.min(
                        cpu.workers() * cpu.loadPercent() / 100.0,
                        cores.orElse(Double.POSITIVE_INFINITY));
        var used = number(during, "cpu_cores") - number(before, "cpu_cores");
        var idle = number(during, "machine_idle_cores");
        var seen =
                String.format(
                        Locale.ROOT,
                        "Beside %s %.2f cores were used before the fault and %.2f during it; %.2f"
                                + " were to be added, and the machine idled on %.2f before and"
                                + " %.2f during it.",
                        target,
                        number(before, "cpu_cores"),
                        number(during, "cpu_cores"),
                        asked,
                        number(before, "machine_idle_cores"),
                        idle);
        if (asked <= 0) return new Judged(Proof.INCONCLUSIVE, seen);
        if (used >= CONFIRMED_SHARE * asked) return new Judged(Proof.CONFIRMED, seen);
        if (cores.isPresent() && idle < FULL_SHARE * cores.getAsDouble())
            return new Judged(
                    used < STARVED_SHARE * asked
                            ? Proof.MISMATCH
                            : used < FULL_CONFIRMED_SHARE * asked
                                    ? Proof.INCONCLUSIVE
                                    : Proof.CONFIRMED,
                    seen + " It was full, so that all had to share.");
        return new Judged(
                used < MISMATCH_SHARE * asked ? Proof.MISMATCH : Proof.INCONCLUSIVE, seen);
    }

    private static Judged memory(
            String target, StressChaos.Memory memory, Map<?, ?> before, Map<?, ?> during) {
        var limit = number(during, "memory_limit_bytes");
        var asked =
                memory.bytes().isPresent()
                        ? memory.bytes().getAsLong()
                        : limit * memory.percent().orElse(100) / 100;
        var added = number(during, "memory_bytes") - number(before, "memory_bytes");
        var processes = number(during, "processes") - number(before, "processes");
        var held = added - processes * PROCESS_BYTES;
        var seen =
                String.format(
                        Locale.ROOT,
                        "Beside %s %.0f MB were resident before the fault and %.0f MB during it;"
                                + " %.0f MB were to be added%s.",
                        target,
                        number(before, "memory_bytes") / BYTES_PER_MB,
                        number(during, "memory_bytes") / BYTES_PER_MB,
                        asked / BYTES_PER_MB,
                        memory.bytes().isPresent()
                                ? ""
                                : ", %d %% of what it may have"
                                        .formatted(memory.percent().orElse(100)));
        if (asked <= 0) return new Judged(Proof.INCONCLUSIVE, seen);
        if (added >= HELD_SHARE * asked && held >= CONFIRMED_SHARE * asked)
            return new Judged(Proof.CONFIRMED, seen);
        return new Judged(
                held < MISMATCH_SHARE * asked ? Proof.MISMATCH : Proof.INCONCLUSIVE, seen);
    }

    private static double number(Map<?, ?> found, String what) {
        return found.get(what) instanceof Number n ? n.doubleValue() : 0;
    }

    private Optional<Map<?, ?>> probed(String target, String when) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("probe") && e.text("fault").equals(fault))
                .filter(e -> e.text("when").equals(when))
                .map(e -> e.detail().get("beside"))
                .filter(Map.class::isInstance)
                .map(found -> ((Map<?, ?>) found).get(target))
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(found -> (Map<?, ?>) found)
                .findFirst();
    }
}
