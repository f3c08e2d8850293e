package faultline.load;

import faultline.plan.BadInput;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pod that dumps a topic into one sink, together with the others of its group. */
public final class Consumer {

    private static final Duration QUICK = Duration.ofSeconds(3);

    private Consumer() {}

    /** The settings are those of the room's description. */
    public static void main(String[] arguments) {
        Program.run(Consumer::run);
    }

    private static void run(Settings settings, Program program) throws Exception {
        var pod = settings.text("FAULTLINE_POD");
        var measures = new ConsumerMeasures();
        try (var sink = sink(settings);
                var printer = new Printer(pod, System.out, measures::take)) {
            var consumer = new KafkaConsumer<byte[], byte[]>(client(settings, pod, sink));
            program.onStop(consumer::wakeup);
            printer.event("started", Map.of("sink", settings.text("FAULTLINE_SINK")));
            try {
                new Dump(consumer, sink, measures, printer, program::stopping)
                        .run(settings.text("FAULTLINE_TOPIC"));
            } finally {
                // Whoever is asked to stop gives its partitions to the others at once; whoever
                // dies keeps them until its session is over and finds them again.
                consumer.close(
                        CloseOptions.timeout(QUICK)
                                .withGroupMembershipOperation(
                                        program.stopping()
                                                ? GroupMembershipOperation.LEAVE_GROUP
                                                : GroupMembershipOperation.REMAIN_IN_GROUP));
            }
            printer.event("stopped", Map.of());
        }
    }

    private static Sink sink(Settings settings) {
        var name = settings.text("FAULTLINE_SINK");
        var database = settings.text("FAULTLINE_DATABASE");
        if (name.equals("mariadb"))
            return limited(
                    settings,
                    new MariadbSink(
                            settings.list("FAULTLINE_MARIADB"),
                            database,
                            settings.text("FAULTLINE_MARIADB_USER"),
                            settings.text("FAULTLINE_MARIADB_PASSWORD")));
        var urls = settings.list("FAULTLINE_INFLUXDB");
        for (int i = 0; i < urls.size(); i++)
            if (name.equals("influxdb-" + i)) return influxdb(settings, urls.get(i), database);
        if (name.equals("influxdb"))
            return new DualSink(
                    urls.stream().map(url -> influxdb(settings, url, database)).toList());
        throw new BadInput(
                "environment variable FAULTLINE_SINK",
                "",
                name,
                "mariadb, influxdb, or influxdb-0 up to influxdb-" + (urls.size() - 1));
    }

    private static Sink limited(Settings settings, Sink sink) {
        var most = sink.maxMessages();
        var rows = (int) settings.whole("FAULTLINE_BATCH_ROWS", 1, 10_000, most);
        var pause = settings.whole("FAULTLINE_BATCH_PAUSE_MS", 0, 60_000, 0);
        return rows < most || pause > 0
                ? new SmallBatches(sink, Math.min(rows, most), Duration.ofMillis(pause))
                : sink;
    }

    private static InfluxdbSink influxdb(Settings settings, String url, String database) {
        return new InfluxdbSink(
                url,
                database,
                settings.text("FAULTLINE_INFLUXDB_ORG", "faultline"),
                settings.text("FAULTLINE_INFLUXDB_TOKEN", "none"));
    }

    private static Map<String, Object> client(Settings settings, String pod, Sink sink) {
        var client = new LinkedHashMap<String, Object>();
        client.put(ConsumerConfig.CLIENT_ID_CONFIG, pod);
        client.put(ConsumerConfig.GROUP_ID_CONFIG, settings.text("FAULTLINE_GROUP"));
        client.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.text("FAULTLINE_BOOTSTRAP_SERVERS"));
        client.putAll(KafkaSecurity.of(settings));
        // A pod that is started again within its session takes its partitions back at once.
        client.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, pod);
        client.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        client.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        client.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, sink.maxMessages());
        // Answers that hold something: at low rates each message would else be a fetch of its own.
        client.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 16 * 1024);
        client.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        client.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return client;
    }
}
