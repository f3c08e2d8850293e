package faultline.measure;

import faultline.plan.Yaml;
import faultline.platform.SeriesStore;

import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads all that one InfluxDB instance holds, by the query language that 1.x and 2.x share. */
public final class InfluxdbContent {

    /** As JSON: what goes wrong half-way through an answer does not show in CSV. */
    private static final String POINTS = "SELECT seq FROM messages GROUP BY feeder";

    private InfluxdbContent() {}

    /**
     * The content of {@code database} in {@code store}. A point that was stored again has
     * overwritten itself, so that nothing is known of redelivery.
     *
     * @param replica the instance's name
     * @param limit how long this may take
     * @throws IOException where the instance cannot be asked, or not in time
     */
    public static Stored read(String replica, SeriesStore store, String database, Duration limit)
            throws IOException {
        var request =
                new Request.Builder()
                        .url(
                                HttpUrl.get(store.url())
                                        .newBuilder()
                                        .addPathSegment("query")
                                        .addQueryParameter("db", database)
                                        .addQueryParameter("epoch", "ns")
                                        .addQueryParameter("chunked", "true")
                                        .build())
                        .post(new FormBody.Builder().add("q", POINTS).build());
        if (!store.token().isEmpty()) request.header("Authorization", "Token " + store.token());
        // The limit of a whole call covers reading its answer too, but not each single wait.
        var client =
                new OkHttpClient.Builder().callTimeout(limit).readTimeout(Duration.ZERO).build();
        try (var answer = client.newCall(request.build()).execute();
                var lines = new BufferedReader(answer.body().charStream(), 1 << 16)) {
            if (!answer.isSuccessful())
                throw new IOException(
                        "%s answers %d: %s".formatted(replica, answer.code(), lines.readLine()));
            var content = new Content();
            var whole = false;
            for (var line = lines.readLine(); line != null; line = lines.readLine())
                whole = add(replica, content, Yaml.parseJson(line));
            if (!whole) throw new IOException(replica + " broke off in the middle of its answer");
            return content.stored(replica);
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    /** Adds the points of one chunk of the answer; true where it is the last one. */
    @SuppressWarnings("unchecked")
    private static boolean add(String replica, Content content, Map<String, Object> chunk)
            throws IOException {
        refuseError(replica, chunk);
        var more = false;
        for (var result : (List<Map<String, Object>>) chunk.get("results")) {
            refuseError(replica, result);
            more |= result.containsKey("partial");
            for (var series :
                    (List<Map<String, Object>>) result.getOrDefault("series", List.of())) {
                var feeder =
                        Integer.parseInt(((Map<String, String>) series.get("tags")).get("feeder"));
                for (var point : (List<List<Number>>) series.get("values")) {
                    var nanos = point.get(0).longValue();
                    var sequence = point.get(1).longValue();
                    content.add(feeder, sequence, 1, mix(mix(mix(feeder) + sequence) + nanos));
                }
            }
        }
        return !more;
    }

    private static void refuseError(String replica, Map<String, Object> answer) throws IOException {
        if (answer.containsKey("error"))
            throw new IOException(replica + " answers: " + answer.get("error"));
    }

    /** The last step of MurmurHash3: spreads every bit of {@code value} over all of them. */
    private static long mix(long value) {
        value = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        value = (value ^ (value >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return value ^ (value >>> 33);
    }
}
