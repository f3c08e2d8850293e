package faultline.platform;

import faultline.stack.Stack;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks every engine whether it works: not whether it runs, but whether it does its job. */
public final class Readiness implements AutoCloseable {

    private static final String PROBE = "faultline_ready";

    private final Stack stack;
    private final Endpoints endpoints;
    private final boolean galera;
    private final Optional<KafkaHealth> kafka;

    public Readiness(Stack stack, Endpoints endpoints) {
        this(stack, endpoints, true);
    }

    /**
     * @param galera whether databases replicate each other; a single one need not
     */
    public Readiness(Stack stack, Endpoints endpoints, boolean galera) {
        this.stack = stack;
        this.galera = galera;
        this.endpoints = endpoints;
        kafka =
                stack.brokers() == 0
                        ? Optional.empty()
                        : Optional.of(new KafkaHealth(endpoints, stack));
    }

    /** The first thing that is missing, in a few words; empty when the stack is whole. */
    public String missing(List<Pod> pods) throws InterruptedException {
        var down =
                pods.stream()
                        .filter(pod -> pod.spec().component().isEngine())
                        .filter(pod -> !pod.ready())
                        .map(pod -> pod.name() + note(pod))
                        .collect(Collectors.joining(", "));
        if (!down.isEmpty()) return down;
        var lacking = kafka.isEmpty() ? "" : kafka.get().missing();
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
                                node, endpoints.mariadbUser(), endpoints.mariadbPassword()));
            } catch (SQLException e) {
                return "mariadb: " + node + " does not answer";
            }
        }
        if (!galera) return "";
        return GaleraStatus.problem(nodes, stack.databases()).map("mariadb: "::concat).orElse("");
    }

    /**
     * Writes a row on the first database node and reads it on each, and a point in each series
     * store.
     *
     * @throws IllegalStateException where something else comes back
     */
    public void proveWrites() throws IOException, InterruptedException {
        try {
            for (int i = 0; i < stack.databases(); i++) proveRow(i);
        } catch (SQLException e) {
            throw new IllegalStateException("mariadb takes no row: " + e.getMessage(), e);
        }
        for (var store : endpoints.series()) provePoint(store);
    }

    private void proveRow(int node) throws SQLException {
        var url = Endpoints.jdbc(List.of(endpoints.mariadb().get(node)), "");
        try (var connection = DriverManager.getConnection(url, endpoints.mariadbLogin());
                var statement = connection.createStatement()) {
            // Read what the others have committed, not what has arrived here so far.
            statement.execute("SET SESSION wsrep_sync_wait = 15");
            if (node == 0) {
                statement.execute("CREATE DATABASE IF NOT EXISTS " + PROBE);
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS " + PROBE + ".probe (id INT PRIMARY KEY)");
                statement.execute("REPLACE INTO " + PROBE + ".probe VALUES (42)");
            }
            try (var rows = statement.executeQuery("SELECT id FROM " + PROBE + ".probe")) {
                if (!rows.next() || rows.getInt(1) != 42)
                    throw new IllegalStateException("mariadb-" + node + " has not got the row");
            }
        }
    }

    private void provePoint(SeriesStore store) throws IOException, InterruptedException {
        store.drop(PROBE);
        store.create(PROBE);
        store.post("/write?db=" + PROBE, "probe id=42i 1");
        var answer = store.query(PROBE, "SELECT id FROM probe");
        if (!answer.contains("42"))
            throw new IllegalStateException(store.url() + " has not got the point: " + answer);
    }

    @Override
    public void close() {
        kafka.ifPresent(KafkaHealth::close);
    }
}
