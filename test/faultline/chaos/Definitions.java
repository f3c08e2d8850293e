package faultline.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks values against the schema of a custom resource definition itself. */
final class Definitions {

    private Definitions() {}

    /** What a value breaks of a structural schema: types, required and unknown fields, enums. */
    static List<String> problems(Map<String, Object> schema, Object value, String path) {
        var problems = new ArrayList<String>();
        if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value))
            problems.add(path + " is " + value);
        switch ((String) schema.get("type")) {
            case "object" -> {
                if (!(value instanceof Map<?, ?> object)) return List.of(path + " is no mapping");
                if (schema.get("required") instanceof List<?> required)
                    for (var field : required)
                        if (!object.containsKey(field)) problems.add(path + " lacks " + field);
                if (!schema.containsKey("properties")
                        && !schema.containsKey("additionalProperties"))
                    return problems; // metadata: not described
                object.forEach((key, inner) -> {
                    var field =
                            schema.containsKey("properties")
                                    ? map(map(schema, "properties"), (String) key)
                                    : map(schema, "additionalProperties");
                    if (field == null) problems.add(path + " has " + key);
                    else problems.addAll(problems(field, inner, path + "." + key));
                });
            }
            case "array" -> {
                if (!(value instanceof List<?> list)) return List.of(path + " is no list");
                for (var item : list)
                    problems.addAll(problems(map(schema, "items"), item, path + "[]"));
            }
            case "string" -> {
                if (!(value instanceof String)) problems.add(path + " is no text");
            }
            case "integer" -> {
                if (!(value instanceof Integer)) problems.add(path + " is no whole number");
            }
            case "boolean" -> {
                if (!(value instanceof Boolean)) problems.add(path + " is neither true nor false");
            }
            default -> problems.add(path + " has a type that is not checked");
        }
        return problems;
    }

    @SuppressWarnings("unchecked") // YAML's keys are texts
    private static Map<String, Object> map(Map<?, ?> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }
}
