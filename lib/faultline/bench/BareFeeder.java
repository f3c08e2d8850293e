package faultline.bench;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes what the client can, and keeps account of nothing but how much that was. */
final class BareFeeder {

    private BareFeeder() {}

    /** Takes bootstrap servers, topic, size in bytes, seconds. Prints messages and seconds. */
    public static void main(String[] arguments) {
        var client = new LinkedHashMap<String, Object>(Feeding.CLIENT);
        client.put("bootstrap.servers", arguments[0]);
        client.put("delivery.timeout.ms", 120_000);
        client.put("key.serializer", ByteArraySerializer.class);
        client.put("value.serializer", ByteArraySerializer.class);
        var value = new byte[Integer.parseInt(arguments[2])];
        var acknowledged = new AtomicLong();
        long began;
        try (var producer = new KafkaProducer<byte[], byte[]>(client)) {
            producer.partitionsFor(arguments[1]);
            began = System.nanoTime();
            var end = began + (long) (Double.parseDouble(arguments[3]) * 1e9);
            while (System.nanoTime() < end)
                producer.send(
                        new ProducerRecord<>(arguments[1], value),
                        (_, error) -> {
                            if (error == null) acknowledged.incrementAndGet();
                        });
        }
        IO.println(Map.of("messages", acknowledged, "seconds", (System.nanoTime() - began) / 1e9));
    }
}
