package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.measure.Sample;
import faultline.measure.Watch;
import faultline.measure.Watch.Answer;
import faultline.measure.Watch.Role;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Keeps watch over the conditions of a run, second by second: first at the gate, then while faults
 * are on and until the load ends. Knows no clock; whoever calls it has one.
 */
final class Vigil {

    private final Guard guard;
    private final BiConsumer<String, Map<String, Object>> journal;
    private final Set<Watch> broken = new HashSet<>();
    private final int gateEnd;
    private List<Watch> watches;
    private int next;
    private boolean isOpen;

    /**
     * @param gateFrom first second of the gate, since the load started
     * @param journal takes the kind of an event and its details
     */
    Vigil(Guard guard, int gateFrom, BiConsumer<String, Map<String, Object>> journal) {
        this.guard = guard;
        this.journal = journal;
        next = gateFrom;
        gateEnd = gateFrom + (int) guard.gate().toSeconds();
        watches = watches(guard);
    }

    /** The second that it wants to see next, since the load started. */
    int next() {
        return next;
    }

    /**
     * Takes the rows of the {@linkplain #next next} second.
     *
     * @return why the run must be aborted now; empty where nothing speaks for that
     */
    Optional<String> see(Collection<Sample> rows) {
        var second = next++;
        if (second >= gateEnd && !isOpen) return Optional.empty();
        for (var watch : watches) watch.see(second, rows);
        return isOpen ? breaches() : Optional.empty();
    }

    /**
     * Judges the seconds of the gate. From here on a breach of an abort condition counts.
     *
     * @return why nothing may be injected; empty where everything held for the whole time
     */
    Optional<String> gate() {
        var bad = watches.stream().filter(watch -> watch.answer() != Answer.KEPT).toList();
        journal.accept(
                "gate",
                ordered(
                        "held",
                        bad.isEmpty(),
                        "from",
                        gateEnd - (int) guard.gate().toSeconds(),
                        "to",
                        gateEnd,
                        "seen",
                        watches.stream().map(Watch::sentence).toList()));
        watches = watches(guard);
        isOpen = true;
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the steady state was not there before the fault, so nothing was injected: "
                                + bad.getFirst().sentence());
    }

    /** Writes what has changed into the journal. */
    private Optional<String> breaches() {
        var reason = Optional.<String>empty();
        for (var watch : watches) {
            var now = watch.isBroken();
            if (!(now ? broken.add(watch) : broken.remove(watch))) continue;
            var breach = watch.breaches().getLast();
            journal.accept(
                    "breach",
                    ordered(
                            "condition", watch.condition().toString(),
                            "role", watch.role().label(),
                            "status", now ? "begun" : "over",
                            "from", breach.from(),
                            "to", breach.to(),
                            "value", breach.value()));
            if (now && watch.role() == Role.ABORT && reason.isEmpty())
                reason = Optional.of("abort condition " + watch.sentence());
        }
        return reason;
    }

    private static List<Watch> watches(Guard guard) {
        var watches = new ArrayList<Watch>();
        guard.hypothesis().forEach(c -> watches.add(new Watch(c, Role.HYPOTHESIS)));
        guard.abort().forEach(c -> watches.add(new Watch(c, Role.ABORT)));
        return watches;
    }
}
