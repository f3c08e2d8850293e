package faultline.chart;

import faultline.check.Accounting;
import faultline.check.Drain;
import faultline.check.Found;
import faultline.check.LatencySummary;
import faultline.check.LoadSummary;
import faultline.check.Outcome;
import faultline.check.Recovery;
import faultline.check.ReplicaAccount;
import faultline.check.SinkSummary;
import faultline.check.Verdict;
import faultline.measure.Journal;
import faultline.measure.LatencyLog;
import faultline.measure.Measure;
import faultline.measure.Sample;
import faultline.plan.Factors;
import faultline.plan.Point;
import faultline.plan.Setting;
import faultline.plan.Sweep;
import faultline.plan.Yaml;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A sweep that nobody ran: a queue in front of a server that dumps at most {@link #CAPACITY}
 * messages a second, and not at all for three seconds after a kill. Written through the real
 * journal.
 */
public final class SyntheticSweep {

    public static final double CAPACITY = 6_200;
    public static final int WARMUP_S = 5;
    public static final int LOAD_S = 35;
    private static final List<String> SINKS = List.of("mariadb", "influxdb-0", "influxdb-1");
    private static final int KILL_S = 18;
    private static final int STALL_S = 3;

    private SyntheticSweep() {}

    /** Writes plan, environment and all runs of a grid of faults as they stand. */
    public static Path write(Path folder, List<Double> rates, List<String> faults, int repeat) {
        return write(folder, rates, faults, List.of(), repeat);
    }

    /** The same with settings: from one to the next the server dumps less while the fault lasts. */
    public static Path write(
            Path folder,
            List<Double> rates,
            List<String> faults,
            List<Setting> settings,
            int repeat) {
        try {
            Files.createDirectories(folder.resolve("runs"));
            var order = new ArrayList<Point>();
            for (int repetition = 1; repetition <= repeat; repetition++)
                for (var rate : rates)
                    for (var fault : faults)
                        for (var setting :
                                new Sweep(List.of(), rates, faults, settings, 1, 1).settings(fault))
                            order.add(new Point(repetition, 3, rate, fault, setting));
            Files.writeString(folder.resolve("plan.yaml"), Yaml.print(plan(rates, faults, order)));
            Files.writeString(folder.resolve("environment.json"), Yaml.prettyJson(environment()));
            for (var point : order) run(folder.resolve("runs").resolve(point.id()), point);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Map<String, Object> environment() {
        var environment = new LinkedHashMap<String, Object>();
        environment.put("command", "sweep --replicas 3");
        environment.put("started", "2026-11-21T20:00:00Z");
        environment.put("kit", "0.1");
        environment.put("jdk", "25.0.1");
        environment.put("versions", Map.of("kafka", "4.3.1", "mariadb", "11.8.3"));
        environment.put("kernel", "Linux 6.12");
        environment.put("cores", 2);
        environment.put("memory_mib", 24_000);
        environment.put("platform", "local");
        environment.put("network", "one loopback address a pod");
        environment.put("warnings", List.of("another sweep ran on this machine"));
        return environment;
    }

    private static Map<String, Object> plan(
            List<Double> rates, List<String> faults, List<Point> order) {
        var plan = new LinkedHashMap<String, Object>();
        plan.put("title", "Where three small nodes stop");
        var grid = new LinkedHashMap<String, Object>();
        grid.put("replicas", List.of(3));
        grid.put("rates_msg_per_s", rates);
        grid.put("faults", faults);
        grid.put("repeat", order.stream().mapToInt(Point::repetition).max().orElse(1));
        grid.put("seed", 42);
        plan.put("sweep", grid);
        plan.put("stack", stack());
        plan.put("load", load(rates.getFirst()));
        plan.put(
                "manifests",
                Map.of("mariadb-kill", Map.of("kind", "PodChaos", "spec", Map.of("mode", "one"))));
        plan.put("runs", order.stream().map(Point::id).toList());
        return plan;
    }

    private static Map<String, Object> load(double rate) {
        var load = new LinkedHashMap<String, Object>();
        load.put("rate_msg_per_s", rate);
        load.put("size_bytes", 200);
        load.put("warmup", "5s");
        load.put("duration", "30s");
        load.put("partitions", 12);
        load.put("acks", "all");
        load.put("compression", "none");
        return load;
    }

    private static Map<String, Object> stack() {
        var stack = new LinkedHashMap<String, Object>();
        stack.put("brokers", 3);
        stack.put("databases", 3);
        stack.put("series", 2);
        stack.put("feeders", 1);
        stack.put("consumers", 1);
        return stack;
    }

    /** Writes one run. */
    public static void run(Path folder, Point point) throws IOException {
        var random = new Random(point.id().hashCode());
        var faulted = !point.fault().equals("none");
        var plan = new LinkedHashMap<String, Object>();
        plan.put("run", point.id());
        plan.put("seed", 42);
        var place = new LinkedHashMap<String, Object>();
        place.put("repetition", point.repetition());
        place.put("replicas", point.replicas());
        place.put("rate_msg_per_s", point.rateMsgPerS());
        place.put("fault", point.fault());
        point.setting().ifPresent(setting -> place.put("setting", "" + setting));
        if (!point.factors().equals(Factors.NONE)) place.put("factors", point.factors().toMap());
        plan.put("point", place);
        var stack = stack();
        stack.put("consumers", point.factors().consumers().orElse(1));
        plan.put("stack", stack);
        plan.put("load", load(point.rateMsgPerS()));
        if (faulted)
            plan.put(
                    "fault",
                    Map.of(
                            "name", point.fault(),
                            "at", "13s",
                            "targets", List.of("mariadb-0"),
                            "manifest", Map.of("spec", Map.of("action", "pod-kill"))));
        double queue = 0;
        double mostQueue = 0;
        long dumpedWhileMeasuring = 0;
        var all = new Histogram(3);
        int second = 0;
        try (var journal = Journal.create(folder, plan, environment())) {
            long start = 1_000_000_000_000L;
            journal.event(start - 9_000_000_000L, "phase", Map.of("phase", "deploy"));
            journal.loadStartedAt(start);
            journal.event(start, "phase", Map.of("phase", "load"));
            journal.event(at(start, WARMUP_S), "phase", Map.of("phase", "measure"));
            if (faulted) kill(journal, start, point.fault());
            for (; second < LOAD_S || queue > 1; second++) {
                if (second == LOAD_S)
                    journal.event(at(start, second), "phase", Map.of("phase", "drain"));
                var offered = second < LOAD_S ? point.rateMsgPerS() : 0;
                var stalled = faulted && second >= KILL_S && second < KILL_S + STALL_S;
                var before = queue;
                var able = stalled ? 0 : capacity(point) * (0.97 + 0.06 * random.nextDouble());
                var dumped = Math.min(able, queue + offered);
                queue = queue + offered - dumped;
                mostQueue = Math.max(mostQueue, queue);
                if (second >= WARMUP_S && second < LOAD_S) dumpedWhileMeasuring += (long) dumped;
                samples(journal, second, offered, dumped, queue, point.rateMsgPerS());
                if (dumped > 0) {
                    var latency = latency(random, before / CAPACITY, (int) dumped / 20);
                    if (second >= WARMUP_S && second < LOAD_S) all.add(latency);
                    journal.latency(LatencyLog.Kind.E2E, "consumer-mariadb-0", second, latency);
                }
                for (int i = 0; i < 2 && offered > 0; i++)
                    journal.latency(
                            LatencyLog.Kind.E2E,
                            "consumer-influxdb-" + i + "-0",
                            second,
                            latency(new Random(second), 0, 100));
            }
            journal.event(at(start, second), "phase", Map.of("phase", "account"));
            journal.event(at(start, second + 1), "phase", Map.of("phase", "done"));
        }
        Files.writeString(
                folder.resolve(Journal.VERDICT),
                Yaml.prettyJson(
                        verdict(
                                        point,
                                        dumpedWhileMeasuring / (double) (LOAD_S - WARMUP_S),
                                        all,
                                        mostQueue,
                                        second - LOAD_S)
                                .toMap()));
    }

    /** Of what is set, 20 halve it; consumers add up. */
    private static double capacity(Point point) {
        return point.factors().consumers().orElse(1)
                * CAPACITY
                / (1 + point.setting().map(Setting::number).orElse(0.0) / 20);
    }

    private static void kill(Journal journal, long start, String fault) {
        journal.event(
                at(start, KILL_S),
                "fault",
                Map.of("fault", fault, "status", "injected", "targets", List.of("mariadb-0")));
        for (var status : List.of("died", "started", "ready"))
            journal.event(
                    at(start, KILL_S)
                            + List.of("died", "started", "ready").indexOf(status) * 2_100_000_000L,
                    "pod",
                    Map.of("pod", "mariadb-0", "status", status));
    }

    private static long at(long start, int second) {
        return start + second * 1_000_000_000L;
    }

    private static void samples(
            Journal journal, int second, double offered, double dumped, double queue, double rate) {
        sample(
                journal,
                second,
                "feeder-0",
                "feeder",
                Map.of(
                        Measure.OFFERED_MSG_PER_S, offered,
                        Measure.ACKED_MSG_PER_S, offered,
                        Measure.CPU_PERCENT, 6 + offered * 0.004));
        sample(
                journal,
                second,
                "consumer-mariadb-0",
                "consumer",
                Map.of(Measure.DUMPED_ROWS_PER_S, dumped, Measure.CPU_PERCENT, 8 + dumped * 0.005));
        for (int i = 0; i < 2; i++)
            sample(
                    journal,
                    second,
                    "consumer-influxdb-" + i + "-0",
                    "consumer",
                    Map.of(
                            Measure.DUMPED_ROWS_PER_S,
                            offered,
                            Measure.CPU_PERCENT,
                            3 + offered * 0.002));
        for (var sink : SINKS)
            sample(
                    journal,
                    second,
                    "consumer-" + sink,
                    "group",
                    Map.of(Measure.BACKLOG_MSG, sink.equals("mariadb") ? queue : offered * 0.05));
        for (int i = 0; i < 3; i++) {
            sample(
                    journal,
                    second,
                    "kafka-" + i,
                    "kafka",
                    Map.of(Measure.CPU_PERCENT, 4 + offered * 0.002));
            sample(
                    journal,
                    second,
                    "mariadb-" + i,
                    "mariadb",
                    Map.of(Measure.CPU_PERCENT, 3 + dumped * 0.004));
        }
        sample(
                journal,
                second,
                "machine",
                "machine",
                Map.of(Measure.CPU_PERCENT, Math.min(199, 35 + rate * 0.027)));
    }

    private static void sample(
            Journal journal,
            int second,
            String pod,
            String component,
            Map<Measure, Double> values) {
        journal.sample(new Sample(second, pod, component, new EnumMap<>(values)));
    }

    private static Histogram latency(Random random, double waitS, int count) {
        var histogram = new Histogram(3);
        for (int i = 0; i < count; i++)
            histogram.recordValue(
                    (long) (1e6 * waitS + 9_000 * Math.exp(0.5 * random.nextGaussian())));
        return histogram;
    }

    private static Verdict verdict(
            Point point, double dumped, Histogram latency, double backlog, int drainS) {
        var steady = point.rateMsgPerS() <= CAPACITY;
        var millis =
                new LatencySummary(
                        latency.getTotalCount(),
                        latency.getValueAtPercentile(50) / 1e3,
                        latency.getValueAtPercentile(90) / 1e3,
                        latency.getValueAtPercentile(99) / 1e3,
                        Optional.empty(),
                        latency.getMaxValue() / 1e3);
        var sinks = new ArrayList<SinkSummary>();
        for (var sink : SINKS)
            sinks.add(
                    new SinkSummary(
                            sink,
                            Optional.of(sink.equals("mariadb") ? dumped : point.rateMsgPerS()),
                            Optional.of(backlog),
                            new Drain(sink, true, Optional.of(0.0), Optional.of((double) drainS)),
                            Optional.of(millis)));
        var cpu = new TreeMap<String, Double>();
        cpu.put("feeder", 6 + point.rateMsgPerS() * 0.004);
        cpu.put("kafka", 12 + point.rateMsgPerS() * 0.006);
        cpu.put("consumer", 14 + dumped * 0.009);
        cpu.put("mariadb", 9 + dumped * 0.012);
        var load =
                new LoadSummary(
                        WARMUP_S,
                        LOAD_S,
                        Optional.of(point.rateMsgPerS()),
                        Optional.of(point.rateMsgPerS()),
                        Optional.of(point.rateMsgPerS()),
                        Optional.of(0.0),
                        List.of(),
                        Optional.of(millis),
                        Optional.of(millis),
                        sinks,
                        cpu,
                        Optional.of(Math.min(199, 35 + point.rateMsgPerS() * 0.027)),
                        Optional.empty(),
                        Optional.empty());
        var replicas = new ArrayList<ReplicaAccount>();
        var sent = (long) point.rateMsgPerS() * LOAD_S;
        for (var replica :
                List.of("mariadb-0", "mariadb-1", "mariadb-2", "influxdb-0", "influxdb-1"))
            replicas.add(account(replica, sent, 0));
        var outcome = steady || point.fault().equals("none") ? Outcome.PASS : Outcome.INCONCLUSIVE;
        return new Verdict(
                point.id(),
                outcome,
                outcome == Outcome.PASS
                        ? List.of()
                        : List.of("There was no steady state before the fault."),
                List.of(),
                Optional.of(
                        new Accounting(
                                Optional.empty(),
                                replicas,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of())),
                point.fault().equals("none") ? List.of() : recoveries(point, steady),
                List.of(),
                List.of(),
                Optional.of(load));
    }

    public static ReplicaAccount account(String replica, long sent, long lost) {
        return new ReplicaAccount(
                replica,
                true,
                sent,
                sent,
                0,
                0,
                sent - lost,
                found(lost),
                found(0),
                found(0),
                found(0),
                found(0),
                0);
    }

    private static Found found(long count) {
        return new Found(count, List.of());
    }

    /** The sink recovers when the rest of its capacity has worked off what piled up. */
    private static List<Recovery> recoveries(Point point, boolean steady) {
        var seconds =
                (int) Math.ceil(STALL_S * CAPACITY / (CAPACITY - point.rateMsgPerS() + 1))
                        + point.repetition() % 2;
        var inTime = steady && KILL_S + seconds < LOAD_S - 3;
        return List.of(
                new Recovery(
                        point.fault(),
                        "mariadb",
                        inTime ? Recovery.State.RECOVERED : Recovery.State.INCONCLUSIVE,
                        steady ? Optional.of(KILL_S) : Optional.empty(),
                        inTime ? Optional.of(KILL_S + seconds) : Optional.empty(),
                        inTime ? Optional.of(seconds) : Optional.empty(),
                        steady && !inTime ? Optional.of(LOAD_S - KILL_S) : Optional.empty(),
                        STALL_S,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "as planted"));
    }
}
