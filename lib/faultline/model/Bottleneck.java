package faultline.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What broke first, by a rule that was there before the run: whatever crosses its threshold, the
 * farthest first. A feeder that sent too little, or was late although there were processors to
 * spare, comes before all, because then nothing else was put to the test.
 *
 * @param part the first of the causes, or {@code unknown}
 * @param causes in words, the strongest first
 * @param unmeasured kinds of evidence that there was none of
 */
public record Bottleneck(String part, List<String> causes, List<Sign> unmeasured) {

    /** Nothing crossed its threshold. */
    public static final String UNKNOWN = "unknown";

    private static final Comparator<Evidence> STRENGTH =
            Comparator.comparingDouble(Evidence::excess)
                    .reversed()
                    .thenComparing(Evidence::sign)
                    .thenComparing(Evidence::where);

    public Bottleneck {
        causes = List.copyOf(causes);
        unmeasured = List.copyOf(unmeasured);
    }

    public static Bottleneck of(List<Evidence> evidence) {
        var full = evidence.stream().anyMatch(e -> e.sign() == Sign.MACHINE_CPU && e.crosses());
        var crossing =
                evidence.stream()
                        .filter(Evidence::crosses)
                        .sorted(
                                Comparator.comparing((Evidence e) -> !isFirst(e.sign(), full))
                                        .thenComparing(STRENGTH))
                        .toList();
        var seen = evidence.stream().map(Evidence::sign).collect(Collectors.toSet());
        return new Bottleneck(
                crossing.isEmpty() ? UNKNOWN : crossing.getFirst().sign().part(),
                crossing.stream().map(Evidence::sentence).toList(),
                Arrays.stream(Sign.values()).filter(s -> !seen.contains(s)).toList());
    }

    /** On full processors a feeder is late as everything else is: no cause of its own. */
    private static boolean isFirst(Sign sign, boolean processorsAreFull) {
        return sign == Sign.FEEDER_SHORTFALL || sign == Sign.FEEDER_LATENESS && !processorsAreFull;
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
