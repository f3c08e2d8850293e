package faultline.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import faultline.platform.SeriesStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

class ContentTest {

    private static final String FIRST =
            """
            {"results":[{"statement_id":0,"series":[{"name":"messages","tags":{"feeder":"0"},\
            "columns":["time","seq"],"values":[[1795293616359000000,0],[1795293616495000001,1]],\
            "partial":true}],"partial":true}]}
            """;
    private static final String LAST =
            """
            {"results":[{"statement_id":0,"series":[{"name":"messages","tags":{"feeder":"2"},\
            "columns":["time","seq"],"values":[[1795293616359000007,7]]}]}]}
            """;

    private HttpServer server;

    @AfterEach
    void stopServer() {
        if (server != null) server.stop(0);
    }

    @Test
    void theChecksumTellsContentsApartAndNotTheirOrder() {
        assertThat(checksum(1, 2, 3)).isEqualTo(checksum(3, 1, 2));
        assertThat(checksum(1, 2, 3)).isNotEqualTo(checksum(1, 2, 4));
        assertThat(checksum(1, 2)).isNotEqualTo(checksum(1, 2, 0));
        assertThat(checksum(5, 5)).isNotEqualTo(checksum(6, 6)); // an exclusive or sees no change
        assertThat(checksum(1, 4)).isNotEqualTo(checksum(2, 3)); // a sum sees no change
    }

    private static String checksum(long... hashes) {
        var content = new Content();
        for (int i = 0; i < hashes.length; i++) content.add(0, i, 1, hashes[i]);
        return content.stored("r").checksum();
    }

    @Test
    void deliveriesAfterTheFirstAreCounted() {
        var content = new Content();
        content.add(0, 5, 1, 1);
        content.add(0, 6, 3, 2);
        content.add(9, 5, 2, 3);
        var stored = content.stored("mariadb-0");
        assertThat(stored.redelivered()).isEqualTo(3);
        assertThat(stored.ids())
                .isEqualTo(Map.of(0, RoaringBitmap.bitmapOf(5, 6), 9, RoaringBitmap.bitmapOf(5)));
    }

    @Test
    void anInfluxdbIsReadChunkByChunk() throws IOException {
        var stored = read(FIRST + LAST, 0);
        assertThat(stored.replica()).isEqualTo("influxdb-0");
        assertThat(stored.ids())
                .isEqualTo(Map.of(0, RoaringBitmap.bitmapOf(0, 1), 2, RoaringBitmap.bitmapOf(7)));
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAll() {
        assertThatThrownBy(() -> read(FIRST, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("influxdb-0 broke off");
    }

    @Test
    void anErrorInTheMiddleOfAnAnswerIsNotTakenForItsEnd() {
        var error = "{\"results\":[{\"statement_id\":0,\"error\":\"database not found: d\"}]}\n";
        assertThatThrownBy(() -> read(FIRST + error, 0))
                .isInstanceOf(IOException.class)
                .hasMessage("influxdb-0 answers: database not found: d");
    }

    @Test
    void aReplicaThatIsTooSlowIsGivenUp() {
        var began = System.nanoTime();
        assertThatThrownBy(() -> read(FIRST, 3000)).isInstanceOf(IOException.class);
        assertThat(System.nanoTime() - began).isLessThan(2_500_000_000L);
    }

    private Stored read(String answer, long pauseMillis) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/query",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (var body = exchange.getResponseBody()) {
                        body.write(answer.getBytes());
                        body.flush();
                        Thread.sleep(pauseMillis);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        return InfluxdbContent.read(
                "influxdb-0", new SeriesStore(url, ""), "d", Duration.ofSeconds(1));
    }
}
