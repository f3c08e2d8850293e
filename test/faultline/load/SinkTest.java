package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.influxdb.exceptions.InfluxException;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class SinkTest {

    private static final Message MESSAGE = new Message(3, 17, 5, 1_766_000_000_123L, new byte[8]);

    private HttpServer server;
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void stopServer() {
        if (server != null) server.stop(0);
    }

    private static boolean isPassing(Exception failure) {
        try (var sink = new MariadbSink(List.of("127.0.0.1:1"), "d", "u", "p")) {
            return sink.isPassing(failure);
        }
    }

    @Test
    void whatAGaleraClusterSaysWhileItMendsItselfIsTriedAgain() {
        for (var failure :
                List.of(
                        new SQLException("WSREP has not yet prepared node", "08S01", 1047),
                        new SQLException("Lock wait timeout exceeded", "HY000", 1205),
                        new SQLException("Deadlock found", "40001", 1213),
                        new SQLException("shutdown in progress", "08S01", 1053),
                        new SQLException("WSREP detected deadlock/conflict", "HY000", 1105),
                        new SQLTransientConnectionException("transaction was lost", "25S03"),
                        new SQLNonTransientConnectionException("Connection refused", "08000")))
            assertThat(isPassing(failure)).as("%s", failure).isTrue();
    }

    @Test
    void whatTimeDoesNotMendIsNotTriedAgain() {
        for (var failure :
                List.of(
                        new SQLSyntaxErrorException("Table 'd.messages' not found", "42S02", 1146),
                        new SQLException("Access denied", "28000", 1045),
                        new SQLException("Data too long", "22001", 1406),
                        new IllegalStateException("ours")))
            assertThat(isPassing(failure)).as("%s", failure).isFalse();
    }

    @Test
    void aNodeThatIsGoneFailsQuicklyAndIsTriedAgain() {
        try (var sink = new MariadbSink(List.of("127.0.0.1:1", "127.0.0.1:2"), "d", "u", "p")) {
            var began = System.nanoTime();
            assertThat(failure(sink)).satisfies(e -> assertThat(sink.isPassing(e)).isTrue());
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void noTwoMessagesOfAFeederHaveTheSameTime() {
        var lines =
                IntStream.range(0, 2000)
                        .mapToObj(i -> new Message(3, 999_000 + i, 0, 1_766_000_000_123L, null))
                        .map(SinkTest::line)
                        .toList();
        assertThat(lines.stream().map(l -> l.substring(l.lastIndexOf(' '))))
                .doesNotHaveDuplicates();
        assertThat(line(MESSAGE))
                .isEqualTo("messages,feeder=3 seq=17i 1766000000123000017\n")
                .isEqualTo(line(MESSAGE));
    }

    private static String line(Message message) {
        var line = new StringBuilder();
        InfluxdbSink.line(line, message);
        return line.toString();
    }

    @Test
    void influxdb1IsWrittenToAtItsOwnAddress() throws Exception {
        try (var sink = new InfluxdbSink(serve("1.6.7~rc0", 204), "runs", "o", "t")) {
            sink.dump(List.of(MESSAGE));
            sink.dump(List.of(MESSAGE));
        }
        var write = "POST /write?db=runs&precision=ns Token t " + line(MESSAGE);
        assertThat(asked).containsExactly("GET /ping Token t ", write, write);
    }

    @Test
    void influxdb2IsWrittenToAsItsClientDoes() throws Exception {
        try (var sink = new InfluxdbSink(serve("v2.7.11", 204), "runs", "o", "t")) {
            sink.dump(List.of(MESSAGE));
        }
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast())
                .startsWith("POST /api/v2/write?")
                .contains("bucket=runs", "org=o", "Token t ")
                .endsWith(line(MESSAGE));
    }

    @Test
    void anInfluxdbThatIsBusyIsTriedAgainAndOneThatKnowsNoSuchDatabaseIsNot() throws Exception {
        for (var status : List.of(429, 500, 503)) assertThat(passesWith(status)).isTrue();
        for (var status : List.of(400, 401, 404)) assertThat(passesWith(status)).isFalse();
        try (var nowhere = new InfluxdbSink("http://127.0.0.1:1", "d", "o", "t")) {
            assertThat(nowhere.isPassing(failure(nowhere))).isTrue();
        }
    }

    private boolean passesWith(int status) throws IOException {
        try (var sink = new InfluxdbSink(serve("1.6.7", status), "d", "o", "t")) {
            var failure = failure(sink);
            assertThat(failure).isInstanceOf(InfluxException.class);
            return sink.isPassing(failure);
        } finally {
            server.stop(0);
        }
    }

    private static Exception failure(Sink sink) {
        try {
            sink.dump(List.of(MESSAGE));
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("stored");
    }

    private String serve(String version, int status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var body = new String(exchange.getRequestBody().readAllBytes());
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + body);
                    exchange.getResponseHeaders().set("X-Influxdb-Version", version);
                    var ping = exchange.getRequestURI().getPath().equals("/ping");
                    exchange.sendResponseHeaders(ping ? 204 : status, -1);
                    exchange.close();
                });
        server.start();
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
