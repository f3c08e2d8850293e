package faultline.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import faultline.plan.Yaml;

import org.HdrHistogram.Histogram;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder that a run writes while it goes on. Every line is flushed: a run that is killed at any
 * moment leaves a journal that {@link Recording} can read.
 */
public final class Journal implements AutoCloseable {

    public static final String PLAN = "plan.yaml";
    public static final String ENVIRONMENT = "environment.json";
    public static final String TIMELINE = "timeline.jsonl";
    public static final String SAMPLES = "samples.csv";
    public static final String LINKS = "links.csv";
    public static final String LATENCY = "latency.hlog";
    public static final String LEDGER = "ledger";
    static final String LOGGED = "topic.logged";
    public static final String VERDICT = "verdict.json";

    /** Of a whole experiment: what was said and decided between its runs, one event a line. */
    public static final String EXPERIMENT = "experiment.jsonl";

    private final Path folder;
    private final BufferedWriter timeline;
    private final BufferedWriter samples;
    private final LatencyLog latency;
    private BufferedWriter links;
    private volatile long loadStart = Long.MIN_VALUE;

    private Journal(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve(LEDGER));
        timeline = Files.newBufferedWriter(folder.resolve(TIMELINE));
        samples = Files.newBufferedWriter(folder.resolve(SAMPLES));
        latency = new LatencyLog(folder.resolve(LATENCY));
        line(samples, SampleLog.header());
    }

    /** Starts the journal of a run: the plan as resolved, and where it runs. */
    public static Journal create(
            Path folder, Map<String, Object> plan, Map<String, Object> environment) {
        try {
            var journal = new Journal(folder);
            replace(folder.resolve(ENVIRONMENT), Yaml.prettyJson(environment).getBytes(UTF_8));
            replace(folder.resolve(PLAN), Yaml.print(plan).getBytes(UTF_8));
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Where feeders write their ledgers. */
    public Path ledger() {
        return folder.resolve(LEDGER);
    }

    /** Sets t = 0 of this run on the monotonic clock. */
    public void loadStartedAt(long monotonicNanos) {
        loadStart = monotonicNanos;
    }

    /** Seconds since the load started; NaN where it has not. */
    public double second(long monotonicNanos) {
        return loadStart == Long.MIN_VALUE ? Double.NaN : (monotonicNanos - loadStart) / 1e9;
    }

    /** Something happened now. */
    public void event(String kind, Map<String, ?> detail) {
        event(System.nanoTime(), kind, detail);
    }

    /** Something happened at {@code monotonicNanos}. */
    public synchronized void event(long monotonicNanos, String kind, Map<String, ?> detail) {
        var now = System.nanoTime();
        var event = new LinkedHashMap<String, Object>();
        event.put("mono_ns", monotonicNanos);
        event.put("wall", Instant.now().minusNanos(now - monotonicNanos).toString());
        var second = second(monotonicNanos);
        if (!Double.isNaN(second)) event.put("second", Math.round(second * 1000) / 1000.0);
        event.put("event", kind);
        event.putAll(detail);
        line(timeline, Yaml.json(event));
    }

    public synchronized void sample(Sample sample) {
        line(samples, SampleLog.row(sample));
    }

    /** What links carried in one second; the file begins with the first that did. */
    public synchronized void links(List<LinkSample> seen) {
        if (seen.isEmpty()) return;
        try {
            if (links == null) {
                links = Files.newBufferedWriter(folder.resolve(LINKS));
                links.write(LinkLog.header() + "\n");
            }
            for (var link : seen) links.write(LinkLog.row(link) + "\n");
            links.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One second of one kind of latency of one pod, in microseconds. */
    public void latency(LatencyLog.Kind kind, String pod, int second, Histogram histogram) {
        latency.add(kind, pod, second, histogram);
    }

    /** What a replica holds, read at the end. */
    public void stored(Stored stored) {
        replace(ledger().resolve(stored.replica() + ".stored"), stored::write);
    }

    /** What the brokers hold, read at the end. */
    public void logged(Logged logged) {
        replace(ledger().resolve(LOGGED), logged::write);
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static void replace(Path file, Content content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        replace(file, bytes.toByteArray());
    }

    /** Writes a whole file or, where the kit dies on the way, leaves what was there before. */
    public static void replace(Path file, byte[] content) {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        var begun = links; // null where no link was seen
        try (timeline;
                samples;
                begun;
                latency) {
            // Every line was flushed when it was written.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(BufferedWriter writer, String line) {
        try {
            writer.write(line);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
