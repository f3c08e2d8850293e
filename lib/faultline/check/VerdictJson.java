package faultline.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import faultline.measure.Damaged;
import faultline.measure.Numbers;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Verdicts as maps: a record's components in their order, in snake case; what is empty is left out,
 * and numbers have three decimals at most.
 */
final class VerdictJson {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .addModule(new Jdk8Module())
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Double.class, new Plain())
                                    .addSerializer(double.class, new Plain()))
                    .build();

    private VerdictJson() {}

    static Map<String, Object> toMap(Record verdict) {
        return MAPPER.convertValue(verdict, new TypeReference<>() {});
    }

    static Verdict fromMap(Map<String, Object> map) {
        return MAPPER.convertValue(map, Verdict.class);
    }

    /**
     * @param file that it is from
     * @throws Damaged with the place of what is wrong
     */
    static Verdict read(Path file, Map<String, Object> map) {
        try {
            return fromMap(map);
        } catch (IllegalArgumentException e) {
            var place = e.getCause() instanceof JsonMappingException wrong ? place(wrong) : "";
            throw new Damaged(file, place, found(e.getCause()), "what the check of a run writes");
        }
    }

    /** As {@code load.sinks[0].drain}. */
    private static String place(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step ->
                        step.getFieldName() == null
                                ? "[%d]".formatted(step.getIndex())
                                : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String found(Throwable wrong) {
        return switch (wrong) {
            case InvalidFormatException other -> String.valueOf(other.getValue());
            case ValueInstantiationException refused ->
                    String.valueOf(refused.getCause().getMessage());
            case UnrecognizedPropertyException _ -> "an unknown key";
            case null, default -> "nothing, or something else";
        };
    }

    private static final class Plain extends StdSerializer<Double> {

        Plain() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator to, SerializerProvider provider)
                throws IOException {
            to.writeNumber(new BigDecimal(Numbers.plain(value)));
        }
    }
}
