package faultline.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows one condition second by second. The same for a run that goes on and for its journal.
 *
 * <p>A second in which a pod that is to be seen was not seen is neither good nor bad: it ends no
 * breach and adds to none. A pod that is known to be down has a rate of zero, and no latency.
 */
public final class Watch {

    /** Longer than this without a value nobody can say that a condition held. */
    private static final int LEAST_UNSEEN_SECONDS = 3;

    /** What a condition is for. */
    public enum Role {
        /** Part of the hypothesis: it is bad where it does not hold. */
        HYPOTHESIS,
        /** A reason to stop: it is bad where it holds. */
        ABORT;

        /** As the journal says it. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What can be said of a condition over a time. */
    public enum Answer {
        KEPT,
        BROKEN,
        UNSEEN
    }

    /**
     * A time in which a condition was bad for as long as it says or longer.
     *
     * @param from first bad second, since the load started
     * @param to the second after the last bad one so far
     * @param value the worst in it
     */
    public record Breach(int from, int to, double value) {}

    private final Condition condition;
    private final Role role;
    private final TreeSet<String> reporters = new TreeSet<>();
    private final List<Breach> breaches = new ArrayList<>();
    private Breach streak;
    private int bad;
    private int unseen;
    private int longestUnseen;
    private int seen;
    private Double worst;

    public Watch(Condition condition, Role role) {
        this.condition = condition;
        this.role = role;
    }

    public Condition condition() {
        return condition;
    }

    public Role role() {
        return role;
    }

    /** Takes the rows of the next second. */
    public void see(int second, Collection<Sample> rows) {
        var value = value(rows);
        if (value.isEmpty()) {
            unseen++;
            longestUnseen = Math.max(longestUnseen, unseen);
            return;
        }
        unseen = 0;
        seen++;
        worst = worst == null ? value.get() : worse(worst, value.get());
        if (!isBad(value.get())) {
            streak = null;
            bad = 0;
            return;
        }
        bad++;
        streak =
                streak == null
                        ? new Breach(second, second + 1, value.get())
                        : new Breach(streak.from(), second + 1, worse(streak.value(), value.get()));
        if (bad > condition.seconds()) breaches.removeLast();
        if (bad >= condition.seconds()) breaches.add(streak);
    }

    /** Whether the last seconds seen are a breach. */
    public boolean isBroken() {
        return bad >= condition.seconds();
    }

    /** Every breach so far, oldest first. */
    public List<Breach> breaches() {
        return List.copyOf(breaches);
    }

    /** The worst value of all; empty where none was seen. */
    public Optional<Double> worst() {
        return Optional.ofNullable(worst);
    }

    /** What can be said of all seconds together. */
    public Answer answer() {
        if (!breaches.isEmpty()) return Answer.BROKEN;
        var limit = Math.max(condition.seconds(), LEAST_UNSEEN_SECONDS);
        return seen == 0 || longestUnseen >= limit ? Answer.UNSEEN : Answer.KEPT;
    }

    /** What happened, as a sentence. */
    public String sentence() {
        return switch (answer()) {
            case KEPT -> "%s: kept, the worst was %s.".formatted(condition, Numbers.plain(worst));
            case UNSEEN ->
                    seen == 0
                            ? "%s: no data.".formatted(condition)
                            : "%s: no data for %d s.".formatted(condition, longestUnseen);
            case BROKEN -> {
                var first = breaches.getFirst();
                yield "%s: %s from %d s to %d s, the worst was %s%s."
                        .formatted(
                                condition,
                                role == Role.ABORT ? "true" : "not kept",
                                first.from(),
                                first.to(),
                                Numbers.plain(first.value()),
                                breaches.size() > 1
                                        ? ", and %d more times".formatted(breaches.size() - 1)
                                        : "");
            }
        };
    }

    private boolean isBad(double value) {
        return condition.holds(value) == (role == Role.ABORT);
    }

    /** An abort condition is the worse the better it holds. */
    private double worse(double a, double b) {
        var worse = condition.worse().applyAsDouble(a, b);
        return role == Role.HYPOTHESIS || a == b ? worse : worse == a ? b : a;
    }

    /** The value of a second; empty where a pod that has been seen before is missing. */
    private Optional<Double> value(Collection<Sample> rows) {
        var values = new TreeMap<String, Double>();
        for (var row : rows) {
            if (!condition.covers(row)) continue;
            row.value(condition.measure())
                    .ifPresent(value -> {
                        values.put(row.pod(), value);
                        reporters.add(row.pod());
                    });
            if (isRate() && row.value(Measure.UP).orElse(1) == 0 && reporters.contains(row.pod()))
                values.putIfAbsent(row.pod(), 0.0);
        }
        if (values.isEmpty()) return Optional.empty();
        var whole = values.size() == reporters.size();
        if (condition.over().isPresent())
            return whole
                    ? condition.over().map(over -> over.of(List.copyOf(values.values())))
                    : Optional.empty();
        var value = values.values().stream().reduce(this::worse);
        return whole || isBad(value.get()) ? value : Optional.empty();
    }

    private boolean isRate() {
        var name = condition.measure().column();
        return name.endsWith("_msg_per_s") || name.endsWith("_rows_per_s");
    }
}
