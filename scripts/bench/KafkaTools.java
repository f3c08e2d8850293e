//DEPS org.apache.kafka:kafka-tools:4.3.1

/** Names the library of Kafka's own measuring tools, which only {@code ./jbang bench} needs. */
final class KafkaTools {

    private KafkaTools() {}

    static void main() {}
}
