package faultline.run;

import faultline.load.KedaRule;
import faultline.stack.Stack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What each consumer group has yet to commit, partition by partition. */
final class Lags {

    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** Longer than a cluster needs to replace a dead broker. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(12);

    private final Admin kafka;
    private final List<TopicPartition> partitions;
    private final List<String> sinks;
    private final LastAnswers<TopicPartition, Long> ends = new LastAnswers<>(LAST_ANSWER);
    private final LastAnswers<String, Map<TopicPartition, OffsetAndMetadata>> committed =
            new LastAnswers<>(LAST_ANSWER);

    Lags(Admin kafka, String topic, int partitions, List<String> sinks) {
        this.kafka = kafka;
        this.partitions =
                IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList();
        this.sinks = sinks;
    }

    /**
     * Messages by sink; throws where some broker does not answer soon.
     *
     * @param orLast whether what cannot be asked is as it was told last, at most 12 s ago. Meant
     *     for when a broker is dead: a partition without a leader gets no messages and a group
     *     without a coordinator commits none, so only what came between the last answer and the
     *     death is missing
     */
    synchronized Map<String, long[]> ask(boolean orLast)
            throws InterruptedException, ExecutionException, TimeoutException {
        var latest =
                partitions.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
        var all =
                sinks.stream()
                        .collect(
                                Collectors.toMap(
                                        Stack::group, _ -> new ListConsumerGroupOffsetsSpec()));
        var until = System.nanoTime() + ANSWER.toNanos();
        var endsAsked = kafka.listOffsets(latest);
        var committedAsked = kafka.listConsumerGroupOffsets(all);
        var end = new HashMap<TopicPartition, Long>();
        for (var partition : partitions) {
            var asked = endsAsked.partitionResult(partition).thenApply(info -> info.offset());
            end.put(partition, ends.take(partition, asked, until, orLast));
        }
        var lags = new TreeMap<String, long[]>();
        for (var sink : sinks) {
            var asked = committedAsked.partitionsToOffsetAndMetadata(Stack.group(sink));
            var offsets = committed.take(sink, asked, until, orLast);
            lags.put(
                    sink,
                    partitions.stream()
                            .mapToLong(partition -> lag(end.get(partition), offsets.get(partition)))
                            .toArray());
        }
        return lags;
    }

    private static long lag(long end, OffsetAndMetadata done) {
        var committed = done == null ? OptionalLong.empty() : OptionalLong.of(done.offset());
        // What a group commits after the end was asked for is not less than nothing.
        return Math.max(0, KedaRule.lag(end, committed, true, false));
    }
}
