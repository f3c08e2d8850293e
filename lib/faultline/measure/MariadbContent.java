package faultline.measure;

import faultline.platform.Endpoints;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** Reads all that one Galera node holds, from that node alone. */
public final class MariadbContent {

    /** The checksum of a row is computed by the node, so that the payload need not travel. */
    private static final String ROWS =
            "SELECT feeder, seq, deliveries,"
                    + " CRC32(CONCAT_WS('|', feeder, seq, due_ns, deliveries, payload))"
                    + " FROM messages ORDER BY feeder, seq";

    private MariadbContent() {}

    /**
     * The content of {@code database} at {@code node}, after it has applied all that its cluster
     * has committed before.
     *
     * @param replica the node's name
     * @param node {@code host:port}
     * @param limit how long this may take
     * @throws SQLException where the node cannot be asked, or not in time
     */
    public static Stored read(
            String replica,
            String node,
            String database,
            String user,
            String password,
            Duration limit)
            throws SQLException {
        var deadline = System.nanoTime() + limit.toNanos();
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("retriesAllDown", "1");
        properties.setProperty("connectTimeout", String.valueOf(limit.toMillis()));
        properties.setProperty("socketTimeout", String.valueOf(limit.toMillis()));
        // A node confirms a commit of another one before it has applied it itself.
        properties.setProperty("sessionVariables", "wsrep_sync_wait=1");
        var url = Endpoints.jdbc(List.of(node), database);
        try (var connection = DriverManager.getConnection(url, properties);
                var statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
            var content = new Content();
            try (var rows = statement.executeQuery(ROWS)) {
                while (rows.next()) {
                    if (System.nanoTime() > deadline)
                        throw new SQLTimeoutException(replica + " was not read within " + limit);
                    content.add(rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
                }
            }
            return content.stored(replica);
        }
    }
}
