package faultline.run;

import faultline.load.KedaRule;
import faultline.stack.Stack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What each consumer group has yet to commit, partition by partition. */
final class Lags {

    private static final long ANSWER_SECONDS = 2;

    private Lags() {}

    /** Messages by sink; throws where the brokers do not answer soon. */
    static Map<String, long[]> ask(Admin kafka, String topic, int partitions, List<String> sinks)
            throws InterruptedException, ExecutionException, TimeoutException {
        var all =
                IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList();
        var ends =
                kafka.listOffsets(
                                all.stream()
                                        .collect(
                                                Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                        .all();
        var committed =
                kafka.listConsumerGroupOffsets(
                        sinks.stream()
                                .collect(
                                        Collectors.toMap(
                                                Stack::group,
                                                sink -> new ListConsumerGroupOffsetsSpec())));
        var end = ends.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        var lags = new TreeMap<String, long[]>();
        for (var sink : sinks) {
            var offsets =
                    committed
                            .partitionsToOffsetAndMetadata(Stack.group(sink))
                            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            lags.put(
                    sink,
                    all.stream()
                            .mapToLong(partition -> {
                                var done = offsets.get(partition);
                                return KedaRule.lag(
                                        end.get(partition).offset(),
                                        done == null
                                                ? OptionalLong.empty()
                                                : OptionalLong.of(done.offset()),
                                        true,
                                        false);
                            })
                            .toArray());
        }
        return lags;
    }
}
