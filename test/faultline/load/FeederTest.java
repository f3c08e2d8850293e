package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;

class FeederTest {

    @TempDir Path folder;
    private LedgerWriter ledger;
    private FeederMeasures measures;

    @BeforeEach
    void openLedger() throws IOException {
        ledger = LedgerWriter.open(folder, 4, 1000, 3000, () -> 1_000_000_000);
        measures = new FeederMeasures(Schedule.starting(1_000_000_000, 1000), 3000);
    }

    private static final class ByteProducer extends MockProducer<byte[], byte[]> {
        ByteProducer() {
            super(
                    false,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
    }

    private Feeder feeder(ByteProducer producer) {
        return new Feeder("t", producer, ledger, measures, new Message.Pool(4, 64, 1024));
    }

    private Ledger read() {
        return Ledger.read(folder.resolve("feeder-4.ledger"));
    }

    /** Completions come from a thread of the client, never from the one that sends. */
    private static void inClientThread(Runnable completions) throws InterruptedException {
        Thread.ofPlatform().start(completions).join();
    }

    @Test
    void aMessageCarriesWhoSentItAndWhenItWasDue() throws IOException {
        var producer = new ByteProducer();
        feeder(producer).send(17, 1_017_000_000);
        var sent = producer.history().getFirst();
        var message = Message.read(sent.value(), 5).orElseThrow();
        assertThat(sent.value()).hasSize(64);
        assertThat(sent.key()).isNull();
        assertThat(message.feeder()).isEqualTo(4);
        assertThat(message.sequence()).isEqualTo(17);
        assertThat(message.dueNanos()).isEqualTo(1_017_000_000);
        assertThat(message.timestampMillis()).isEqualTo(5);
        assertThat(message.payload()).hasSize(44);
    }

    @Test
    void aMessageIsUnknownUntilTheBrokersSaySomething() throws Exception {
        var producer = new ByteProducer();
        var feeder = feeder(producer);
        for (int i = 0; i < 3; i++) feeder.send(i, 0);
        assertThat(read().indeterminate().getLongCardinality()).isEqualTo(3);

        inClientThread(() -> {
            producer.completeNext();
            producer.errorNext(new TimeoutException("120 s have passed"));
        });
        assertThat(read().acknowledged().toArray()).containsExactly(0);
        assertThat(read().indeterminate().toArray()).containsExactly(1, 2);
    }

    @Test
    void aClientThatTakesNothingEndsThisLifeAndTheMessageIsRefused() throws IOException {
        var producer = new ByteProducer();
        producer.sendException = new KafkaException("fatal");
        assertThatThrownBy(() -> feeder(producer).send(0, 0)).hasMessage("fatal");
        assertThat(read().refused().toArray()).containsExactly(0);
    }

    @Test
    void aLineTellsWhatCameDueAndWhatBecameOfIt() throws Exception {
        var producer = new ByteProducer();
        var feeder = feeder(producer);
        for (int i = 0; i < 3; i++) feeder.send(i, System.nanoTime());
        inClientThread(() -> {
            producer.completeNext();
            producer.errorNext(new TimeoutException("120 s have passed"));
        });
        var line = second(1_000_000_000);
        assertThat(line.measures())
                .containsEntry("offered_msg_per_s", 1000.0)
                .containsEntry("sent_msg_per_s", 3.0)
                .containsEntry("acked_msg_per_s", 1.0)
                .containsEntry("failed_msg_per_s", 1.0)
                .containsKeys("lateness_p99_ms", "service_p50_ms", "service_p99_ms");
        assertThat(line.latencies().get("lateness").getTotalCount()).isEqualTo(3);
        assertThat(line.latencies().get("service").getTotalCount()).isEqualTo(1);
        assertThat(second(0).measures()).containsEntry("offered_msg_per_s", 0.0);
        assertThat(second(3_000_000_000L).measures()).containsEntry("offered_msg_per_s", 1000.0);
        assertThat(second(4_000_000_000L).measures()).containsEntry("offered_msg_per_s", 0.0);
    }

    private Line.Second second(long startNanos) {
        var line =
                new Line.Second(
                        "p",
                        startNanos,
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
        measures.take(line);
        return line;
    }
}
