package faultline.load;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;

import okhttp3.OkHttpClient;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Dumps into the measurement {@code messages} of one InfluxDB: tag {@code feeder}, field {@code
 * seq}. A point's time comes from its message, so that storing it again overwrites it.
 */
final class InfluxdbSink implements Sink {

    /** What InfluxDB's own documentation recommends for a batch. */
    private static final int MAX_MESSAGES = 5000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InfluxDBClient client;
    private final WriteApiBlocking writer;

    /**
     * @param database the database of a 1.x, the bucket of a 2.x
     * @param organisation of a 2.x; a 1.x takes no notice
     * @param token of a 2.x; a 1.x without accounts takes no notice
     */
    InfluxdbSink(String url, String database, String organisation, String token) {
        var http =
                new OkHttpClient.Builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .readTimeout(Duration.ofSeconds(10))
                        .writeTimeout(Duration.ofSeconds(10))
                        .addInterceptor(new InfluxdbVersion1());
        client =
                InfluxDBClientFactory.create(
                        InfluxDBClientOptions.builder()
                                .url(url)
                                .org(organisation)
                                .bucket(database)
                                .authenticateToken(token.toCharArray())
                                .okHttpClient(http)
                                .build());
        writer = client.getWriteApiBlocking();
    }

    @Override
    public int maxMessages() {
        return MAX_MESSAGES;
    }

    @Override
    public OptionalLong dump(List<Message> messages) {
        var lines = new StringBuilder(messages.size() * 64);
        for (var message : messages) line(lines, message);
        writer.writeRecord(WritePrecision.NS, lines.toString());
        return OptionalLong.empty();
    }

    /** {@code messages,feeder=0 seq=17i 1766000000000000017}. */
    static void line(StringBuilder lines, Message message) {
        // Nanoseconds tell apart what one feeder published in the same millisecond.
        var nanos =
                message.timestampMillis() * NANOS_PER_MILLI + message.sequence() % NANOS_PER_MILLI;
        lines.append("messages,feeder=")
                .append(message.feeder())
                .append(" seq=")
                .append(message.sequence())
                .append("i ")
                .append(nanos)
                .append('\n');
    }

    /** No answer, too busy or broken; not what is wrong with the request itself. */
    @Override
    public boolean isPassing(Exception failure) {
        return failure instanceof InfluxException e
                && (e.status() == 0 || e.status() == 429 || e.status() >= 500);
    }

    @Override
    public void close() {
        client.close();
    }
}
