package faultline.load;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pod that publishes in open loop and keeps a ledger. Killed and started again, it goes on with
 * the first message it never attempted, late as that then is.
 */
public final class Feeder {

    /** Time to get rid of what is in the client's buffer when somebody wants the pod to end. */
    private static final Duration QUICK = Duration.ofSeconds(3);

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final LedgerWriter ledger;
    private final FeederMeasures measures;
    private final Message.Pool values;
    private final Thread sender = Thread.currentThread();

    /** Must be made by the thread that sends. */
    Feeder(
            String topic,
            Producer<byte[], byte[]> producer,
            LedgerWriter ledger,
            FeederMeasures measures,
            Message.Pool values) {
        this.topic = topic;
        this.producer = producer;
        this.ledger = ledger;
        this.measures = measures;
        this.values = values;
    }

    /** The settings are those of the room's description. */
    public static void main(String[] arguments) {
        Program.run(Feeder::run);
    }

    /** Hands one message over, whatever becomes of it. */
    void send(long sequence, long dueNanos) throws IOException {
        ledger.attempt(sequence);
        var message = new ProducerRecord<byte[], byte[]>(topic, values.value(sequence, dueNanos));
        var now = MonotonicClock.SYSTEM.nanos();
        measures.sent(now - dueNanos);
        try {
            producer.send(message, (_, error) -> ended(sequence, now, error));
        } catch (InterruptException e) {
            measures.failed(); // somebody wants the pod to end: the mark stays at "unknown"
        } catch (KafkaException e) {
            ended(sequence, now, e);
            throw e; // a client that cannot take any message: the next life gets another one
        }
    }

    private void ended(long sequence, long sentNanos, Exception error) {
        // The client reports what it never took in the thread that sends, all else in its own.
        var outcome = Outcome.of(error, Thread.currentThread() != sender);
        ledger.mark(sequence, outcome);
        if (error == null) measures.acknowledged(MonotonicClock.SYSTEM.nanos() - sentNanos);
        else measures.failed();
    }

    private static void run(Settings settings, Program program) throws Exception {
        var pod = settings.text("FAULTLINE_POD");
        var ordinal = (int) settings.whole("FAULTLINE_ORDINAL", 0, 9999);
        var topic = settings.text("FAULTLINE_TOPIC");
        var rate = settings.positive("FAULTLINE_RATE_MSG_PER_S", Schedule.MAX_RATE_MSG_PER_S);
        var changes = RateChanges.of(settings);
        var messages = settings.whole("FAULTLINE_MESSAGES", 1, Ledger.MAX_MESSAGES);
        var size =
                (int)
                        settings.whole(
                                "FAULTLINE_SIZE_BYTES", Message.HEADER_BYTES, 64 * 1024 * 1024);
        var batch = (int) settings.whole("FAULTLINE_BATCH_BYTES", 1, 1 << 24, 128 * 1024);
        var folder = Path.of(settings.text("FAULTLINE_LEDGER"));
        var values = new Message.Pool(ordinal, size, batch);
        var main = Thread.currentThread();
        program.onStop(main::interrupt);
        try (var producer = new KafkaProducer<byte[], byte[]>(client(settings, pod, batch));
                var ledger =
                        LedgerWriter.open(
                                folder,
                                ordinal,
                                rate,
                                messages,
                                () -> connected(producer, topic))) {
            var schedule = changes.apply(Schedule.starting(ledger.header().startNanos(), rate));
            var measures = new FeederMeasures(schedule, messages);
            var feeder = new Feeder(topic, producer, ledger, measures, values);
            var printer =
                    new Printer(
                            pod,
                            System.out,
                            line -> {
                                measures.take(line);
                                force(ledger);
                            });
            printer.event(
                    ledger.header().epochs() == 1 ? "started" : "resumed",
                    story(ledger, ledger.first()));
            long next;
            try {
                next =
                        OpenLoop.run(
                                schedule,
                                ledger.first(),
                                messages,
                                MonotonicClock.SYSTEM,
                                program::stopping,
                                feeder::send);
            } finally {
                Thread.interrupted(); // or closing would be interrupted too
                end(producer, program.stopping());
                printer.close();
            }
            var story = story(ledger, next);
            var ended = Ledger.read(Ledger.file(folder, ordinal));
            story.put("acknowledged", ended.acknowledged().getLongCardinality());
            story.put("refused", ended.refused().getLongCardinality());
            story.put("indeterminate", ended.indeterminate().getLongCardinality());
            printer.event(program.stopping() ? "stopped" : "done", story);
        }
    }

    private static Map<String, Object> story(LedgerWriter ledger, long next) {
        var story = new LinkedHashMap<String, Object>();
        story.put("t0_ns", ledger.header().startNanos());
        story.put("rate_msg_per_s", ledger.header().rateMsgPerS());
        story.put("messages", ledger.header().messages());
        story.put("epoch", ledger.header().epochs());
        story.put("next", next);
        return story;
    }

    /**
     * Connects, then lets message 0 be due at a whole second of the clock: feeders that start
     * together begin together, and loading the rest of the program is nobody's lateness.
     */
    private static long connected(Producer<byte[], byte[]> producer, String topic) {
        producer.partitionsFor(topic);
        return Printer.secondOf(MonotonicClock.SYSTEM.nanos() + 1_500_000_000);
    }

    /** Waits until every message has its outcome, or not much longer where the pod is to end. */
    private static void end(Producer<byte[], byte[]> producer, boolean quickly) {
        if (quickly) producer.close(QUICK);
        else producer.close();
    }

    private static void force(LedgerWriter ledger) {
        try {
            ledger.force();
        } catch (IOException e) {
            System.err.println("the ledger is not on the disk yet: " + e.getMessage());
        }
    }

    private static Map<String, Object> client(Settings settings, String pod, int batch) {
        var acks = settings.text("FAULTLINE_ACKS");
        var client = new LinkedHashMap<String, Object>();
        client.put(ProducerConfig.CLIENT_ID_CONFIG, pod);
        client.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.text("FAULTLINE_BOOTSTRAP_SERVERS"));
        client.putAll(KafkaSecurity.of(settings));
        client.put(ProducerConfig.ACKS_CONFIG, acks);
        // Without all acknowledgements the client cannot promise to store nothing twice.
        client.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, acks.equals("all"));
        client.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.text("FAULTLINE_COMPRESSION"));
        client.put(ProducerConfig.BATCH_SIZE_CONFIG, batch);
        client.put(
                ProducerConfig.LINGER_MS_CONFIG,
                (int) settings.whole("FAULTLINE_LINGER_MS", 0, 60_000, 5));
        // Longer than any outage that a plan is likely to make: a broker's restart loses nothing.
        client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
        client.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        client.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return client;
    }
}
