package faultline.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks values against the schema of a custom resource definition itself. */
public final class Definitions {

    private Definitions() {}

    /**
     * What a value breaks of a structural schema: types, required and unknown fields, enums,
     * patterns, bounds.
     */
    public static List<String> problems(Map<String, Object> schema, Object value, String path) {
        if (value == null)
            return Boolean.TRUE.equals(schema.get("nullable"))
                    ? List.of()
                    : List.of(path + " is empty");
        var problems = new ArrayList<String>();
        if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value))
            problems.add(path + " is " + value);
        if (schema.get("pattern") instanceof String pattern
                && value instanceof String text
                && !Pattern.compile(pattern).matcher(text).find())
            problems.add(path + " is " + value + ", which does not match");
        if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"))) {
            if (!(value instanceof String) && !(value instanceof Integer))
                problems.add(path + " is neither a text nor a whole number");
            return problems;
        }
        if (!schema.containsKey("type")
                && Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields")))
            return problems;
        switch ((String) schema.get("type")) {
            case "object" -> problems.addAll(ofObject(schema, value, path));
            case "array" -> {
                if (!(value instanceof List<?> list)) return List.of(path + " is no list");
                if (schema.get("minItems") instanceof Integer least && list.size() < least)
                    problems.add(path + " has too few items");
                for (var item : list)
                    problems.addAll(problems(map(schema, "items"), item, path + "[]"));
            }
            case "string" -> {
                if (!(value instanceof String text)) problems.add(path + " is no text");
                else if (schema.get("minLength") instanceof Integer least && text.length() < least)
                    problems.add(path + " is too short");
            }
            case "integer" -> {
                if (!(value instanceof Integer number)) problems.add(path + " is no whole number");
                else if (schema.get("minimum") instanceof Integer least && number < least
                        || schema.get("maximum") instanceof Integer most && number > most)
                    problems.add(path + " is out of bounds");
            }
            case "number" -> {
                if (!(value instanceof Number)) problems.add(path + " is no number");
            }
            case "boolean" -> {
                if (!(value instanceof Boolean)) problems.add(path + " is neither true nor false");
            }
            default -> problems.add(path + " has a type that is not checked");
        }
        return problems;
    }

    private static List<String> ofObject(Map<String, Object> schema, Object value, String path) {
        if (!(value instanceof Map<?, ?> object)) return List.of(path + " is no mapping");
        var problems = new ArrayList<String>();
        if (schema.get("required") instanceof List<?> required)
            for (var field : required)
                if (!object.containsKey(field) && !hasDefault(schema, (String) field))
                    problems.add(path + " lacks " + field);
        if (!schema.containsKey("properties") && !schema.containsKey("additionalProperties"))
            return problems; // metadata: not described
        object.forEach((key, inner) -> {
            var field =
                    schema.containsKey("properties")
                            ? map(map(schema, "properties"), (String) key)
                            : map(schema, "additionalProperties");
            if (field != null) problems.addAll(problems(field, inner, path + "." + key));
            else if (!Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields")))
                problems.add(path + " has " + key);
        });
        return problems;
    }

    /** The API server fills in a default before it looks for what is required. */
    private static boolean hasDefault(Map<String, Object> schema, String field) {
        var properties = map(schema, "properties");
        return properties != null
                && properties.get(field) instanceof Map<?, ?> property
                && property.containsKey("default");
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Map<?, ?> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }
}
