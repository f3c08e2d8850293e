package faultline.local;

import faultline.stack.Ports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One InfluxDB 1.x instance: its folder and how it is started. */
record InfluxdbInstance(String name, String address, Path folder) {

    /** Base URL of its HTTP interface. */
    String url() {
        return "http://%s:%d".formatted(address, Ports.INFLUXDB);
    }

    private Path configuration() {
        return folder.resolve("influxdb.conf");
    }

    /** Writes its configuration. */
    void prepare() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                configuration(),
                """
                # Nothing leaves this machine.
                reporting-disabled = true
                bind-address = "%s:%d"

                [meta]
                  dir = "%s"

                [data]
                  dir = "%s"
                  wal-dir = "%s"
                  # A write is in the kernel's hands before it is acknowledged, so killing the
                  # process loses nothing; the disk gets the writes of 10 ms at once.
                  wal-fsync-delay = "10ms"
                  query-log-enabled = false
                  # For a laptop: less is kept in memory before it goes to disk, and one
                  # compaction at a time leaves a core to the others.
                  cache-snapshot-memory-size = "8m"
                  max-concurrent-compactions = 1
                  max-series-per-database = 0

                [http]
                  bind-address = "%s:%d"
                  log-enabled = false

                # Its own measurements, subscribers and scheduled queries: work nobody asked for.
                [monitor]
                  store-enabled = false

                [subscriber]
                  enabled = false

                [continuous_queries]
                  enabled = false
                """
                        .formatted(
                                address,
                                Ports.INFLUXDB_RPC,
                                place("meta"),
                                place("data"),
                                place("wal"),
                                address,
                                Ports.INFLUXDB));
    }

    private String place(String name) {
        return folder.resolve(name).toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    List<String> startCommand(Programs programs) {
        return List.of(
                programs.file("influxd").toString(), "run", "-config", configuration().toString());
    }

    /** What it needs in its environment. */
    Map<String, String> environment(Programs programs) {
        var environment = new LinkedHashMap<>(programs.environment());
        environment.put("HOME", folder.toString()); // it refuses to start without one
        environment.put(
                "GOGC", "50"); // collects earlier: half the heap for a little processor time
        return environment;
    }

    /** Whether it answers. */
    boolean ready(HttpClient client) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url() + "/ping"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
    }
}
