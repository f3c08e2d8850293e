package faultline.run;

import faultline.measure.Operation;
import faultline.measure.Operation.Ending;
import faultline.measure.Operation.Kind;
import faultline.platform.Endpoints;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks a Galera cluster without any fault for what clients often take for granted: that an
 * increment is not overwritten by one on another node, and that what is confirmed can be read
 * everywhere.
 */
public final class GaleraProbe {

    private static final String DATABASE = "probe";
    private static final int COUNTERS = 4;

    /** As many as a consumer writes at once, so that a node has something to apply. */
    private static final int ROWS = 500;

    private static final Duration LOOK_FOR = Duration.ofSeconds(5);

    /** Turned down for sure: conflict, lock wait, no quorum, aborted by one that came first. */
    private static final Set<Integer> REFUSED = Set.of(1213, 1205, 1047, 1317, 1020);

    private final Endpoints endpoints;
    private final Duration time;

    /**
     * @param time how long to ask
     */
    public GaleraProbe(Endpoints endpoints, Duration time) {
        this.endpoints = endpoints;
        this.time = time;
    }

    /**
     * A client on every node reads a counter, adds one and writes it back, each time in a
     * transaction with the server's own isolation level.
     *
     * @param locking whether clients read {@code FOR UPDATE}
     */
    public List<Operation> increments(boolean locking) throws SQLException, InterruptedException {
        create("CREATE TABLE counters (id INT PRIMARY KEY, value BIGINT NOT NULL)");
        try (var first = connect(0, 1);
                var statement = first.createStatement()) {
            for (int key = 0; key < COUNTERS; key++)
                statement.execute("INSERT INTO counters VALUES (%d, 0)".formatted(key));
        }
        var clients = new ArrayList<Callable<List<Operation>>>();
        for (int node = 0; node < endpoints.mariadb().size(); node++) {
            var number = node;
            clients.add(() -> increments(number, locking));
        }
        var history = together(clients);
        for (int node = 0; node < endpoints.mariadb().size(); node++)
            try (var connection = connect(node, 1)) {
                for (int key = 0; key < COUNTERS; key++)
                    history.add(read(connection, Kind.FINAL, node, key, counter(key)));
            }
        return history;
    }

    private List<Operation> increments(int node, boolean locking) throws SQLException {
        var history = new ArrayList<Operation>();
        var end = System.nanoTime() + time.toNanos();
        try (var connection = connect(node, 1)) {
            connection.setAutoCommit(false);
            for (int i = 0; System.nanoTime() < end; i++)
                history.add(increment(connection, node, i % COUNTERS, locking));
        }
        return history;
    }

    private static Operation increment(Connection connection, int node, int key, boolean locking)
            throws SQLException {
        var start = System.nanoTime();
        var value = -1L;
        var committing = false;
        var ending = Ending.OK;
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery(counter(key) + (locking ? " FOR UPDATE" : ""));
            rows.next();
            value = rows.getLong(1);
            statement.executeUpdate(
                    "UPDATE counters SET value = %d WHERE id = %d".formatted(value + 1, key));
            committing = true;
            connection.commit();
        } catch (SQLException e) {
            var sure = !committing || REFUSED.contains(e.getErrorCode());
            ending = sure ? Ending.FAIL : Ending.INFO;
            connection.rollback();
        }
        return new Operation(
                Kind.INCREMENT, name(node), key, value, ending, start, System.nanoTime());
    }

    private static String counter(int key) {
        return "SELECT value FROM counters WHERE id = " + key;
    }

    /**
     * A client writes batches on the first node and looks on the others for the last row of each as
     * soon as it is confirmed, until it is there.
     *
     * @param syncWait whether readers wait until their node has caught up
     */
    public List<Operation> reads(boolean syncWait) throws SQLException {
        create(
                "CREATE TABLE batches (batch INT, item INT, payload VARCHAR(250),"
                        + " PRIMARY KEY (batch, item))");
        var history = new ArrayList<Operation>();
        var readers = new ArrayList<Connection>();
        try (var writer = connect(0, 0);
                var statement = writer.createStatement()) {
            for (int node = 1; node < endpoints.mariadb().size(); node++)
                readers.add(connect(node, syncWait ? 1 : 0));
            var end = System.nanoTime() + time.toNanos();
            for (int batch = 0; System.nanoTime() < end; batch++) {
                var start = System.nanoTime();
                statement.execute(batch(batch));
                history.add(
                        new Operation(
                                Kind.INSERT,
                                name(0),
                                batch,
                                0,
                                Ending.OK,
                                start,
                                System.nanoTime()));
                // In turn first, because the second reader comes later.
                for (int i = 0; i < readers.size(); i++)
                    look(readers, (batch + i) % readers.size(), batch, history);
            }
        } finally {
            for (var reader : readers) reader.close();
        }
        return history;
    }

    private static void look(
            List<Connection> readers, int reader, int batch, List<Operation> history)
            throws SQLException {
        var query =
                "SELECT item FROM batches WHERE batch = %d AND item = %d"
                        .formatted(batch, ROWS - 1);
        var end = System.nanoTime() + LOOK_FOR.toNanos();
        Operation read;
        do {
            read = read(readers.get(reader), Kind.READ, reader + 1, batch, query);
            history.add(read);
        } while (read.value() < 0 && read.endNanos() < end);
    }

    private static String batch(int batch) {
        return IntStream.range(0, ROWS)
                .mapToObj(item -> "(%d,%d,REPEAT('x',200))".formatted(batch, item))
                .collect(Collectors.joining(",", "INSERT INTO batches VALUES ", ""));
    }

    private static Operation read(Connection connection, Kind kind, int node, int key, String query)
            throws SQLException {
        var start = System.nanoTime();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var value = rows.next() ? rows.getLong(1) : -1;
            return new Operation(kind, name(node), key, value, Ending.OK, start, System.nanoTime());
        }
    }

    private static List<Operation> together(List<Callable<List<Operation>>> clients)
            throws InterruptedException {
        var history = new ArrayList<Operation>();
        try (var executor = Executors.newFixedThreadPool(clients.size())) {
            for (var client : executor.invokeAll(clients)) history.addAll(client.get());
            return history;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client of the probe broke off", e.getCause());
        }
    }

    private void create(String table) throws SQLException {
        var properties = properties(0);
        try (var connection =
                        DriverManager.getConnection(
                                Endpoints.jdbc(endpoints.mariadb(), ""), properties);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE);
            statement.execute("USE " + DATABASE);
            statement.execute(table);
        }
        // Each node has applied it when it answers a session that waits.
        for (int node = 0; node < endpoints.mariadb().size(); node++)
            try (var connection = connect(node, 1);
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
    }

    private Connection connect(int node, int syncWait) throws SQLException {
        var url = Endpoints.jdbc(List.of(endpoints.mariadb().get(node)), DATABASE);
        return DriverManager.getConnection(url, properties(syncWait));
    }

    private Properties properties(int syncWait) {
        var properties = endpoints.mariadbLogin();
        properties.setProperty("sessionVariables", "wsrep_sync_wait=" + syncWait);
        return properties;
    }

    private static String name(int node) {
        return "mariadb-" + node;
    }
}
