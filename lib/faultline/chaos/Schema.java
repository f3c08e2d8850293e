package faultline.chaos;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the shape of a {@code spec} from a few lines, a field a line or several of one type, what
 * belongs to it indented by two more:
 *
 * <pre>
 * action! text kill|fail      must be there, one of two texts
 * load whole32 0..100         a whole number of 32 bits; without bounds any
 * latency text /^[0-9]+ms$/   a text that matches
 * deadline whole64 1.. ?      may be empty as well
 * path, size text             two fields
 * names list text             also: map text, map list text, list mapping, bool, any
 * delay mapping
 *   jitter text
 * target @Target              the shape of that name
 * </pre>
 */
final class Schema {

    private static final Pattern LINE = Pattern.compile("([\\w-]+!?(?:, [\\w-]+!?)*) (.+)");

    private final String[] lines;
    private final Map<String, Shape> named;
    private int at;

    private Schema(String text, Map<String, Shape> named) {
        lines = text.lines().filter(line -> !line.isBlank()).toArray(String[]::new);
        this.named = named;
    }

    /**
     * The mapping that {@code text} describes.
     *
     * @param named what {@code @Name} stands for
     */
    static Shape parse(String text, Map<String, Shape> named) {
        return new Schema(text, named).mapping(0, true);
    }

    private Shape mapping(int indent, boolean required) {
        var fields = new LinkedHashMap<String, Shape>();
        while (at < lines.length && indentOf(lines[at]) == indent) {
            var line = LINE.matcher(lines[at++].strip());
            if (!line.matches()) throw new IllegalArgumentException("no field: " + lines[at - 1]);
            var start = at;
            for (var name : line.group(1).split(", ")) {
                at = start; // fields on one line share what belongs to them
                var must = name.endsWith("!");
                fields.put(name.replace("!", ""), shape(line.group(2), must, indent));
            }
        }
        if (at < lines.length && indentOf(lines[at]) > indent)
            throw new IllegalArgumentException("indented too far: " + lines[at]);
        return of(Shape.Type.MAPPING, required, fields, null);
    }

    private Shape shape(String type, boolean required, int indent) {
        var words = List.of(type.split(" +", 2));
        var rest = words.size() > 1 ? words.get(1) : "";
        return switch (words.getFirst()) {
            case "text" -> text(rest, required);
            case "whole32" -> whole(rest, required, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "whole64" -> whole(rest, required, Long.MIN_VALUE, Long.MAX_VALUE);
            case "bool" -> of(Shape.Type.BOOLEAN, required, Map.of(), null);
            case "any" -> of(Shape.Type.ANY, required, Map.of(), null);
            case "mapping" -> mapping(indent + 2, required);
            case "list" -> of(Shape.Type.LIST, required, Map.of(), shape(rest, required, indent));
            case "map" ->
                    of(Shape.Type.FREE_KEYS, required, Map.of(), shape(rest, required, indent));
            default -> named(words.getFirst(), required);
        };
    }

    private Shape named(String reference, boolean required) {
        var shape = reference.startsWith("@") ? named.get(reference.substring(1)) : null;
        if (shape == null) throw new IllegalArgumentException("no such type: " + reference);
        return of(shape.type(), required, shape.fields(), shape.items());
    }

    private static Shape text(String rest, boolean required) {
        var isPattern = rest.startsWith("/");
        return new Shape(
                Shape.Type.TEXT,
                required,
                false,
                rest.isEmpty() || isPattern ? List.of() : Arrays.asList(rest.split("\\|")),
                isPattern ? Pattern.compile(rest.substring(1, rest.length() - 1)) : null,
                0,
                0,
                Map.of(),
                null);
    }

    private static Shape whole(String rest, boolean required, long lowest, long highest) {
        var nullable = rest.endsWith("?");
        var bounds = rest.replace("?", "").strip();
        var dots = bounds.indexOf("..");
        var minimum = bounds.isEmpty() || dots == 0 ? "" : bounds.substring(0, dots);
        var maximum = bounds.isEmpty() ? "" : bounds.substring(dots + 2);
        return new Shape(
                Shape.Type.WHOLE,
                required,
                nullable,
                List.of(),
                null,
                minimum.isEmpty() ? lowest : Long.parseLong(minimum),
                maximum.isEmpty() ? highest : Long.parseLong(maximum),
                Map.of(),
                null);
    }

    private static Shape of(
            Shape.Type type, boolean required, Map<String, Shape> fields, Shape items) {
        return new Shape(type, required, false, List.of(), null, 0, 0, fields, items);
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }
}
