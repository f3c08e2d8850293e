package faultline.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations in Go's grammar, the one of Chaos Mesh and Kubernetes: {@code 300ms}, {@code 1h30m}.
 */
public final class Durations {

    private static final Map<String, Double> NANOS =
            Map.of(
                    "ns", 1.0, "us", 1e3, "µs", 1e3, "μs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h",
                    3600e9);

    private static final Pattern PART =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

    private Durations() {}

    /** The duration that {@code text} says, or empty where it is not in the grammar. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0") || text.equals("+0") || text.equals("-0"))
            return Optional.of(Duration.ZERO);
        var sign = text.startsWith("-") ? -1 : 1;
        var rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.isEmpty()) return Optional.empty();
        var part = PART.matcher(rest);
        double nanos = 0;
        int end = 0;
        while (end < rest.length()) {
            if (!part.find(end) || part.start() != end) return Optional.empty();
            nanos += Double.parseDouble(part.group(1)) * NANOS.get(part.group(2));
            end = part.end();
        }
        if (nanos > Long.MAX_VALUE) return Optional.empty();
        return Optional.of(Duration.ofNanos(sign * Math.round(nanos)));
    }

    /** As Go prints it, in the largest unit that keeps it whole: {@code 1m30s}, {@code 250ms}. */
    public static String format(Duration duration) {
        var nanos = duration.toNanos();
        if (nanos == 0) return "0s";
        if (nanos < 0) return "-" + format(duration.negated());
        if (nanos % 1_000_000 != 0) return nanos % 1_000 != 0 ? nanos + "ns" : nanos / 1_000 + "us";
        if (nanos % 1_000_000_000 != 0 && nanos < 1_000_000_000L) return nanos / 1_000_000 + "ms";
        var hours = duration.toHours();
        var minutes = duration.toMinutesPart();
        var seconds = duration.toSecondsPart() + duration.toMillisPart() / 1e3;
        return (hours > 0 ? hours + "h" : "")
                + (minutes > 0 ? minutes + "m" : "")
                + (seconds > 0
                        ? (seconds == Math.rint(seconds)
                                        ? Long.toString((long) seconds)
                                        : Double.toString(seconds))
                                + "s"
                        : "");
    }
}
