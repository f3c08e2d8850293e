package faultline.measure;

import faultline.load.Message;
import faultline.platform.Endpoints;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.stream.IntStream;

/** Reads all that a topic holds, by a reader of its own that no consumer group knows. */
public final class TopicContent {

    private static final Duration POLL = Duration.ofMillis(500);

    private TopicContent() {}

    /**
     * Every partition from its first offset to the one that is its last when reading begins.
     *
     * @param limit how long this may take
     * @throws IOException where that is not enough
     */
    public static Logged read(Endpoints endpoints, String topic, int partitions, Duration limit)
            throws IOException {
        var deadline = System.nanoTime() + limit.toNanos();
        var client = endpoints.kafkaClient();
        client.put(ConsumerConfig.CLIENT_ID_CONFIG, "accounting");
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        client.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        client.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(client)) {
            var all =
                    IntStream.range(0, partitions)
                            .mapToObj(number -> new TopicPartition(topic, number))
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            var first = consumer.beginningOffsets(all, limit);
            var next = consumer.endOffsets(all, limit);
            var records = new HashMap<TopicPartition, Long>();
            var content = new Logged.Builder();
            while (all.stream().anyMatch(p -> consumer.position(p, limit) < next.get(p))) {
                if (System.nanoTime() > deadline)
                    throw new IOException("the topic was not read within " + limit);
                for (var record : consumer.poll(POLL)) {
                    var partition = new TopicPartition(topic, record.partition());
                    if (record.offset() >= next.get(partition)) continue;
                    records.merge(partition, 1L, Long::sum);
                    Message.read(record.value(), record.timestamp())
                            .ifPresent(message ->
                                    content.add(
                                            record.partition(),
                                            message.feeder(),
                                            message.sequence()));
                }
            }
            for (var each : all)
                content.partition(
                        new Logged.Partition(
                                each.partition(),
                                first.get(each),
                                next.get(each),
                                records.getOrDefault(each, 0L)));
            return content.logged();
        }
    }
}
