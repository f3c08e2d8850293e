package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.platform.Endpoints;

import org.mariadb.jdbc.Statement;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * What somebody would write to fill a store as fast as one client can: the same rows as a consumer
 * stores, made in memory, with no broker and no thought for a repeated delivery. Login by the
 * environment, as for a consumer.
 */
final class RawClient {

    private static final int INSERT_ROWS = 1000;
    private static final int LOAD_ROWS = 10_000;
    private static final int LINES = 5000;

    /** As long as a consumer's first seconds, which are not counted either. */
    private static final double WARM_UP_SECONDS = 3;

    private static final double SECONDS = 5;

    /** One round of writing. */
    private interface Batch {
        int write(long from) throws Exception;
    }

    private RawClient() {}

    /** Takes insert, load or lines; the address; the database; bytes of a payload. */
    public static void main(String[] arguments) throws Exception {
        var payload = new byte[Integer.parseInt(arguments[3])];
        java.util.Arrays.fill(payload, (byte) 'x');
        if (arguments[0].equals("lines")) {
            try (var http = HttpClient.newHttpClient()) {
                var place = URI.create(arguments[1] + "/write?db=" + arguments[2]);
                IO.println(measure(from -> lines(http, place, from)));
            }
            return;
        }
        var login = new Properties();
        login.setProperty("user", System.getenv("FAULTLINE_MARIADB_USER"));
        login.setProperty("password", System.getenv("FAULTLINE_MARIADB_PASSWORD"));
        login.setProperty("useServerPrepStmts", "true");
        login.setProperty("allowLocalInfile", "true");
        var place = Endpoints.jdbc(List.of(arguments[1]), arguments[2]);
        try (var connection = DriverManager.getConnection(place, login)) {
            connection.setAutoCommit(false);
            IO.println(
                    measure(
                            arguments[0].equals("insert")
                                    ? inserts(connection, payload)
                                    : loads(connection, new String(payload, UTF_8))));
        }
    }

    /** Rows a second. */
    private static double measure(Batch batch) throws Exception {
        var next = 0L;
        var start = System.nanoTime() + (long) (WARM_UP_SECONDS * 1e9);
        while (System.nanoTime() < start) next += batch.write(next);
        var first = next;
        var began = System.nanoTime();
        while (System.nanoTime() < began + (long) (SECONDS * 1e9)) next += batch.write(next);
        return (next - first) / ((System.nanoTime() - began) / 1e9);
    }

    private static Batch inserts(Connection connection, byte[] payload) throws Exception {
        var insert =
                connection.prepareStatement(
                        "INSERT INTO messages (feeder, seq, due_ns, payload) VALUES "
                                + String.join(
                                        ", ", Collections.nCopies(INSERT_ROWS, "(?, ?, ?, ?)")));
        return from -> {
            var parameter = 1;
            for (var row = from; row < from + INSERT_ROWS; row++) {
                insert.setInt(parameter++, 0);
                insert.setLong(parameter++, row);
                insert.setLong(parameter++, row);
                insert.setBytes(parameter++, payload);
            }
            insert.executeLargeUpdate();
            connection.commit();
            return INSERT_ROWS;
        };
    }

    private static Batch loads(Connection connection, String payload) throws Exception {
        var statement = connection.createStatement();
        return from -> {
            var rows = new StringBuilder(LOAD_ROWS * (payload.length() + 32));
            for (var row = from; row < from + LOAD_ROWS; row++)
                rows.append("0\t")
                        .append(row)
                        .append('\t')
                        .append(row)
                        .append("\t1\t")
                        .append(payload)
                        .append('\n');
            statement
                    .unwrap(Statement.class)
                    .setLocalInfileInputStream(
                            new ByteArrayInputStream(rows.toString().getBytes(UTF_8)));
            statement.execute("LOAD DATA LOCAL INFILE 'rows' INTO TABLE messages");
            connection.commit();
            return LOAD_ROWS;
        };
    }

    private static int lines(HttpClient http, URI place, long from) throws Exception {
        var lines = new StringBuilder(LINES * 64);
        for (var row = from; row < from + LINES; row++)
            lines.append("messages,feeder=0 seq=")
                    .append(row)
                    .append("i ")
                    .append(1_766_000_000_000_000_000L + row)
                    .append('\n');
        var answer =
                http.send(
                        HttpRequest.newBuilder(place)
                                .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) throw new IllegalStateException(answer.body());
        return LINES;
    }
}
