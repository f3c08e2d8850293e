package faultline.run;

import faultline.measure.Measure;
import faultline.measure.Rows;
import faultline.platform.Endpoints;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What every Galera node says of its cluster, asked over a connection of its own. */
final class GaleraSampler implements AutoCloseable {

    private static final String QUESTION =
            "SHOW GLOBAL STATUS WHERE variable_name IN"
                    + " ('wsrep_cluster_size', 'wsrep_flow_control_paused_ns')";

    private final List<Node> nodes;

    GaleraSampler(Endpoints endpoints, Rows rows) {
        nodes =
                IntStream.range(0, endpoints.mariadb().size())
                        .mapToObj(i -> new Node("mariadb-" + i, endpoints, i, rows))
                        .toList();
    }

    /** Asks all nodes at once; an answer that comes goes into the rows of {@code second}. */
    void sample(long second) {
        nodes.forEach(node -> node.sample(second));
    }

    @Override
    public void close() {
        nodes.forEach(Node::disconnect);
    }

    private static final class Node {
        private final String pod;
        private final Endpoints endpoints;
        private final int number;
        private final Rows rows;
        private final AtomicBoolean asking = new AtomicBoolean();
        private Connection connection;
        private double pausedNanos = Double.NaN;
        private long askedAt;

        Node(String pod, Endpoints endpoints, int number, Rows rows) {
            this.pod = pod;
            this.endpoints = endpoints;
            this.number = number;
            this.rows = rows;
        }

        void sample(long second) {
            if (!asking.compareAndSet(false, true)) return;
            Thread.startVirtualThread(() -> {
                try {
                    rows.add(second, pod, "mariadb", ask());
                } catch (SQLException e) {
                    disconnect(); // no sample; connect anew next time
                } finally {
                    asking.set(false);
                }
            });
        }

        private synchronized Map<Measure, Double> ask() throws SQLException {
            if (connection == null) connection = connect();
            var status = new HashMap<String, Double>();
            try (var statement = connection.createStatement();
                    var answer = statement.executeQuery(QUESTION)) {
                while (answer.next()) status.put(answer.getString(1), answer.getDouble(2));
            }
            var now = System.nanoTime();
            var paused = status.getOrDefault("wsrep_flow_control_paused_ns", Double.NaN);
            var share = (paused - pausedNanos) / (now - askedAt) * 100;
            pausedNanos = paused;
            askedAt = now;
            var values = new EnumMap<Measure, Double>(Measure.class);
            if (status.containsKey("wsrep_cluster_size"))
                values.put(Measure.CLUSTER_SIZE, status.get("wsrep_cluster_size"));
            if (share >= 0) values.put(Measure.FLOW_CONTROL_PAUSED_PERCENT, share);
            return values;
        }

        private Connection connect() throws SQLException {
            pausedNanos = Double.NaN;
            var properties = endpoints.mariadbLogin();
            properties.put("connectTimeout", "900");
            properties.put("socketTimeout", "2000");
            return DriverManager.getConnection(
                    Endpoints.jdbc(List.of(endpoints.mariadb().get(number)), ""), properties);
        }

        private synchronized void disconnect() {
            if (connection == null) return;
            try {
                connection.close();
            } catch (SQLException e) {
                // it was broken anyway
            }
            connection = null;
        }
    }
}
