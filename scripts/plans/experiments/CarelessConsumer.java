//JAVA 25
//DEPS org.apache.kafka:kafka-clients:4.3.1
//DEPS org.mariadb.jdbc:mariadb-java-client:4.0.0
//DEPS org.slf4j:slf4j-simple:2.0.20

import static java.net.http.HttpRequest.BodyPublishers.ofString;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A consumer as somebody may have one: it knows nothing of the kit but the variables and the line a
 * second of {@code lib/faultline/load/package-info.java}. It gathers rows for a second before it
 * stores them, while the client commits their offsets by itself.
 */
final class CarelessConsumer {

    static final String CLIENT =
            """
            bootstrap.servers: %s
            group.id: %s
            auto.offset.reset: earliest
            enable.auto.commit: true
            auto.commit.interval.ms: 100
            session.timeout.ms: 6000
            """;

    static void main() throws Exception {
        say(0);
        var client = new Properties();
        client.load(
                new StringReader(CLIENT.formatted(setting("BOOTSTRAP_SERVERS"), setting("GROUP"))));
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(client, bytes, bytes)) {
            consumer.subscribe(List.of(setting("TOPIC")));
            var rows = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            for (var second = second(); ; ) {
                consumer.poll(Duration.ofMillis(50)).forEach(rows::add);
                if (second() == second) continue;
                if (setting("SINK").equals("mariadb")) toMariadb(rows);
                else toInfluxdb(rows);
                second = second();
                say(rows.size());
                rows.clear();
            }
        }
    }

    static void toMariadb(List<ConsumerRecord<byte[], byte[]>> rows) throws SQLException {
        var url =
                "jdbc:mariadb://%s/%s?sslMode=disable"
                        .formatted(setting("MARIADB"), setting("DATABASE"));
        var user = setting("MARIADB_USER");
        try (var connection = DriverManager.getConnection(url, user, setting("MARIADB_PASSWORD"));
                var insert =
                        connection.prepareStatement(
                                "INSERT IGNORE INTO messages (feeder, seq, due_ns, payload)"
                                        + " VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (var row : rows) {
                var value = ByteBuffer.wrap(row.value());
                insert.setInt(1, value.getInt());
                insert.setLong(2, value.getLong());
                insert.setLong(3, value.getLong());
                insert.setBytes(4, row.value());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    static void toInfluxdb(List<ConsumerRecord<byte[], byte[]>> rows)
            throws IOException, InterruptedException {
        var number = Integer.parseInt(setting("SINK").replace("influxdb-", ""));
        var url = setting("INFLUXDB").split(",")[number] + "/write?db=" + setting("DATABASE");
        var lines = new StringBuilder();
        for (var row : rows) {
            var value = ByteBuffer.wrap(row.value());
            lines.append("messages,feeder=" + value.getInt());
            var sequence = value.getLong();
            var nanos = row.timestamp() * 1_000_000 + sequence % 1_000_000;
            lines.append(" seq=" + sequence + "i " + nanos + "\n");
        }
        var points = HttpRequest.newBuilder(URI.create(url)).POST(ofString(lines.toString()));
        try (var client = HttpClient.newHttpClient()) {
            client.send(points.build(), BodyHandlers.discarding());
        }
    }

    static void say(int rows) {
        IO.println(
                """
                {"faultline":"second","mono_ns":%d000000000,"pod":"%s",\
                "measures":{"dumped_rows_per_s":%d}}\
                """
                        .formatted(second() - 1, setting("POD"), rows));
    }

    static long second() {
        return System.nanoTime() / 1_000_000_000;
    }

    static String setting(String name) {
        return System.getenv("FAULTLINE_" + name);
    }
}
