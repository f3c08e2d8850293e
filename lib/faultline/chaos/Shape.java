package faultline.chaos;

import faultline.plan.BadInput;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a value of a manifest may be, as a custom resource definition says it; read from {@link
 * Schema}.
 *
 * @param required whether the field must be there
 * @param nullable whether an empty value may stand for an absent one
 * @param choices the only texts allowed, empty where any is
 * @param pattern of a text, null where any is allowed
 * @param minimum and {@code maximum} of a whole number
 * @param fields of a mapping, in the order in which they are written
 * @param items of a list or of a mapping with free keys, else null
 */
record Shape(
        Type type,
        boolean required,
        boolean nullable,
        List<String> choices,
        Pattern pattern,
        long minimum,
        long maximum,
        Map<String, Shape> fields,
        Shape items) {

    enum Type {
        TEXT,
        WHOLE,
        BOOLEAN,
        MAPPING,
        FREE_KEYS,
        LIST,
        ANY
    }

    /**
     * Refuses the first thing in {@code value} that is not of this shape, as the API server would.
     *
     * @param source and {@code path} of the value, for the error
     * @throws BadInput with the path of what is wrong
     */
    void check(String source, String path, Object value) {
        if (value == null && nullable) return;
        switch (type) {
            case ANY -> {}
            case TEXT -> {
                if (!(value instanceof String text)
                        || !choices.isEmpty() && !choices.contains(text)
                        || pattern != null && !pattern.matcher(text).find())
                    throw wrong(source, path, value);
            }
            case WHOLE -> {
                if (!(value instanceof Integer || value instanceof Long)
                        || ((Number) value).longValue() < minimum
                        || ((Number) value).longValue() > maximum) throw wrong(source, path, value);
            }
            case BOOLEAN -> {
                if (!(value instanceof Boolean)) throw wrong(source, path, value);
            }
            case LIST -> {
                if (!(value instanceof List<?> list)) throw wrong(source, path, value);
                for (int i = 0; i < list.size(); i++)
                    items.check(source, path + "[" + i + "]", list.get(i));
            }
            case FREE_KEYS -> {
                if (!(value instanceof Map<?, ?> map)) throw wrong(source, path, value);
                map.forEach(
                        (key, item) -> items.check(source, Fields.join(path, (String) key), item));
            }
            case MAPPING -> {
                if (!(value instanceof Map<?, ?> map)) throw wrong(source, path, value);
                checkFields(source, path, map);
            }
        }
    }

    private void checkFields(String source, String path, Map<?, ?> map) {
        for (var key : map.keySet())
            if (!fields.containsKey((String) key))
                throw new BadInput(
                        source,
                        Fields.join(path, (String) key),
                        "an unknown field",
                        String.join(", ", fields.keySet()));
        fields.forEach((name, field) -> {
            if (map.containsKey(name)) field.check(source, Fields.join(path, name), map.get(name));
            else if (field.required)
                throw new BadInput(source, Fields.join(path, name), "nothing", field.allowed());
        });
    }

    private BadInput wrong(String source, String path, Object value) {
        var found =
                value instanceof BigInteger number
                        ? "the number " + number + ", which needs more than 64 bits"
                        : Fields.show(value);
        return new BadInput(source, path, found, allowed());
    }

    /** What may stand here, for people. */
    private String allowed() {
        return switch (type) {
            case ANY -> "anything";
            case TEXT ->
                    !choices.isEmpty()
                            ? String.join(", ", choices)
                            : pattern != null
                                    ? "a text that matches " + pattern
                                    : "a text: write numbers and true or false in quotes";
            case WHOLE -> "a whole number from %d to %d".formatted(minimum, maximum);
            case BOOLEAN -> "true, false";
            case LIST -> "a list, of which each is " + items.allowed();
            case FREE_KEYS -> "a mapping, of which each value is " + items.allowed();
            case MAPPING -> "a mapping of " + String.join(", ", fields.keySet());
        };
    }
}
