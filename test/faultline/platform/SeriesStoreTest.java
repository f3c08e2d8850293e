package faultline.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is asked of an InfluxDB of either version. */
class SeriesStoreTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String buckets = "[]";
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var body = new String(exchange.getRequestBody().readAllBytes());
                    var login = exchange.getRequestHeaders().getFirst("Authorization");
                    asked.add(
                            "%s %s %s %s"
                                    .formatted(
                                            exchange.getRequestMethod(),
                                            exchange.getRequestURI(),
                                            login,
                                            body)
                                    .strip());
                    var answer =
                            exchange.getRequestURI().getPath().equals("/api/v2/orgs")
                                    ? "{\"orgs\": [{\"id\": \"o1\"}]}"
                                    : "{\"buckets\": %s}".formatted(buckets);
                    exchange.sendResponseHeaders(200, answer.length());
                    try (var out = exchange.getResponseBody()) {
                        out.write(answer.getBytes());
                    }
                });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void withoutATokenADatabaseIsMadeByAStatement() throws Exception {
        new SeriesStore(url, "").create("run_1");
        new SeriesStore(url, "").drop("run_1");
        assertThat(asked)
                .containsExactly(
                        "POST /query?q=CREATE+DATABASE+run_1 null",
                        "POST /query?q=DROP+DATABASE+run_1 null");
    }

    @Test
    void withATokenItIsABucketOfTheOnlyOrganisation() throws Exception {
        new SeriesStore(url, "secret").create("run_1");
        assertThat(asked.getLast())
                .startsWith("POST /api/v2/buckets Token secret {")
                .contains("\"orgID\":\"o1\"", "\"name\":\"run_1\"");
    }

    @Test
    void aBucketIsDroppedByItsIdAndOneThatIsNotThereIsNot() throws Exception {
        var store = new SeriesStore(url, "secret");
        store.drop("run_1");
        assertThat(asked).hasSize(1);
        buckets = "[{\"id\": \"b7\"}]";
        store.drop("run_1");
        assertThat(asked.getLast()).startsWith("DELETE /api/v2/buckets/b7 Token secret");
    }

    @Test
    void theTokenIsNotPrinted() {
        assertThat(new SeriesStore(url, "secret")).hasToString(url);
    }
}
