package faultline.load;

import faultline.platform.Endpoints;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;

/**
 * Dumps into the table {@code messages} of a MariaDB Galera cluster, one transaction a batch. All
 * goes to one node, as Galera likes it, and to the next one when that node fails.
 */
public final class MariadbSink implements Sink {

    /** Makes the table that messages are dumped into; once for a run, on any node. */
    public static final String CREATE_TABLE =
            """
            CREATE TABLE IF NOT EXISTS messages (
              feeder INT NOT NULL,
              seq BIGINT NOT NULL,
              due_ns BIGINT NOT NULL,
              deliveries INT NOT NULL DEFAULT 1,
              payload MEDIUMBLOB NOT NULL,
              PRIMARY KEY (feeder, seq)
            ) ENGINE=InnoDB\
            """;

    /** Rows that it commits at a time, at most. */
    public static final int MAX_MESSAGES = 1000;

    /** A node that is gone is left after this; on one host a live one answers in microseconds. */
    private static final int CONNECT_MILLIS = 2_000;

    /**
     * A node that does not answer is left after this. Losing a node makes Galera hold all writes
     * back for six seconds: leaving a healthy node then would only repeat what is already on its
     * way, on every node at once.
     */
    private static final int SOCKET_MILLIS = 10_000;

    /** WSREP not ready, lock wait timeout, deadlock: a Galera node's usual words. */
    private static final Set<Integer> PASSING_CODES =
            Set.of(
                    1047, 1205, 1213,
                    1040, // too many connections, as after a storm of reconnecting
                    1053, // shutdown in progress
                    1180, // error during commit: the node left the cluster in the middle of it
                    1317, // interrupted: Galera took the locks for a transaction that came first
                    1927); // connection killed

    private final List<String> nodes;
    private final Properties properties = new Properties();
    private final String database;
    private final Map<Integer, PreparedStatement> inserts = new HashMap<>();
    private Connection connection;

    MariadbSink(List<String> nodes, String database, String user, String password) {
        this.nodes = new ArrayList<>(nodes);
        this.database = database;
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_MILLIS));
        properties.setProperty("socketTimeout", String.valueOf(SOCKET_MILLIS));
        // Each node once: how long to go on is decided by who called.
        properties.setProperty("retriesAllDown", String.valueOf(nodes.size()));
        // Parsing text costs the server more than storing the row: measured 2.5 times as fast.
        properties.setProperty("useServerPrepStmts", "true");
        // A transaction that a lost client left on the node must not block the next try for long.
        properties.setProperty("sessionVariables", "innodb_lock_wait_timeout=5");
    }

    @Override
    public int maxMessages() {
        return MAX_MESSAGES;
    }

    @Override
    public OptionalLong dump(List<Message> messages) throws SQLException {
        try {
            if (connection == null) connect();
            var affected = 0L;
            for (int from = 0; from < messages.size(); ) {
                var rows = rows(messages.size() - from);
                affected += insert(messages.subList(from, from + rows));
                from += rows;
            }
            connection.commit();
            // A row that is inserted counts 1, a row that was there and is updated counts 2.
            return OptionalLong.of(affected - messages.size());
        } catch (SQLException e) {
            giveUp(e);
            throw e;
        }
    }

    @Override
    public boolean isPassing(Exception failure) {
        return failure instanceof SQLException e && isPassing(e);
    }

    private static boolean isPassing(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return PASSING_CODES.contains(e.getErrorCode())
                || isConnectionLoss(e)
                || e instanceof SQLTransientException
                || state.equals("40001")
                || String.valueOf(e.getMessage()).contains("WSREP");
    }

    private static boolean isConnectionLoss(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        // 25S03: the driver found another node by itself and the transaction is lost.
        return state.startsWith("08")
                || state.equals("25S03")
                || e instanceof SQLRecoverableException;
    }

    @Override
    public void close() {
        inserts.clear();
        if (connection == null) return;
        try {
            connection.close();
        } catch (SQLException e) {
            // it is closed because it is broken, or not needed any more: nothing to save
        }
        connection = null;
    }

    private void connect() throws SQLException {
        connection = DriverManager.getConnection(Endpoints.jdbc(nodes, database), properties);
        connection.setAutoCommit(false);
    }

    /**
     * Starts the next try on a new connection. A conflict with another transaction is no reason to
     * leave the node; everything else is, because a node can accept connections and refuse to work.
     */
    private void giveUp(SQLException e) {
        close();
        if (e.getErrorCode() != 1205 && e.getErrorCode() != 1213) Collections.rotate(nodes, -1);
    }

    /** 1000, 500, 250, 125, 62, …: a few prepared statements make up every number of rows. */
    private static int rows(int wanted) {
        var rows = MAX_MESSAGES;
        while (rows > wanted) rows /= 2;
        return rows;
    }

    private long insert(List<Message> messages) throws SQLException {
        var insert = inserts.get(messages.size());
        if (insert == null) {
            insert = connection.prepareStatement(statement(messages.size()));
            inserts.put(messages.size(), insert);
        }
        int parameter = 1;
        for (var message : messages) {
            insert.setInt(parameter++, message.feeder());
            insert.setLong(parameter++, message.sequence());
            insert.setLong(parameter++, message.dueNanos());
            insert.setBytes(parameter++, message.payload());
        }
        return insert.executeLargeUpdate();
    }

    private static String statement(int rows) {
        return "INSERT INTO messages (feeder, seq, due_ns, payload) VALUES "
                + String.join(", ", Collections.nCopies(rows, "(?, ?, ?, ?)"))
                + " ON DUPLICATE KEY UPDATE deliveries = deliveries + 1";
    }
}
