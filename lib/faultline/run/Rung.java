package faultline.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How far a fault reaches, from the smallest blast radius to the largest. */
public enum Rung {
    ONE,
    MINORITY,
    MAJORITY,
    ALL;

    static final List<String> LABELS = Stream.of(values()).map(Rung::label).toList();

    /** As a plan says it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Rung of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /**
     * How many of {@code members} are hit. A strict minority is the most that leaves more than half
     * of them, so 0 of 1 and of 2; a majority is the fewest that leaves less than half.
     */
    public int count(int members) {
        return switch (this) {
            case ONE -> Math.min(1, members);
            case MINORITY -> (members - 1) / 2;
            case MAJORITY -> members / 2 + 1;
            case ALL -> members;
        };
    }
}
