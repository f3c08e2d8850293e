package faultline.load;

import java.util.Map;

/** How a client proves to brokers who it is, and they to it: TLS and SCRAM, or neither. */
final class KafkaSecurity {

    private KafkaSecurity() {}

    /** The client's settings by their Kafka names; empty where the environment names none. */
    static Map<String, Object> of(Settings settings) {
        if (!settings.environment().containsKey("FAULTLINE_KAFKA_CA")
                && !settings.environment().containsKey("FAULTLINE_KAFKA_JAAS")) return Map.of();
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                settings.text("FAULTLINE_KAFKA_JAAS"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                settings.text("FAULTLINE_KAFKA_CA"));
    }
}
