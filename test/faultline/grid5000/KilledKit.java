package faultline.grid5000;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kit of its own process that reserves on a fake, for tests that kill it. */
final class KilledKit {

    private KilledKit() {}

    /** Starts one, which writes what it says into {@code log}. */
    static Process start(URI api, Path folder, Path log, Map<String, String> environment)
            throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledKit.class.getName(),
                                api.toString(),
                                folder.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The clock of the fake, over its own address. */
    private record RemoteTime(URI clock, HttpClient client) implements Timekeeper {

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
    }

    static void main(String[] arguments) {
        var api = URI.create(arguments[0]);
        var access = Credentials.ofThisUser().access(api);
        IO.println("asking as " + access);
        try (var client = HttpClient.newHttpClient()) {
            var time = new RemoteTime(api.resolve("/fake/clock"), client);
            try (var testbed = Grid5000.open(access, time)) {
                var asked = new Asked();
                IO.println(
                        new Reserver(testbed, new Reservations(Path.of(arguments[1])), IO::println)
                                .reserve(asked.wanted(), asked.limits()));
            }
        }
    }
}
