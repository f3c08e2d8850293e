package faultline.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.measure.Journal;
import faultline.measure.LatencyLog.Kind;
import faultline.measure.LinkSample;
import faultline.measure.Logged;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.measure.Sample;
import faultline.measure.Stored;

import org.HdrHistogram.Histogram;
import org.roaringbitmap.RoaringBitmap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run written through {@link Journal}: 100 messages/s from one feeder for 5 s of warm-up and 30
 * s, all dumped in the second in which they came due.
 */
final class WrittenRun {

    static final long ZERO = 5_000_000_000L;

    final Path folder;
    private final Journal journal;
    private final List<Integer> stalled = new ArrayList<>();

    WrittenRun(Path folder, Map<String, Object> fault) {
        this(folder, fault, Map.of());
    }

    WrittenRun(Path folder, Map<String, Object> fault, Map<String, Object> environment) {
        this.folder = folder;
        var plan = new LinkedHashMap<String, Object>();
        plan.put("run", "r3-100-none-1");
        plan.put("seed", 42);
        plan.put(
                "stack",
                Map.of("brokers", 3, "databases", 3, "series", 2, "feeders", 1, "consumers", 1));
        var load = new LinkedHashMap<String, Object>();
        load.put("rate_msg_per_s", 100);
        load.put("size_bytes", 256);
        load.put("warmup", "5s");
        load.put("duration", "30s");
        load.put("partitions", 6);
        load.put("acks", "all");
        load.put("compression", "none");
        plan.put("load", load);
        if (fault != null) plan.put("fault", fault);
        journal = Journal.create(folder, plan, environment);
        journal.loadStartedAt(ZERO);
    }

    void event(double second, String kind, Object... detail) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < detail.length; i += 2) map.put((String) detail[i], detail[i + 1]);
        journal.event(ZERO + Math.round(second * 1e9), kind, map);
    }

    void pod(double second, String pod, String status, String instance, String reason) {
        event(second, "pod", "pod", pod, "status", status, "instance", instance, "reason", reason);
    }

    void sample(int second, String pod, String component, Object... values) {
        var map = new EnumMap<Measure, Double>(Measure.class);
        for (int i = 0; i < values.length; i += 2)
            map.put((Measure) values[i], ((Number) values[i + 1]).doubleValue());
        journal.sample(new Sample(second, pod, component, map));
    }

    void links(List<LinkSample> seen) {
        journal.links(seen);
    }

    /** MariaDB dumps nothing in this second and catches up in the next one that it can. */
    void stall(int second) {
        stalled.add(second);
    }

    void latency(Kind kind, String pod, int second, long... micros) {
        var histogram = new Histogram(3);
        for (var value : micros) histogram.recordValue(value);
        journal.latency(kind, pod, second, histogram);
    }

    void store(String replica, int messages) {
        var ids = new TreeMap<Integer, RoaringBitmap>();
        ids.put(0, RoaringBitmap.bitmapOfRange(0, messages));
        journal.stored(new Stored(replica, ids, 0, ""));
    }

    void log(int messages) {
        var log = new Logged.Builder();
        for (int id = 0; id < messages; id++) log.add(id % 6, 0, id);
        for (int number = 0; number < 6; number++) {
            var records = (messages + 5 - number) / 6;
            log.partition(new Logged.Partition(number, 0, records, records));
        }
        journal.logged(log.logged());
    }

    /** Everything that a run without an accident writes. */
    WrittenRun whole() {
        event(0, "phase", "phase", "load");
        double left = 0;
        for (int second = 0; second < 37; second++) {
            int due = second < 35 ? 100 : 0;
            sample(
                    second,
                    "feeder-0",
                    "feeder",
                    Measure.OFFERED_MSG_PER_S,
                    due,
                    Measure.SENT_MSG_PER_S,
                    due,
                    Measure.ACKED_MSG_PER_S,
                    due);
            var stall = stalled.contains(second);
            left += due;
            dump(second, "mariadb", stall ? 0 : left, stall ? left : 0);
            if (!stall) left = 0;
            dump(second, "influxdb-0", due, 0);
            dump(second, "influxdb-1", due, 0);
            latency(Kind.LATENESS, "feeder-0", second, 100, 200);
            latency(Kind.SERVICE, "feeder-0", second, 5_000, 9_000);
        }
        event(35.2, "phase", "phase", "drain");
        var none =
                Map.of("consumer-mariadb", 0, "consumer-influxdb-0", 0, "consumer-influxdb-1", 0);
        event(37.1, "phase", "phase", "account", "backlog_msg", none);
        for (var replica :
                List.of("mariadb-0", "mariadb-1", "mariadb-2", "influxdb-0", "influxdb-1"))
            store(replica, 3500);
        log(3500);
        ledger("+".repeat(3500));
        event(38, "phase", "phase", "done");
        return this;
    }

    private void dump(int second, String sink, double rows, double left) {
        var pod = "consumer-" + sink + "-0";
        sample(second, pod, "consumer", Measure.DUMPED_ROWS_PER_S, rows, Measure.E2E_MAX_MS, 42.5);
        sample(second, "consumer-" + sink, "group", Measure.BACKLOG_MSG, left);
        latency(Kind.E2E, pod, second, 20_000, 40_000);
    }

    /** The feeder's ledger: how each message ended, as one character. */
    void ledger(String marks) {
        var header =
                "{\"faultline_ledger\":1,\"feeder\":0,\"rate_msg_per_s\":100,\"messages\":%d,"
                        + "\"t0_ns\":%d,\"epochs\":1}";
        Journal.replace(
                journal.ledger().resolve("feeder-0.ledger"),
                ("%-255s\n".formatted(header.formatted(marks.length(), ZERO)) + marks)
                        .getBytes(UTF_8));
    }

    Recording read() {
        journal.close();
        return Recording.read(folder);
    }
}
