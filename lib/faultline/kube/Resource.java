package faultline.kube;

import faultline.plan.Yaml;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Kubernetes object: the text that people read and commit, and the mapping that it holds.
 *
 * @param text YAML with its comments
 */
record Resource(String text, Map<String, Object> body) {

    private static final Pattern BLANK = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * Fills in a template. A line whose value is empty goes away; of a value of several lines each
     * is indented as the place where it stands.
     *
     * @param values by the names that stand as <code>${name}</code>
     * @throws IllegalArgumentException where a name has no value
     */
    static Resource of(String template, Map<String, String> values) {
        var text = fillIn(template, values);
        return new Resource(text, Yaml.parse("a manifest of the kit", text));
    }

    /** A template with its values, which need not be a whole document. */
    static String fillIn(String template, Map<String, String> values) {
        var text = new StringBuilder();
        template.lines().forEach(line -> text.append(fill(line, values)));
        return text.toString();
    }

    String kind() {
        return (String) body.get("kind");
    }

    String apiVersion() {
        return (String) body.get("apiVersion");
    }

    String name() {
        return (String) ((Map<?, ?>) body.get("metadata")).get("name");
    }

    /** {@code kafka-kafka.yaml}: kind and name, which are unique within the stack's namespace. */
    String fileName() {
        return "%s-%s.yaml".formatted(kind().toLowerCase(Locale.ROOT), name());
    }

    private static String fill(String line, Map<String, String> values) {
        var blank = BLANK.matcher(line);
        if (!blank.find()) return line + "\n";
        if (line.strip().equals(blank.group()))
            return value(blank.group(1), values)
                    .indent(line.length() - line.stripLeading().length());
        if (value(blank.group(1), values).isEmpty()) return "";
        return BLANK.matcher(line)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(value(found.group(1), values)))
                + "\n";
    }

    private static String value(String name, Map<String, String> values) {
        var value = values.get(name);
        if (value == null) throw new IllegalArgumentException("no value for ${" + name + "}");
        return value;
    }
}
