package faultline.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** YAML and JSON as plain maps in the order in which they were written. */
public final class Yaml {

    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .build());

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private Yaml() {}

    /**
     * The mapping that {@code text} holds.
     *
     * @param source what to name in the error
     */
    public static Map<String, Object> parse(String source, String text) {
        try (var values = YAML.readerFor(MAP).<Map<String, Object>>readValues(text)) {
            if (!values.hasNextValue()) throw new BadInput(source, "", "nothing", "a YAML mapping");
            var first = values.nextValue();
            if (values.hasNextValue())
                throw new BadInput(source, "", "several documents", "one YAML document");
            return first;
        } catch (JsonProcessingException e) {
            throw notYaml(source, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BadInput notYaml(String source, JsonProcessingException e) {
        var at = e.getLocation();
        return new BadInput(
                source,
                at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
                found(e),
                "a YAML mapping");
    }

    /** A scalar or a list is told in terms of Java's classes, which is no help. */
    private static String found(JsonProcessingException e) {
        return e instanceof MismatchedInputException
                ? "something else"
                : e.getOriginalMessage().lines().findFirst().orElse("nothing");
    }

    /** {@code value} (maps, lists, records, scalars) as a YAML document. */
    public static String print(Object value) {
        return write(YAML, value);
    }

    /** {@code value} as one line of JSON. */
    public static String json(Object value) {
        return write(JSON, value);
    }

    /** {@code value} as JSON for people: indented. */
    public static String prettyJson(Object value) {
        return write(JSON.copy().enable(SerializationFeature.INDENT_OUTPUT), value) + "\n";
    }

    /**
     * The object that some JSON holds.
     *
     * @throws IllegalArgumentException with what there is instead
     */
    public static Map<String, Object> parseJson(String text) {
        if (text.isBlank()) throw new IllegalArgumentException("nothing");
        try {
            var object = JSON.readValue(text, MAP);
            if (object == null) throw new IllegalArgumentException("null");
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(found(e), e);
        }
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
