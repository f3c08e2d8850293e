package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class NoticesTest {

    @Test
    void aChatGetsItsTextAndProgramsGetTheRest() throws IOException {
        var got = new CopyOnWriteArrayList<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    got.add(
                            exchange.getRequestMethod()
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        try {
            var url = "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
            try (var notices = new Notices(json -> Notices.post(Notices.address(url), json))) {
                notices.send("A node dies: started", Map.of("event", "start"));
                notices.send("A node dies: ended", Map.of("event", "end"));
            }
            assertThat(got).hasSize(2).allMatch(post -> post.startsWith("POST{"));
            assertThat(Yaml.parseJson(got.getFirst().substring(4)))
                    .isEqualTo(Map.of("text", "A node dies: started", "event", "start"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodyWaitsForAnAddressThatDoesNotAnswer() throws Exception {
        var never = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        try (var notices =
                new Notices(json -> {
                    asked.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                })) {
            for (int i = 0; i < 1000; i++) notices.send("again", Map.of());
            asked.await();
        }
        // The end of this block is the proof: what could not be sent is left behind.
        assertThat(never.getCount()).isOne();
    }

    @Test
    void aWayThatFailsDoesNotStopTheNextNotice() {
        var got = new CopyOnWriteArrayList<String>();
        try (var notices =
                new Notices(json -> {
                    got.add(json);
                    if (got.size() == 1) throw new IOException("connection refused");
                })) {
            notices.send("one", Map.of());
            notices.send("two", Map.of());
        }
        assertThat(got).isEqualTo(List.of("{\"text\":\"one\"}", "{\"text\":\"two\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example/secret", "file:///etc/secret", "http:// secret"})
    void anAddressThatIsNoneIsRefusedWithoutBeingRepeated(String url) {
        assertThatThrownBy(() -> Notices.address(url))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--notify")
                .hasMessageNotContaining("secret");
    }
}
