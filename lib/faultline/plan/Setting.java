package faultline.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One field of a fault's manifest at one value, as {@code latency=20ms}. In order of size where the
 * values are numbers with a unit.
 *
 * @param parameter the field, {@code latency} or {@code delay.latency}
 * @param value as it is to stand in the manifest
 */
public record Setting(String parameter, String value) implements Comparable<Setting> {

    /** What a folder may be called after, on every file system and in a link. */
    private static final Pattern TEXT = Pattern.compile("([A-Za-z][\\w.-]*)=([\\w.%-]+)");

    private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:\\.\\d+)?)([A-Za-z%]*)");

    private static final Comparator<Setting> ORDER =
            Comparator.comparing(Setting::parameter)
                    .thenComparing(Setting::unit)
                    .thenComparing(Setting::number)
                    .thenComparing(Setting::value);

    /** Reads {@code latency=20ms}; empty where it is not in that form. */
    public static Optional<Setting> parse(String text) {
        var match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(new Setting(match.group(1), match.group(2)))
                : Optional.empty();
    }

    /**
     * Reads {@code latency=0ms,20ms,100ms}: one parameter and each of its values.
     *
     * @throws BadInput that names {@code source} where it is not in that form or a value comes
     *     twice
     */
    public static List<Setting> parseAll(String source, String text) {
        var settings = new ArrayList<Setting>();
        var name = text.substring(0, text.indexOf('=') + 1);
        for (var value : text.substring(name.length()).split(",", -1))
            settings.add(
                    parse(name + value)
                            .orElseThrow(() ->
                                    new BadInput(
                                            source,
                                            "",
                                            "\"" + text + "\"",
                                            "one field of the faults and its values, as"
                                                    + " latency=0ms,20ms,100ms")));
        if (settings.stream().distinct().count() < settings.size())
            throw new BadInput(source, "", text, "each value once; --repeat repeats");
        return List.copyOf(settings);
    }

    /** The size of the value, durations in ms; NaN where it is no number with a unit. */
    public double number() {
        var match = NUMBER.matcher(value);
        if (match.matches() && match.group(2).isEmpty()) return Double.parseDouble(match.group(1));
        var duration = Durations.parse(value);
        if (duration.isPresent()) return duration.get().toNanos() / 1e6;
        return match.matches() ? Double.parseDouble(match.group(1)) : Double.NaN;
    }

    /** The unit of {@link #number}; empty where the value has none. */
    public String unit() {
        var match = NUMBER.matcher(value);
        if (match.matches() && match.group(2).isEmpty()) return "";
        if (Durations.parse(value).isPresent()) return "ms";
        return match.matches() ? match.group(2) : "";
    }

    /** As a part of a folder's name: {@code latency-20ms}. */
    String inName() {
        return parameter + "-" + value.replace("%", "percent");
    }

    @Override
    public int compareTo(Setting other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return parameter + "=" + value;
    }
}
