package faultline.platform;

import faultline.plan.Yaml;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One InfluxDB and its databases: made and dropped by statements on a 1.x, as buckets on a 2.x,
 * which reads and writes a bucket as a database of that name.
 *
 * @param token of a 2.x; empty for a 1.x, which asks nobody who they are
 */
public record SeriesStore(String url, String token) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    public void create(String database) throws IOException, InterruptedException {
        if (token.isEmpty()) {
            post("/query?q=" + encoded("CREATE DATABASE " + database), "");
            return;
        }
        var organisation = (String) first("/api/v2/orgs?limit=1", "orgs").get("id");
        post(
                "/api/v2/buckets",
                Yaml.json(
                        Map.of(
                                "orgID",
                                organisation,
                                "name",
                                database,
                                "retentionRules",
                                List.of())));
    }

    /** Does nothing where there is none of that name. */
    public void drop(String database) throws IOException, InterruptedException {
        if (token.isEmpty()) {
            post("/query?q=" + encoded("DROP DATABASE " + database), "");
            return;
        }
        var found = all("/api/v2/buckets?name=" + encoded(database), "buckets");
        if (!found.isEmpty()) send("DELETE", "/api/v2/buckets/" + found.getFirst().get("id"), "");
    }

    /** The answer to a statement in the language that 1.x and 2.x share, as JSON. */
    public String query(String database, String statement)
            throws IOException, InterruptedException {
        return post("/query?db=" + encoded(database) + "&q=" + encoded(statement), "");
    }

    String post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private Map<String, Object> first(String path, String key)
            throws IOException, InterruptedException {
        var all = all(path, key);
        if (all.isEmpty()) throw new IOException(url + " has no " + key);
        return all.getFirst();
    }

    @SuppressWarnings("unchecked") // as InfluxDB's API describes it
    private List<Map<String, Object>> all(String path, String key)
            throws IOException, InterruptedException {
        var answer = Yaml.parseJson(send("GET", path, ""));
        return (List<Map<String, Object>>) answer.getOrDefault(key, List.of());
    }

    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(LIMIT)
                        .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) request.header("Authorization", "Token " + token);
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) return answer.body();
            // A bucket that a name asks for and nobody has is no failure of the question.
            if (answer.statusCode() == 404 && method.equals("GET")) return "{}";
            throw new IOException(
                    "%s answers %d to %s %s: %s"
                            .formatted(url, answer.statusCode(), method, path, answer.body()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return url;
    }
}
