package faultline.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping inside a file of ours, which knows where it stands, so that every error names the path.
 *
 * @param path of this mapping with a dot behind it, empty for the whole file
 */
public record Section(String file, String path, Map<String, Object> values) {

    /** The whole file. */
    public static Section of(String file, Map<String, Object> values) {
        return new Section(file, "", values);
    }

    /** Refuses the first key that is not one of {@code known}. */
    public Section only(Collection<String> known) {
        for (var key : values.keySet())
            if (!known.contains(key))
                throw new BadInput(file, path + key, "an unknown key", String.join(", ", known));
        return this;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A mapping that must be there. */
    public Section child(String key) {
        if (values.get(key) instanceof Map<?, ?> map) return inside(path + key + ".", map);
        throw wrong(key, "a mapping");
    }

    /** A mapping, empty where there is none. */
    public Section childOrEmpty(String key) {
        return has(key) ? child(key) : new Section(file, path + key + ".", Map.of());
    }

    /** A list of mappings that must be there. */
    public List<Section> children(String key) {
        var children = new ArrayList<Section>();
        if (values.get(key) instanceof List<?> list)
            for (var item : list) {
                if (!(item instanceof Map<?, ?> map)) throw wrong(key, "a list of mappings");
                children.add(inside("%s%s[%d].".formatted(path, key, children.size()), map));
            }
        else throw wrong(key, "a list of mappings");
        return children;
    }

    public Number number(String key) {
        if (values.get(key) instanceof Number number) return number;
        throw wrong(key, "a number");
    }

    /** A number between bounds, {@code absent} where there is none. */
    public double number(String key, double least, double most, double absent) {
        if (!has(key)) return absent;
        var value = number(key).doubleValue();
        if (value >= least && value <= most) return value;
        throw wrong(key, "a number from %s to %s".formatted(plain(least), plain(most)));
    }

    /** A whole number between bounds, {@code absent} where there is none. */
    public int whole(String key, int least, int most, int absent) {
        var value = number(key, least, most, absent);
        if (value == Math.rint(value)) return (int) value;
        throw wrong(key, "a whole number from %d to %d".formatted(least, most));
    }

    public String text(String key) {
        if (values.get(key) instanceof String text && !text.isBlank()) return text.strip();
        throw wrong(key, "a text");
    }

    /** A text, {@code absent} where there is none. */
    public String text(String key, String absent) {
        return has(key) ? text(key) : absent;
    }

    /** One of the choices, {@code absent} where there is none. */
    public String choice(String key, List<String> choices, String absent) {
        var text = has(key) ? String.valueOf(values.get(key)) : absent;
        if (choices.contains(text)) return text;
        throw wrong(key, String.join(", ", choices));
    }

    public Duration duration(String key) {
        return Durations.parse(text(key)).orElseThrow(() -> wrong(key, "a duration as 15s"));
    }

    /** A duration of at least {@code least}, {@code absent} where there is none. */
    public Duration duration(String key, Duration least, Duration absent) {
        if (!has(key)) return absent;
        var duration = duration(key);
        if (duration.compareTo(least) >= 0) return duration;
        throw wrong(key, "a duration of at least " + Durations.format(least));
    }

    public List<Number> numbers(String key) {
        return list(key, Number.class, "a list of numbers");
    }

    public List<String> texts(String key) {
        return list(key, String.class, "a list of texts");
    }

    /** What to throw where the value of {@code key} cannot be used. */
    public BadInput wrong(String key, String allowed) {
        return wrong(key, has(key) ? Yaml.json(values.get(key)) : "nothing", allowed);
    }

    /** What to throw where {@code found} says better than the value what is wrong. */
    public BadInput wrong(String key, String found, String allowed) {
        return new BadInput(file, path + key, found, allowed);
    }

    private Section inside(String where, Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), v));
        return new Section(file, where, copy);
    }

    private <T> List<T> list(String key, Class<T> type, String allowed) {
        if (values.get(key) instanceof List<?> list && list.stream().allMatch(type::isInstance))
            return list.stream().map(type::cast).toList();
        throw wrong(key, allowed);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
