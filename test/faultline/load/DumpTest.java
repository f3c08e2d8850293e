package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

class DumpTest {

    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    /** Keeps what it gets, and fails as often as told. */
    private static final class MemorySink implements Sink {
        private final List<Long> stored = new ArrayList<>();
        private final List<Integer> batches = new ArrayList<>();
        private int failures;
        private boolean passing = true;
        private Runnable onFailure = () -> {};

        @Override
        public int maxMessages() {
            return 4;
        }

        @Override
        public OptionalLong dump(List<Message> messages) throws IOException {
            if (failures-- > 0) {
                onFailure.run();
                throw new IOException("not now");
            }
            messages.forEach(m -> stored.add(m.sequence()));
            batches.add(messages.size());
            return OptionalLong.of(0);
        }

        @Override
        public boolean isPassing(Exception failure) {
            return passing;
        }

        @Override
        public void close() {}
    }

    private final MemorySink sink = new MemorySink();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Printer printer =
            new Printer("p", new PrintStream(OutputStream.nullOutputStream()), _ -> {});
    private final Message.Pool values = new Message.Pool(0, 32, 16);
    private volatile boolean stop;

    @BeforeEach
    void assign() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(ZERO, ONE));
            consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        });
    }

    @AfterEach
    void close() {
        printer.close();
        consumer.close();
    }

    private void arrive(TopicPartition partition, long offset, byte[] value) {
        consumer.addRecord(
                new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, null, value.clone()));
    }

    private void dump() throws Exception {
        new Dump(consumer, sink, new ConsumerMeasures(), printer, () -> stop).run("t");
    }

    private long committed(TopicPartition partition) {
        var offset = consumer.committed(Set.of(partition)).get(partition);
        return offset == null ? 0 : offset.offset();
    }

    @Test
    void allIsStoredInBatchesThatTheSinkCanTakeAndThenCommitted() throws Exception {
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < 6; i++) arrive(ZERO, i, values.value(i, 0));
            for (int i = 6; i < 9; i++) arrive(ONE, i - 6, values.value(i, 0));
        });
        consumer.schedulePollTask(() -> stop = true);
        dump();
        assertThat(sink.stored).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(sink.batches).containsExactly(4, 4, 1);
        assertThat(committed(ZERO)).isEqualTo(6);
        assertThat(committed(ONE)).isEqualTo(3);
    }

    @Test
    void aBatchThatFailsIsTriedUntilItIsStoredAndNothingIsCommittedBefore() throws Exception {
        sink.failures = 2;
        var atFailure = new ArrayList<Long>();
        sink.onFailure = () -> atFailure.add(committed(ZERO));
        consumer.schedulePollTask(() -> arrive(ZERO, 0, values.value(0, 0)));
        consumer.schedulePollTask(() -> assertThat(consumer.paused()).contains(ZERO, ONE));
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> stop = true);
        dump();
        assertThat(atFailure).containsExactly(0L, 0L);
        assertThat(sink.stored).containsExactly(0L);
        assertThat(committed(ZERO)).isEqualTo(1);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void aPartitionThatWasTakenAwayMeanwhileIsNotCommitted() throws Exception {
        sink.failures = 1;
        consumer.schedulePollTask(() -> {
            arrive(ZERO, 0, values.value(0, 0));
            arrive(ONE, 0, values.value(1, 0));
        });
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(ONE)));
        consumer.schedulePollTask(() -> stop = true);
        dump();
        assertThat(sink.stored).containsExactlyInAnyOrder(0L, 1L);
        assertThat(committed(ONE)).isEqualTo(1);
        consumer.rebalance(List.of(ZERO));
        assertThat(committed(ZERO)).isZero();
    }

    @Test
    void aFailureThatWillNotPassEndsTheProgramBeforeAnythingIsCommitted() {
        sink.failures = 1;
        sink.passing = false;
        consumer.schedulePollTask(() -> arrive(ZERO, 0, values.value(0, 0)));
        assertThatThrownBy(this::dump).isInstanceOf(IOException.class).hasMessage("not now");
        assertThat(committed(ZERO)).isZero();
    }

    @Test
    void aMessageThatIsNotOursDoesNotStopTheOthers() throws Exception {
        consumer.schedulePollTask(() -> {
            arrive(ZERO, 0, new byte[] {1, 2, 3});
            arrive(ZERO, 1, values.value(1, 0));
        });
        consumer.schedulePollTask(() -> stop = true);
        dump();
        assertThat(sink.stored).containsExactly(1L);
        assertThat(committed(ZERO)).isEqualTo(2);
    }
}
