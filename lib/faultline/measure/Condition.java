package faultline.measure;

import faultline.plan.BadInput;
import faultline.plan.Durations;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One sentence about a measure, as {@code sum dumped_rows_per_s of consumer-mariadb >= 1500 for
 * 5s}.
 *
 * @param over how the values of several pods become one; empty where each pod counts for itself
 * @param of a component, a consumer group, a pod or {@code machine}; empty for whoever has it
 * @param seconds in a row that count; a shorter time is no matter
 */
public record Condition(
        Optional<Over> over,
        Measure measure,
        String of,
        Relation relation,
        double value,
        int seconds) {

    /** One value out of those of several pods. */
    public enum Over {
        SUM,
        MEAN,
        MAX,
        MIN;

        double of(List<Double> values) {
            var stream = values.stream().mapToDouble(Double::doubleValue);
            return switch (this) {
                case SUM -> stream.sum();
                case MEAN -> stream.average().orElse(Double.NaN);
                case MAX -> stream.max().orElse(Double.NaN);
                case MIN -> stream.min().orElse(Double.NaN);
            };
        }

        private static Optional<Over> read(String word) {
            return word == null
                    ? Optional.empty()
                    : Optional.of(valueOf(word.toUpperCase(Locale.ROOT)));
        }
    }

    /** How a value is compared. */
    public enum Relation {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        EQUAL("=="),
        OTHER("!=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        boolean holds(double value, double bound) {
            return switch (this) {
                case LESS -> value < bound;
                case AT_MOST -> value <= bound;
                case MORE -> value > bound;
                case AT_LEAST -> value >= bound;
                case EQUAL -> value == bound;
                case OTHER -> value != bound;
            };
        }

        private static Relation read(String sign) {
            return Arrays.stream(values())
                    .filter(r -> r.sign.equals(sign))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:(sum|mean|max|min)\\s+)?([a-z]\\w*)(?:\\s+of\\s+([a-z][\\w-]*))?\\s*"
                            + "(<=|>=|==|!=|<|>)\\s*(-?\\d+(?:\\.\\d+)?)(?:\\s+for\\s+(\\S+))?");

    private static final String FORM =
            "[sum|mean|max|min] MEASURE [of POD] <|<=|>|>=|==|!= NUMBER [for DURATION], as"
                    + " e2e_p99_ms of consumer-mariadb < 500 for 3s";

    /**
     * Reads a condition.
     *
     * @param source the file, and {@code path} the place in it
     * @param subjects what may stand after "of"
     * @param absent seconds where the text says none
     * @throws BadInput where it is not in the form, or nobody measures that
     */
    public static Condition parse(
            String source, String path, String text, List<String> subjects, int absent) {
        var match = TEXT.matcher(text.strip());
        if (!match.matches()) throw new BadInput(source, path, "\"" + text + "\"", FORM);
        var measure = Measure.of(match.group(2));
        if (measure == null)
            throw new BadInput(
                    source,
                    path,
                    "the measure " + match.group(2),
                    Stream.of(Measure.values())
                            .map(Measure::column)
                            .collect(Collectors.joining(", ")));
        var of = match.group(3) == null ? "" : match.group(3);
        if (!of.isEmpty() && !subjects.contains(of))
            throw new BadInput(source, path, "of " + of, "of " + String.join(", ", subjects));
        return new Condition(
                Over.read(match.group(1)),
                measure,
                of,
                Relation.read(match.group(4)),
                Double.parseDouble(match.group(5)),
                match.group(6) == null ? absent : seconds(source, path, match.group(6)));
    }

    /** The condition that {@link #toString} gave, whoever it is about. */
    public static Condition parse(String text) {
        var of = Pattern.compile(" of (\\S+)").matcher(text);
        return parse("condition", "", text, of.find() ? List.of(of.group(1)) : List.of(), 1);
    }

    /** Whether a row is one of those that it is about, as far as names tell. */
    boolean covers(Sample sample) {
        return of.isEmpty()
                || of.equals(sample.component())
                || of.equals(sample.pod())
                || sample.pod().startsWith(of + "-");
    }

    boolean holds(double seen) {
        return relation.holds(seen, value);
    }

    /** Of two values the one that is nearer to breaking it, or breaks it by more. */
    DoubleBinaryOperator worse() {
        return switch (relation) {
            case LESS, AT_MOST -> Math::max;
            case MORE, AT_LEAST -> Math::min;
            case EQUAL -> (a, b) -> Math.abs(a - value) >= Math.abs(b - value) ? a : b;
            case OTHER -> (a, b) -> Math.abs(a - value) <= Math.abs(b - value) ? a : b;
        };
    }

    private static int seconds(String source, String path, String text) {
        var allowed = "whole seconds from 1s to 10m, as 3s";
        var duration =
                Durations.parse(text)
                        .filter(d -> d.toMillis() % 1000 == 0)
                        .filter(d -> d.toSeconds() >= 1 && d.toSeconds() <= 600)
                        .orElseThrow(() -> new BadInput(source, path, "for " + text, allowed));
        return (int) duration.toSeconds();
    }

    /** With every default written out. */
    @Override
    public String toString() {
        return "%s%s%s %s %s for %s"
                .formatted(
                        over.map(o -> o.name().toLowerCase(Locale.ROOT) + " ").orElse(""),
                        measure.column(),
                        of.isEmpty() ? "" : " of " + of,
                        relation.sign,
                        Numbers.plain(value),
                        Durations.format(Duration.ofSeconds(seconds)));
    }
}
