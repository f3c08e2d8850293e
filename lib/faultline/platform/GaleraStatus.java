package faultline.platform;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * What a node says about itself and its cluster.
 *
 * @param ready {@code wsrep_ready}
 * @param state {@code wsrep_local_state_comment}
 * @param status {@code wsrep_cluster_status}
 * @param size {@code wsrep_cluster_size}
 * @param stateId {@code wsrep_cluster_state_uuid}
 */
public record GaleraStatus(
        String node, boolean ready, String state, String status, int size, String stateId) {

    /** Asks a node, {@code host:port}; {@code SQLException} where it does not answer in 2 s. */
    public static GaleraStatus of(String node, String user, String password) throws SQLException {
        var properties = new Properties(); // not in the address, which drivers like to log
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("retriesAllDown", "1");
        properties.setProperty("connectTimeout", "2000");
        properties.setProperty("socketTimeout", "2000");
        var url = Endpoints.jdbc(List.of(node), "");
        var values = new HashMap<String, String>();
        try (var connection = DriverManager.getConnection(url, properties);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'wsrep%'")) {
            while (rows.next()) values.put(rows.getString(1), rows.getString(2));
        }
        return new GaleraStatus(
                node,
                "ON".equals(values.get("wsrep_ready")),
                values.getOrDefault("wsrep_local_state_comment", "unknown"),
                values.getOrDefault("wsrep_cluster_status", "unknown"),
                Integer.parseInt(values.getOrDefault("wsrep_cluster_size", "0")),
                values.getOrDefault("wsrep_cluster_state_uuid", ""));
    }

    /** Why these nodes are not one working cluster of {@code size}; empty where they are. */
    public static Optional<String> problem(List<GaleraStatus> nodes, int size) {
        for (var node : nodes) {
            if (!node.ready) return node.says("is not ready: " + node.state);
            if (!node.status.equals("Primary")) return node.says("is " + node.status);
            if (!node.state.equals("Synced")) return node.says("is " + node.state);
            if (node.size != size)
                return node.says("sees %d nodes of %d".formatted(node.size, size));
            if (node.stateId.isEmpty() || node.stateId.equals(new UUID(0, 0).toString()))
                return node.says("has lost its state's name");
            if (!node.stateId.equals(nodes.getFirst().stateId))
                return node.says("has another state than " + nodes.getFirst().node);
        }
        return nodes.size() == size
                ? Optional.empty()
                : Optional.of("%d of %d nodes answer".formatted(nodes.size(), size));
    }

    private Optional<String> says(String what) {
        return Optional.of("node " + node + " " + what);
    }
}
