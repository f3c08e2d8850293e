package faultline.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import faultline.measure.Numbers;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

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
