package faultline.grid5000;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** The clock of a fake in another process, over its own address. */
public final class RemoteTime implements Timekeeper, AutoCloseable {

    private final URI clock;
    private final HttpClient client = HttpClient.newHttpClient();

    public RemoteTime(URI api) {
        clock = api.resolve("/fake/clock");
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(Long.parseLong(ask(HttpRequest.newBuilder(clock).GET())));
    }

    @Override
    public void sleep(Duration duration) {
        ask(
                HttpRequest.newBuilder(clock)
                        .POST(BodyPublishers.ofString("" + duration.toMillis() / 1e3)));
    }

    private String ask(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
