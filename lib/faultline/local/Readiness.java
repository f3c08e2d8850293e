package faultline.local;

import faultline.platform.Endpoints;
import faultline.platform.KafkaHealth;
import faultline.platform.Pod;
import faultline.stack.Stack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Asks every engine whether it works: not whether it runs, but whether it does its job. */
final class Readiness implements AutoCloseable {

    private static final String PROBE = "faultline_ready";

    private final Stack stack;
    private final Endpoints endpoints;
    private final KafkaHealth kafka;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    Readiness(Stack stack, Endpoints endpoints) {
        this.stack = stack;
        this.endpoints = endpoints;
        kafka = new KafkaHealth(endpoints.bootstrapServers(), stack);
    }

    /** The first thing that is missing, in a few words; empty when the stack is whole. */
    String missing(List<Pod> pods) throws InterruptedException {
        var down =
                pods.stream()
                        .filter(pod -> pod.spec().component().isEngine())
                        .filter(pod -> !pod.ready())
                        .map(pod -> pod.name() + note(pod))
                        .collect(Collectors.joining(", "));
        if (!down.isEmpty()) return down;
        var lacking = kafka.missing();
        return lacking.isEmpty() ? databases() : "kafka: " + lacking;
    }

    private static String note(Pod pod) {
        return pod.restarts() == 0 ? "" : " (ended before: " + pod.reason() + ")";
    }

    private String databases() {
        var nodes = new ArrayList<GaleraStatus>();
        for (var node : endpoints.mariadb()) {
            try {
                nodes.add(
                        GaleraStatus.of(
                                node.split(":")[0],
                                endpoints.mariadbUser(),
                                endpoints.mariadbPassword()));
            } catch (SQLException e) {
                return "mariadb: " + node + " does not answer";
            }
        }
        return GaleraStatus.problem(nodes, stack.databases()).map("mariadb: "::concat).orElse("");
    }

    /**
     * Writes a row on the first database node and reads it on each, and a point in each series
     * store.
     *
     * @throws IllegalStateException where something else comes back
     */
    void proveWrites() throws IOException, InterruptedException {
        try {
            for (int i = 0; i < stack.databases(); i++) proveRow(i);
        } catch (SQLException e) {
            throw new IllegalStateException("mariadb takes no row: " + e.getMessage(), e);
        }
        for (var url : endpoints.influxdb()) provePoint(url);
    }

    private void proveRow(int node) throws SQLException {
        var url = Endpoints.jdbc(List.of(endpoints.mariadb().get(node)), "");
        try (var connection = DriverManager.getConnection(url, endpoints.mariadbLogin());
                var statement = connection.createStatement()) {
            // Read what the others have committed, not what has arrived here so far.
            statement.execute("SET SESSION wsrep_sync_wait = 15");
            if (node == 0) {
                statement.execute("CREATE DATABASE " + PROBE);
                statement.execute("CREATE TABLE " + PROBE + ".probe (id INT PRIMARY KEY)");
                statement.execute("INSERT INTO " + PROBE + ".probe VALUES (42)");
            }
            try (var rows = statement.executeQuery("SELECT id FROM " + PROBE + ".probe")) {
                if (!rows.next() || rows.getInt(1) != 42)
                    throw new IllegalStateException("mariadb-" + node + " has not got the row");
            }
        }
    }

    private void provePoint(String url) throws IOException, InterruptedException {
        post(url + "/query?q=" + encoded("CREATE DATABASE " + PROBE), "");
        post(url + "/write?db=" + PROBE, "probe id=42i 1");
        var answer = post(url + "/query?db=" + PROBE + "&q=" + encoded("SELECT id FROM probe"), "");
        if (!answer.contains("42"))
            throw new IllegalStateException(url + " has not got the point: " + answer);
    }

    private String post(String url, String body) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(10))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2)
            throw new IllegalStateException(
                    url + " answers " + answer.statusCode() + ": " + answer.body());
        return answer.body();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        kafka.close();
    }
}
