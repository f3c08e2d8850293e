package faultline.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * How many of the matching pods are hit.
 *
 * @param value a count or a percentage, as the rule needs it; nothing for one and all
 */
public record Mode(Rule rule, OptionalInt value) {

    /** The five ways to count of Chaos Mesh. */
    public enum Rule {
        ONE("one"),
        ALL("all"),
        FIXED("fixed"),
        FIXED_PERCENT("fixed-percent"),
        RANDOM_MAX_PERCENT("random-max-percent");

        private final String label;

        Rule(String label) {
            this.label = label;
        }

        /** As the manifest says it. */
        public String label() {
            return label;
        }
    }

    /** Reads {@code mode} and {@code value}; a target of its own has them too. */
    static Mode read(Fields fields) {
        var rule = fields.choice("mode", Rule.values(), Rule::label);
        return switch (rule) {
            case ONE, ALL -> {
                if (fields.has("value")) fields.text("value", "a text; mode needs none");
                yield new Mode(rule, OptionalInt.empty());
            }
            case FIXED -> new Mode(rule, OptionalInt.of(value(fields, Integer.MAX_VALUE)));
            case FIXED_PERCENT, RANDOM_MAX_PERCENT ->
                    new Mode(rule, OptionalInt.of(value(fields, 100)));
        };
    }

    /**
     * How many of {@code matching} pods to hit. Percentages are rounded up, as Chaos Mesh does: 34
     * % of 3 is 2. Only random-max-percent draws, uniformly from 0 to its value, and only it can
     * come to 0 of some.
     */
    int count(int matching, RandomGenerator random) {
        return switch (rule) {
            case ONE -> Math.min(1, matching);
            case ALL -> matching;
            case FIXED -> Math.min(value.getAsInt(), matching);
            case FIXED_PERCENT -> Math.ceilDiv(matching * value.getAsInt(), 100);
            case RANDOM_MAX_PERCENT ->
                    Math.ceilDiv(matching * random.nextInt(value.getAsInt() + 1), 100);
        };
    }

    /** The fewest that can be hit of {@code matching} pods where any is hit. */
    int least(int matching) {
        if (matching == 0) return 0;
        return switch (rule) {
            case ONE, RANDOM_MAX_PERCENT -> 1;
            case ALL -> matching;
            case FIXED -> Math.min(value.getAsInt(), matching);
            case FIXED_PERCENT -> Math.ceilDiv(matching * value.getAsInt(), 100);
        };
    }

    /** Draws without putting back; every pod is as likely as every other. */
    <T> List<T> pick(List<T> matching, RandomGenerator random) {
        var count = count(matching.size(), random);
        var shuffled = new ArrayList<>(matching);
        Collections.shuffle(shuffled, random);
        var picked = shuffled.subList(0, count);
        return matching.stream().filter(picked::contains).toList();
    }

    private static int value(Fields fields, int maximum) {
        var allowed = "a whole number from 1 to %d in quotes, as value: \"1\"".formatted(maximum);
        var text = fields.text("value", allowed);
        try {
            var number = text.matches("[+-]?[0-9]+") ? Integer.parseInt(text) : 0;
            if (number >= 1 && number <= maximum) return number;
        } catch (NumberFormatException e) {
            // more digits than a count can have: refused like any other
        }
        throw fields.wrong("value", allowed);
    }
}
