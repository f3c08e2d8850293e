package faultline.chaos;

import faultline.plan.BadInput;
import faultline.plan.Durations;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One mapping inside a manifest, which knows where it stands, so that every error says what is
 * wrong at which path. As the API server does, it takes no number for a text and no text for a
 * number.
 *
 * @param source the file as the user wrote it
 * @param path of this mapping, empty for the document
 */
record Fields(String source, String path, Map<String, Object> values) {

    /** Refuses the first field that is not one of {@code known}. */
    Fields only(Collection<String> known) {
        for (var key : values.keySet())
            if (!known.contains(key))
                throw wrong(key, "an unknown field", String.join(", ", known));
        return this;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** A text that must be there. */
    String text(String key, String allowed) {
        if (values.get(key) instanceof String text) return text;
        throw wrong(key, allowed);
    }

    /** A text that may be missing. */
    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key, "a text")) : Optional.empty();
    }

    /** A mapping that may be missing. */
    Optional<Fields> optionalChild(String key) {
        return has(key) ? Optional.of(child(key)) : Optional.empty();
    }

    /** A percentage from 0 to 100 in quotes, as a number; {@code absent} where it is not there. */
    double percent(String key, double absent) {
        if (!has(key)) return absent;
        var allowed = "a percentage from 0 to 100 in quotes without its sign, as \"12.5\"";
        return Units.percent(text(key, allowed)).orElseThrow(() -> wrong(key, allowed));
    }

    /** One of {@code choices}, by the name that the manifest gives it. */
    <T> T choice(String key, T[] choices, Function<T, String> name) {
        for (var choice : choices) if (name.apply(choice).equals(values.get(key))) return choice;
        throw wrong(key, String.join(", ", Stream.of(choices).map(name).toList()));
    }

    /** A whole number of at least {@code minimum}, 64 bits wide; {@code absent} where it is not. */
    long wholeNumber(String key, long minimum, long absent) {
        if (!has(key)) return absent;
        if (values.get(key) instanceof Number number
                && (number instanceof Integer || number instanceof Long)
                && number.longValue() >= minimum) return number.longValue();
        throw wrong(key, "a whole number from " + minimum + " to " + Long.MAX_VALUE);
    }

    /** A duration in Go's grammar above zero. */
    Optional<Duration> duration(String key) {
        if (!has(key)) return Optional.empty();
        var allowed = "a duration above zero, as 300ms, 5s or 1h30m";
        var duration = Durations.parse(text(key, allowed));
        if (duration.isEmpty() || !duration.get().isPositive()) throw wrong(key, allowed);
        return duration;
    }

    /** A list of texts, empty where there is none. */
    List<String> texts(String key) {
        var texts = new ArrayList<String>();
        var list = list(key, "a list of texts");
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text))
                throw wrong(key, i, show(list.get(i)), "a text");
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** A mapping from texts to texts in the order of the file, empty where there is none. */
    Map<String, String> textMap(String key) {
        var texts = new LinkedHashMap<String, String>();
        if (!has(key)) return texts;
        var child = child(key);
        for (var inner : child.values.keySet())
            texts.put(
                    inner, child.text(inner, "a text: write numbers and true or false in quotes"));
        return texts;
    }

    /** A mapping that must be there. */
    @SuppressWarnings("unchecked") // YAML's keys are texts
    Fields child(String key) {
        if (values.get(key) instanceof Map<?, ?> map)
            return new Fields(source, at(key), (Map<String, Object>) map);
        throw wrong(key, "a mapping");
    }

    /** A list of mappings, empty where there is none. */
    @SuppressWarnings("unchecked") // YAML's keys are texts
    List<Fields> children(String key) {
        var children = new ArrayList<Fields>();
        var list = list(key, "a list of mappings");
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Map<?, ?> map))
                throw wrong(key, i, show(list.get(i)), "a mapping");
            children.add(
                    new Fields(source, "%s[%d]".formatted(at(key), i), (Map<String, Object>) map));
        }
        return children;
    }

    /** What to throw where the value of {@code key} cannot be used. */
    BadInput wrong(String key, String allowed) {
        return wrong(key, has(key) ? show(values.get(key)) : "nothing", allowed);
    }

    /** What to throw where {@code found} says better than the value what is wrong. */
    BadInput wrong(String key, String found, String allowed) {
        return new BadInput(source, at(key), found, allowed);
    }

    /** What to throw where one item of a list cannot be used. */
    BadInput wrong(String key, int index, String found, String allowed) {
        return new BadInput(source, "%s[%d]".formatted(at(key), index), found, allowed);
    }

    /** Path of a field; a key that holds dots or slashes itself stands in brackets. */
    static String join(String path, String key) {
        if (!key.matches("[A-Za-z0-9_-]+")) return "%s[%s]".formatted(path, key);
        return path.isEmpty() ? key : path + "." + key;
    }

    private String at(String key) {
        return join(path, key);
    }

    private List<?> list(String key, String allowed) {
        if (!has(key)) return List.of();
        if (values.get(key) instanceof List<?> list) return list;
        throw wrong(key, allowed);
    }

    /** A value as an error shows it. */
    static String show(Object value) {
        return switch (value) {
            case null -> "an empty value";
            case String text -> "\"" + text + "\"";
            case Map<?, ?> map -> "a mapping";
            case List<?> list -> "a list";
            case BigInteger number -> "the number " + number + ", which needs more than 64 bits";
            case Number number -> "the number " + number;
            default -> value.toString();
        };
    }
}
