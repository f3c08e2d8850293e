package faultline.grid5000;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;

import java.io.IOException;
import java.time.Instant;

/** Reads an instant as ISO 8601 writes it. */
final class InstantReader extends StdDeserializer<Instant> {

    InstantReader() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        return Instant.parse(parser.getText());
    }
}
