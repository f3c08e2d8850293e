package faultline.bench;

import faultline.check.Checker;
import faultline.measure.Journal;
import faultline.measure.LatencyLog.Kind;
import faultline.measure.Measure;
import faultline.measure.Sample;
import faultline.plan.Point;
import faultline.plan.Sweep;
import faultline.plan.Yaml;
import faultline.stack.Component;
import faultline.stack.Stack;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The journals of a sweep of as many runs as somebody wants, each checked, written at once. */
final class LongSweep {

    private static final int RATES = 10;
    private static final int WARMUP_SECONDS = 5;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int LATENCIES = 200;
    private static final Stack STACK = new Stack(3, 3, 2, 1, 1);

    private LongSweep() {}

    /**
     * @param runs 1 to 10, or a multiple of 10
     * @param seconds of each, warm-up included
     */
    static void write(Path folder, int runs, int seconds) throws IOException {
        var rates =
                IntStream.rangeClosed(1, Math.min(runs, RATES)).mapToObj(i -> i * 1000.0).toList();
        var repeat = runs / rates.size();
        var order = new Sweep(List.of(3), rates, List.of(Point.CONTROL), repeat, 1).order();
        for (var point : order) run(folder.resolve("runs").resolve(point.id()), point, seconds);
        var plan = plan(rates.getFirst(), seconds);
        plan.put(
                "sweep",
                Map.of("replicas", List.of(3), "rates_msg_per_s", rates, "repeat", repeat));
        plan.put("runs", order.stream().map(Point::id).toList());
        Files.writeString(folder.resolve(Journal.PLAN), Yaml.print(plan));
    }

    private static void run(Path folder, Point point, int seconds) throws IOException {
        var plan = plan(point.rateMsgPerS(), seconds);
        var place = new TreeMap<String, Object>(Map.of("replicas", 3, "fault", point.fault()));
        place.putAll(
                Map.of("repetition", point.repetition(), "rate_msg_per_s", point.rateMsgPerS()));
        plan.putAll(Map.of("run", point.id(), "point", place));
        try (var journal = Journal.create(folder, plan, Map.of("cores", 2))) {
            journal.loadStartedAt(0);
            var random = new Random(point.id().hashCode());
            for (int second = 0; second < seconds; second++)
                second(journal, second, point.rateMsgPerS(), random);
            for (var phase :
                    Map.of("load", 0, "measure", WARMUP_SECONDS, "drain", seconds).entrySet())
                journal.event(
                        phase.getValue() * SECOND_NANOS, "phase", Map.of("phase", phase.getKey()));
        }
        Checker.check(folder);
    }

    private static Map<String, Object> plan(double rate, int seconds) {
        var stack = Map.of("brokers", 3, "databases", 3, "series", 2, "feeders", 1, "consumers", 1);
        var load = new TreeMap<String, Object>(Map.of("rate_msg_per_s", rate, "acks", "all"));
        load.putAll(Map.of("size_bytes", 200, "warmup", WARMUP_SECONDS + "s"));
        load.put("duration", seconds - WARMUP_SECONDS + "s");
        load.putAll(Map.of("partitions", 6, "compression", "none"));
        return new TreeMap<>(Map.of("stack", stack, "load", load));
    }

    /** What every pod, every group and the machine say. */
    private static void second(Journal journal, int second, double rate, Random random) {
        for (var pod : STACK.pods()) {
            var values = new TreeMap<>(Map.of(Measure.CPU_PERCENT, 10 + 5 * random.nextDouble()));
            values.put(Measure.MEMORY_MIB, 300 + random.nextDouble());
            if (pod.component() == Component.FEEDER)
                values.putAll(
                        Map.of(Measure.OFFERED_MSG_PER_S, rate, Measure.ACKED_MSG_PER_S, rate));
            if (pod.component() == Component.CONSUMER) values.put(Measure.DUMPED_ROWS_PER_S, rate);
            journal.sample(new Sample(second, pod.name(), pod.component().label(), values));
        }
        for (var sink : STACK.sinks()) {
            var backlog = Map.of(Measure.BACKLOG_MSG, rate * random.nextDouble());
            journal.sample(new Sample(second, Stack.group(sink), "group", backlog));
            journal.latency(Kind.E2E, Stack.group(sink) + "-0", second, latencies(random));
        }
        var cpu = Map.of(Measure.CPU_PERCENT, 120 + random.nextDouble());
        journal.sample(new Sample(second, "machine", "machine", cpu));
        for (var kind : List.of(Kind.LATENESS, Kind.SERVICE))
            journal.latency(kind, "feeder-0", second, latencies(random));
    }

    private static Histogram latencies(Random random) {
        var histogram = new Histogram(3);
        for (int i = 0; i < LATENCIES; i++)
            histogram.recordValue((long) (9_000 * Math.exp(0.5 * random.nextGaussian())));
        return histogram;
    }
}
