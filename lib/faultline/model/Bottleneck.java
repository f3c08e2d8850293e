package faultline.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What broke first, by a rule that was there before the run: whatever crosses its threshold, the
 * farthest first. A feeder that sent too little, or was late although there were processors to
 * spare, comes before all, because then nothing else was put to the test.
 *
 * @param part the first of the causes, or {@code unknown}
 * @param causes in words, the strongest first
 * @param processors who took them where they were at their limit, a sentence with a space before it
 * @param unmeasured kinds of evidence that there was none of
 */
public record Bottleneck(
        String part, List<String> causes, String processors, List<Sign> unmeasured) {

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
                                Comparator.comparing((Evidence e) -> rank(e.sign(), full))
                                        .thenComparing(STRENGTH))
                        .toList();
        var cpu =
                crossing.stream()
                        .map(Evidence::sign)
                        .anyMatch(s -> s == Sign.MACHINE_CPU || s == Sign.CPU_PRESSURE);
        var seen = evidence.stream().map(Evidence::sign).collect(Collectors.toSet());
        return new Bottleneck(
                crossing.isEmpty() ? UNKNOWN : crossing.getFirst().sign().part(),
                crossing.stream().map(Evidence::sentence).toList(),
                cpu ? whoseProcessors(evidence) : "",
                Arrays.stream(Sign.values()).filter(s -> !seen.contains(s)).toList());
    }

    /**
     * On full processors a feeder is late, and a broker's handlers are busy, as everything else is:
     * that is no cause of its own.
     */
    private static int rank(Sign sign, boolean processorsAreFull) {
        return switch (sign) {
            case FEEDER_SHORTFALL -> 0;
            case FEEDER_LATENESS -> processorsAreFull ? 2 : 0;
            case REQUEST_HANDLERS, REQUEST_QUEUE -> processorsAreFull ? 2 : 1;
            default -> 1;
        };
    }

    /**
     * Which kinds of pods took the processors, and which single one the most; a sentence or
     * nothing.
     */
    private static String whoseProcessors(List<Evidence> evidence) {
        var pods =
                evidence.stream().filter(e -> e.sign() == Sign.POD_CPU).sorted(STRENGTH).toList();
        if (pods.isEmpty()) return "";
        var kinds =
                pods.stream()
                        .collect(
                                Collectors.groupingBy(
                                        e -> e.where().replaceFirst("-\\d+$", ""),
                                        TreeMap::new,
                                        Collectors.summingDouble(Evidence::share)));
        var all = kinds.values().stream().mapToDouble(Double::doubleValue).sum();
        evidence.stream()
                .filter(e -> e.sign() == Sign.MACHINE_CPU && e.share() > all)
                .forEach(e -> kinds.put("no pod (kit, switch, system)", e.share() - all));
        var shares =
                kinds.entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .map(kind -> kind.getKey() + " " + Written.percent(kind.getValue()))
                        .collect(Collectors.joining(", "));
        return " Processor time by kind of pod: %s; the busiest pod: %s with %s."
                .formatted(
                        shares, pods.getFirst().where(), Written.percent(pods.getFirst().share()));
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
                : "What broke first: "
                        + part
                        + ". "
                        + String.join(" ", causes)
                        + processors
                        + blind;
    }
}
