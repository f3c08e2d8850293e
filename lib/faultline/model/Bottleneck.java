package faultline.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What broke first, by a rule that was there before the run: whatever crosses its threshold, the
 * farthest first. A feeder that was late comes before all, because then nothing else was put to the
 * test.
 *
 * @param part the first of the causes, or {@code unknown}
 * @param causes in words, the strongest first
 * @param unmeasured kinds of evidence that there was none of
 */
public record Bottleneck(String part, List<String> causes, List<Sign> unmeasured) {

    /** Nothing crossed its threshold. */
    public static final String UNKNOWN = "unknown";

    private static final Comparator<Evidence> STRENGTH =
            Comparator.comparing((Evidence e) -> !e.sign().part().equals("feeder"))
                    .thenComparing(Comparator.comparingDouble(Evidence::excess).reversed())
                    .thenComparing(Evidence::sign)
                    .thenComparing(Evidence::where);

    public Bottleneck {
        causes = List.copyOf(causes);
        unmeasured = List.copyOf(unmeasured);
    }

    public static Bottleneck of(List<Evidence> evidence) {
        var crossing = evidence.stream().filter(Evidence::crosses).sorted(STRENGTH).toList();
        var seen = evidence.stream().map(Evidence::sign).collect(Collectors.toSet());
        return new Bottleneck(
                crossing.isEmpty() ? UNKNOWN : crossing.getFirst().sign().part(),
                crossing.stream().map(Evidence::sentence).toList(),
                Arrays.stream(Sign.values()).filter(s -> !seen.contains(s)).toList());
    }

    /** A sentence or two. */
    public String sentence() {
        var blind =
                unmeasured.isEmpty()
                        ? ""
                        : " Not measured: "
                                + unmeasured.stream()
                                        .map(s ->
                                                s.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                        .collect(Collectors.joining(", "))
                                + ".";
        return causes.isEmpty()
                ? "What broke first is unknown: nothing that was measured reached its limit."
                        + blind
                : "What broke first: " + part + ". " + String.join(" ", causes) + blind;
    }
}
