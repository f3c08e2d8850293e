package faultline.platform;

import faultline.chaos.Asker;
import faultline.chaos.HttpCheck;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** Asks over HTTP, pods by the names that they have on a cluster. */
public final class HttpAsker implements Asker, AutoCloseable {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Where a pod's port can be reached from here. */
    public interface Addresses {

        /** {@code host:port}; empty for what is no pod. */
        Optional<String> find(String pod, int port);
    }

    private final Addresses addresses;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public HttpAsker(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Optional<String> problem(HttpCheck check) {
        try {
            var request =
                    HttpRequest.newBuilder(here(check.url()))
                            .timeout(check.timeout())
                            .method(check.method(), BodyPublishers.ofString(check.body()));
            check.headers()
                    .forEach(
                            (name, values) -> values.forEach(value -> request.header(name, value)));
            var status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            return status >= check.lowestStatus() && status <= check.highestStatus()
                    ? Optional.empty()
                    : Optional.of("%s answered %d".formatted(check.url(), status));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return Optional.of("%s: %s".formatted(check.url(), e));
        }
    }

    /** On a cluster {@code influxdb-0.influxdb.faultline.svc} is a pod, and so it is here. */
    private URI here(URI url) throws URISyntaxException {
        var usual = url.getScheme().equals("https") ? HTTPS : HTTP;
        var port = url.getPort() < 0 ? usual : url.getPort();
        var address = addresses.find(url.getHost().split("\\.")[0], port);
        if (address.isEmpty()) return url;
        return new URI(url.getScheme(), address.get(), url.getPath(), url.getQuery(), null);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
