package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.load.Line;
import faultline.local.JavaProgram;

import org.HdrHistogram.Histogram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/** A consumer in a process of its own, and the lines that it has printed so far. */
final class Dumping implements AutoCloseable {

    private static final String ROWS = "dumped_rows_per_s";

    private final Process process;
    private final BufferedReader lines;

    private Dumping(Process process) {
        this.process = process;
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Starts a consumer of a group of its own. */
    static Dumping start(Bed bed, String topic, String sink, String database) throws IOException {
        var settings = bed.settings(topic, "consumer-" + database);
        settings.put("FAULTLINE_GROUP", "bench-" + database);
        settings.put("FAULTLINE_SINK", sink);
        settings.put("FAULTLINE_DATABASE", database);
        settings.put("FAULTLINE_MARIADB", String.join(",", bed.endpoints().mariadb()));
        settings.put("FAULTLINE_MARIADB_USER", bed.endpoints().mariadbUser());
        settings.put("FAULTLINE_MARIADB_PASSWORD", bed.endpoints().mariadbPassword());
        settings.put("FAULTLINE_INFLUXDB", String.join(",", bed.endpoints().influxdb()));
        var builder =
                new ProcessBuilder(
                                JavaProgram.command(
                                        "faultline.load.Consumer", Feeding.HEAP_MEGABYTES))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(settings);
        return new Dumping(builder.start());
    }

    /** The seconds until so many rows are stored. */
    List<Line.Second> until(long rows) throws IOException {
        var seconds = new ArrayList<Line.Second>();
        for (var left = rows; left > 0; ) {
            var text = lines.readLine();
            if (text == null) throw new IllegalStateException("the consumer has ended");
            if (!(Line.parse(text).orElse(null) instanceof Line.Second second)) continue;
            seconds.add(second);
            left -= Math.round(second.measures().get(ROWS));
        }
        return seconds;
    }

    /** Rows a second over the whole seconds between its first and its last, without warm-up. */
    static double perSecond(List<Line.Second> seconds, int warmUp) {
        var busy = seconds.stream().filter(s -> s.measures().get(ROWS) > 0).toList();
        if (busy.size() < warmUp + 3)
            throw new IllegalStateException(
                    "the consumer was busy for only %d s".formatted(busy.size()));
        return busy.subList(warmUp, busy.size() - 1).stream()
                .mapToDouble(s -> s.measures().get(ROWS))
                .average()
                .orElseThrow();
    }

    /** End-to-end times of these seconds, in microseconds. */
    static Histogram endToEnd(List<Line.Second> seconds) {
        var all = new Histogram(3);
        for (var second : seconds) {
            var part = second.latencies().get("e2e");
            if (part != null) all.add(part);
        }
        return all;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
