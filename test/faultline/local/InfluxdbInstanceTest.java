package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.stack.Component;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

class InfluxdbInstanceTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aKilledInstanceStillHasThePointsThatItAcknowledged(@TempDir Path folder) throws Exception {
        var programs = RealPrograms.find(Component.INFLUXDB);
        var address = "127.66.%d.9".formatted(ProcessHandle.current().pid() % 250 + 1);
        var instance = new InfluxdbInstance("influxdb-0", address, folder.resolve("a # \"b\""));
        instance.prepare();
        var process = start(instance, programs);
        try {
            assertThat(post(instance, "/query?q=CREATE+DATABASE+d", "")).isEqualTo(200);
            assertThat(post(instance, "/write?db=d&precision=ns", "m,feeder=f value=7i 42"))
                    .isEqualTo(204);
        } finally {
            process.destroyForcibly().waitFor();
        }
        process = start(instance, programs);
        try {
            var query = URI.create(instance.url() + "/query?db=d&q=SELECT+value+FROM+m");
            var answer =
                    client.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString());
            assertThat(answer.body()).contains("[\"1970-01-01T00:00:00.000000042Z\",7]");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(InfluxdbInstance instance, Programs programs) throws Exception {
        var log = instance.folder().resolve("log").toFile();
        var builder =
                new ProcessBuilder(instance.startCommand(programs))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(instance.environment(programs));
        var process = builder.start();
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try {
                if (instance.ready(client)) return process;
            } catch (ConnectException e) {
                // Not yet; the loop knows when to give up.
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new AssertionError("not ready; see " + log);
    }

    private int post(InfluxdbInstance instance, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(instance.url() + path))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }
}
