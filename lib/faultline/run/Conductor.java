package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Fault;
import faultline.load.Line;
import faultline.local.Lever;
import faultline.measure.Journal;
import faultline.measure.LatencyLog;
import faultline.measure.Measure;
import faultline.measure.Rows;
import faultline.plan.OwnService;
import faultline.plan.Unavailable;
import faultline.platform.KafkaHealth;
import faultline.platform.Platform;
import faultline.platform.Pod.Phase;
import faultline.platform.PodLog;
import faultline.stack.Component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Makes one run on a stack that is ready: fresh topic and tables, load, gate, faults, drain, final
 * reads. Everything it sees goes into the journal; what that means is for others to say. What was
 * injected is taken back, however the run ends.
 */
public final class Conductor {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** Rows wait this long for late observers, then they are written. */
    private static final long LATE_SECONDS = 4;

    /** From the end of a second until its lines can be read. */
    private static final Duration LAST_LINE = Duration.ofMillis(150);

    /** From the end of a second until what is said of it counts. */
    private static final long ANSWER_SECONDS = 1;

    /** JVMs that start on a busy machine take a while; longer than this something is wrong. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** After the load, for what feeders still hold back and for pods that are down. */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(150);

    /** What a progress line shows of a run. */
    public record Look(String phase, double offered, double dumped, double backlog) {}

    /** Whoever is there while a run goes on. */
    public interface Audience {

        /** Told how it goes, several times a second. */
        void look(Look look);

        /** Told at once that the run is being aborted, and why. */
        default void aborted(String reason) {}

        /** What somebody has seen and written down since the last call. */
        default List<Observation> observations() {
            return List.of();
        }

        /** Why somebody wants the run to be aborted; empty where nobody does. */
        default Optional<String> stop() {
            return Optional.empty();
        }
    }

    /** What somebody saw, as they said it. */
    public record Observation(String who, String text) {}

    private final Platform platform;
    private final RunPlan plan;
    private final Audience audience;
    private final Journal journal;
    private final Rows rows = new Rows();
    private final PodWatch watch;
    private final Lever lever = Lever.ofThisMachine();
    private final Map<String, PodLog> logs = new HashMap<>();
    private final Map<String, Long> started = new HashMap<>();
    private final Set<String> assigned = new HashSet<>();
    private long zero = Long.MAX_VALUE;
    private final List<Fault> injected = new ArrayList<>();
    private String phase = "";
    private Vigil vigil;
    private volatile boolean aborted;
    private final Optional<FlowWatch> flow;

    private Conductor(Platform platform, RunPlan plan, Journal journal, Audience audience) {
        this.platform = platform;
        this.plan = plan;
        this.journal = journal;
        this.audience = audience;
        watch = new PodWatch(platform, journal);
        flow = plan.flow().map(f -> new FlowWatch(platform, f.flow(), journal));
    }

    /**
     * Makes the run that {@code plan} describes and leaves its journal in {@code folder}.
     *
     * @param audience told how it goes
     * @return whether it came to its end; why it did not, the journal says
     */
    public static boolean run(
            Platform platform,
            RunPlan plan,
            Map<String, Object> environment,
            Path folder,
            Audience audience) {
        try (var journal = Journal.create(folder, plan.toMap(), environment)) {
            try (var kafka = new KafkaHealth(platform.endpoints(), plan.stack())) {
                new Conductor(platform, plan, journal, audience).run(kafka);
                return true;
            } catch (Unavailable e) {
                return false; // heedingLever has said why
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                journal.event("abort", Map.of("reason", "interrupted"));
            } catch (Exception e) {
                journal.event(
                        "abort",
                        Map.of("reason", e.getMessage() == null ? "" + e : e.getMessage()));
            }
            return false;
        }
    }

    private void run(KafkaHealth kafka) throws Exception {
        var kept = new KeptLogs(platform, plan.stack(), journal.folder());
        var stores = new Stores(platform.endpoints(), plan, kafka.admin());
        try {
            phase("deploy");
            followBrokers();
            stores.create();
            try (var observer =
                            new Observer(
                                    platform,
                                    plan.stack(),
                                    rows,
                                    kafka,
                                    plan.topic(),
                                    plan.load().partitions());
                    var _ = new LinkSampler(platform, journal)) {
                var settings = settings();
                startLoad(settings);
                try (var _ = autoscaler(kafka, settings)) {
                    load();
                    settle(observer);
                }
                phase = "account";
                journal.event(
                        "phase", ordered("phase", phase, "backlog_msg", observer.backlogByGroup()));
            }
            if (!platform.awaitReady(START_LIMIT)) tellMissing();
            watch.look();
            platform.scale(Component.CONSUMER, 0, Map.of());
            bringLedgers();
            platform.scale(Component.FEEDER, 0, Map.of());
            rows.flush(journal, zero, Long.MAX_VALUE);
            stores.readInto(journal);
            phase("done");
            drop(stores);
        } finally {
            takeBack();
            flow.ifPresent(FlowWatch::close);
            kept.write();
        }
    }

    /** Databases that a fault has broken for good must not take the verdict with them. */
    private void drop(Stores stores) throws InterruptedException {
        try {
            stores.drop();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            journal.event("note", Map.of("text", "the run's data was not dropped: " + e));
        }
    }

    private void tellMissing() {
        var missing = platform.missing();
        if (missing.isEmpty()) return; // just now it is whole
        journal.event(
                "not-whole", ordered("missing", missing, "waited_s", START_LIMIT.toSeconds()));
    }

    private void bringLedgers() {
        try {
            platform.bringLedgers(journal.ledger());
        } catch (IOException e) {
            journal.event("note", Map.of("text", "a ledger could not be read: " + e.getMessage()));
        }
    }

    private Autoscaler autoscaler(KafkaHealth kafka, Map<String, String> settings) {
        return plan.autoscale()
                .map(rule ->
                        new Autoscaler(
                                platform,
                                plan,
                                rule,
                                kafka.admin(),
                                own(settings, Component.CONSUMER),
                                journal))
                .orElse(null);
    }

    /** Starts the load programs. */
    private void startLoad(Map<String, String> settings) throws InterruptedException {
        phase("start");
        // Consumers first: what piled up while they start would still drain in the measured part.
        platform.scale(Component.CONSUMER, plan.consumers(), own(settings, Component.CONSUMER));
        var consumers = plan.consumers() * plan.stack().sinks().size();
        awaitStart(Component.CONSUMER, consumers, () -> assigned.size());
        platform.scale(Component.FEEDER, plan.stack().feeders(), own(settings, Component.FEEDER));
        awaitStart(Component.FEEDER, plan.stack().feeders(), () -> started.size());
        // Whole seconds, so that a second here is a second in the lines of the pods.
        zero =
                started.values().stream().mapToLong(Long::longValue).max().orElseThrow()
                        / 1_000_000_000;
    }

    /** Injects the fault in its time, returns when all has been sent. */
    private void load() throws InterruptedException {
        var start = zero * 1_000_000_000;
        journal.loadStartedAt(start);
        journal.event(start, "phase", Map.of("phase", "load"));
        phase = "warm-up";
        until(start + plan.load().warmup().toNanos());
        phase("measure");
        if (plan.guard().isPresent() && !gate(plan.guard().get(), start)) {
            // Whoever waits for a steady state that is not there only waits.
            platform.scale(Component.FEEDER, 0, Map.of());
            return;
        }
        for (var timed : plan.faults()) {
            var fault = timed.fault();
            var at = start + timed.at().toNanos();
            if (!until(at - Probes.time(fault).toNanos())) break;
            var before = Thread.startVirtualThread(() -> Probes.before(platform, journal, fault));
            if (!until(at)) break;
            // The conditions are watched meanwhile.
            await(SETTLE_LIMIT, () -> !before.isAlive());
            if (timed.whole()) awaitWhole(fault);
            if (aborted) break;
            inject(fault);
        }
        if (flow.isPresent() && !aborted) {
            var at = start + plan.flow().get().at().toNanos();
            until(at - FlowWatch.lead(plan.flow().get().flow()).toNanos());
            var before = Thread.startVirtualThread(flow.get()::before);
            until(at);
            await(SETTLE_LIMIT, () -> !before.isAlive());
            if (!aborted) flow.get().begin();
        }
        var end = start + plan.load().warmup().plus(plan.load().duration()).toNanos();
        await(left(end), () -> false);
    }

    /** Whether the hypothesis held for the whole gate, so that something may be injected. */
    private boolean gate(Guard guard, long start) throws InterruptedException {
        phase("gate");
        vigil = new Vigil(guard, (int) plan.load().warmup().toSeconds(), journal::event);
        await(left(start + guard.methodAfter(plan.load().warmup()).toNanos()), () -> false);
        if (aborted) return false;
        var reason = vigil.gate();
        reason.ifPresent(this::abort);
        if (reason.isEmpty()) phase("method");
        return reason.isEmpty();
    }

    /** Long at most: what is never whole again must not stop the run from ending. */
    private void awaitWhole(Fault fault) throws InterruptedException {
        var asking =
                Thread.startVirtualThread(() -> {
                    while (!aborted && !platform.awaitReady(Duration.ofSeconds(2))) {
                        // It has waited that long already.
                    }
                });
        if (!await(SETTLE_LIMIT, () -> aborted || !asking.isAlive()))
            abort("the stack was not whole again before %s".formatted(fault.name()));
    }

    private void awaitStart(Component component, int expected, IntSupplier count)
            throws InterruptedException {
        if (!await(START_LIMIT, () -> count.getAsInt() == expected))
            throw new IllegalStateException(
                    "%d of %d %s pods started within %d s"
                            .formatted(
                                    count.getAsInt(),
                                    expected,
                                    component.label(),
                                    START_LIMIT.toSeconds()));
    }

    private void inject(Fault fault) {
        // Written down before it is tried, so that whatever it causes comes later.
        tell(fault, "injected", Map.of());
        injected.add(fault);
        heedingLever(() -> platform.apply(fault));
        tell(fault, "applied", Map.of("chaos", platform.status(fault.name()).toMap()));
        // A link that is cut answers after seconds or never: the run goes on meanwhile.
        Thread.startVirtualThread(() -> Probes.during(platform, journal, fault));
    }

    /** Writes down once when a fault that lasts is gone from all its targets. */
    private void tellRecovery() {
        for (var fault : List.copyOf(injected)) {
            if (fault.oneShot()) continue;
            var status = platform.status(fault.name());
            if (!status.isRecovered()) continue;
            injected.remove(fault);
            // Over by itself, but not away: its name must be free again.
            platform.recover(fault.name());
            tell(fault, "recovered", Map.of("chaos", status.toMap()));
        }
        for (var kept : platform.evidence()) journal.event("evidence", kept);
    }

    /** Takes back everything that is still injected, and says so where that worked. */
    private void takeBack() {
        for (var fault : List.copyOf(injected))
            try {
                platform.recover(fault.name());
            } catch (RuntimeException e) {
                journal.event(
                        "note",
                        Map.of("text", "%s was not taken back: %s".formatted(fault.name(), e)));
                injected.remove(fault);
            }
        tellRecovery();
    }

    /** Injects nothing more, and heals: decided here, so that it comes before anything slow. */
    private void abort(String reason) {
        if (aborted) return;
        aborted = true;
        journal.event("abort", Map.of("reason", reason));
        flow.ifPresent(FlowWatch::end);
        takeBack();
        audience.aborted(reason);
    }

    private void tell(Fault fault, String status, Map<String, ?> more) {
        var event = ordered("fault", fault.name(), "status", status, "targets", fault.targets());
        if (fault.oneShot()) event.put("one_shot", true);
        event.putAll(more);
        journal.event("fault", event);
    }

    /** Waits until all is sent and dumped and the fault is gone, as long as that may take. */
    private void settle(Observer observer) throws InterruptedException {
        phase("drain");
        // Whether somebody's own feeder is done is not for it to say: the load is over.
        if (plan.own().feeder().isPresent()) platform.scale(Component.FEEDER, 0, Map.of());
        await(
                SETTLE_LIMIT,
                () ->
                        platform.pods(Map.of("app", Component.FEEDER.label())).stream()
                                .allMatch(pod -> pod.phase() == Phase.SUCCEEDED));
        takeBack();
        flow.ifPresent(FlowWatch::end);
        await(plan.drain(), observer::drained);
        // The second in which the last rows were dumped is told when it is over.
        var over = (System.nanoTime() / 1_000_000_000 + 1) * 1_000_000_000 + LAST_LINE.toNanos();
        await(left(over), () -> false);
    }

    private void phase(String name) {
        phase = name;
        journal.event("phase", Map.of("phase", name));
    }

    /** Waits for a moment on the monotonic clock; false where the run is aborted before. */
    private boolean until(long nanos) throws InterruptedException {
        await(left(nanos), () -> aborted);
        return !aborted;
    }

    private static Duration left(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Looks around until it holds or the time is up. */
    private boolean await(Duration limit, BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            look();
            if (holds.getAsBoolean()) return true;
            var left = end - System.nanoTime();
            if (left <= 0) return false;
            Thread.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
        }
    }

    /** Says at once why the run ends: closing what is open may take seconds while a pod is down. */
    private void heedingLever(Runnable step) {
        try {
            step.run();
        } catch (Unavailable e) {
            journal.event("abort", Map.of("reason", e.getMessage()));
            throw e;
        }
    }

    private void look() {
        heedingLever(lever::look);
        watch.look();
        tellRecovery();
        follow(Component.FEEDER);
        follow(Component.CONSUMER);
        for (var component : Component.values()) take(component);
        var second = System.nanoTime() / 1_000_000_000;
        watchConditions(second - ANSWER_SECONDS);
        for (var seen : audience.observations())
            journal.event("observation", ordered("who", seen.who(), "text", seen.text()));
        if (zero != Long.MAX_VALUE) rows.flush(journal, zero, second - LATE_SECONDS);
        audience.look(
                new Look(
                        phase,
                        rows.latest("feeder", Measure.OFFERED_MSG_PER_S, second - 3),
                        rows.latest("consumer-mariadb-", Measure.DUMPED_ROWS_PER_S, second - 3),
                        rows.latest("consumer-mariadb", Measure.BACKLOG_MSG, second - 3)));
    }

    /** What they have printed so far belongs to other runs. Elsewhere they print nothing of it. */
    private void followBrokers() {
        if (!platform.isOnThisMachine()) return;
        for (var pod : plan.stack().pods(Component.KAFKA)) {
            var log = platform.log(pod.name());
            log.poll();
            logs.put(pod.name(), log);
        }
    }

    private void follow(Component component) {
        for (var pod : platform.pods(Map.of("app", component.label())))
            logs.computeIfAbsent(pod.name(), platform::log);
    }

    /** Of all that were seen: one that was scaled away since may have said something before. */
    private void take(Component component) {
        for (var pod : plan.stack().pods(component)) {
            if (!logs.containsKey(pod.name())) continue;
            for (var text : logs.get(pod.name()).poll())
                Line.parse(text).ifPresent(line -> take(line, pod.name(), component));
        }
    }

    /**
     * @param pod whose log it is in: a pod of a Deployment does not know the name it has here
     */
    private void take(Line line, String pod, Component component) {
        switch (line) {
            case Line.Second second -> {
                var values = new EnumMap<Measure, Double>(Measure.class);
                second.measures()
                        .forEach((name, value) -> {
                            var measure = Measure.of(name);
                            if (measure != null) values.put(measure, value);
                        });
                var at = second.startNanos() / 1_000_000_000;
                // Somebody's own program says that it runs by saying anything.
                if (own(component).isPresent()) {
                    if (component == Component.CONSUMER) assigned.add(pod);
                    else started.putIfAbsent(pod, second.startNanos() + 1_000_000_000);
                }
                rows.add(at, pod, component.label(), values);
                if (at >= zero)
                    second.latencies()
                            .forEach((kind, histogram) ->
                                    journal.latency(
                                            LatencyLog.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                                            pod,
                                            (int) (at - zero),
                                            histogram));
            }
            case Line.Event event -> {
                if (component == Component.CONSUMER && event.name().equals("assigned"))
                    assigned.add(pod);
                if (component == Component.FEEDER
                        && event.detail().get("t0_ns") instanceof Number t0)
                    started.putIfAbsent(pod, t0.longValue());
                var detail = new LinkedHashMap<String, Object>();
                detail.put("pod", pod);
                detail.put("status", event.name());
                detail.putAll(event.detail());
                journal.event(event.monotonicNanos(), "program", detail);
            }
        }
    }

    /** Only while there is load: what comes after it is for the final reads. */
    private void watchConditions(long end) {
        if (vigil == null || !phase.equals("gate") && !phase.equals("method")) return;
        audience.stop().ifPresent(this::abort);
        while (zero + vigil.next() < end) {
            var second = zero + vigil.next();
            vigil.see(rows.of(second, zero)).ifPresent(this::abort);
        }
    }

    private Optional<List<String>> own(Component component) {
        return switch (component) {
            case FEEDER -> plan.own().feeder();
            case CONSUMER -> plan.own().consumer();
            default -> Optional.empty();
        };
    }

    private Map<String, String> own(Map<String, String> settings, Component component) {
        var all = new LinkedHashMap<>(settings);
        own(component)
                .ifPresent(command -> all.put(OwnService.COMMAND, String.join("\0", command)));
        return all;
    }

    /** What feeders and consumers of this run are told, see {@code load/}. */
    private Map<String, String> settings() {
        var endpoints = platform.endpoints();
        var load = plan.load();
        var feeders = plan.stack().feeders();
        var settings = new LinkedHashMap<String, String>();
        settings.put("FAULTLINE_BOOTSTRAP_SERVERS", endpoints.bootstrapServers());
        settings.put("FAULTLINE_TOPIC", plan.topic());
        settings.put("FAULTLINE_RATE_MSG_PER_S", Double.toString(load.rateMsgPerS() / feeders));
        if (!load.steps().isEmpty())
            settings.put("FAULTLINE_RATES", String.join(",", load.changesEach(feeders)));
        settings.put("FAULTLINE_MESSAGES", Long.toString(load.messagesEach(feeders)));
        settings.put("FAULTLINE_SIZE_BYTES", Integer.toString(load.sizeBytes()));
        settings.put("FAULTLINE_ACKS", load.acks());
        settings.put("FAULTLINE_COMPRESSION", load.compression());
        load.batch()
                .ifPresent(batch -> {
                    settings.put("FAULTLINE_BATCH_ROWS", Integer.toString(batch.rows()));
                    settings.put(
                            "FAULTLINE_BATCH_PAUSE_MS", Long.toString(batch.pause().toMillis()));
                });
        settings.put("FAULTLINE_LEDGER", journal.ledger().toAbsolutePath().toString());
        settings.put("FAULTLINE_DATABASE", plan.database());
        settings.put("FAULTLINE_MARIADB", String.join(",", endpoints.mariadb()));
        settings.put("FAULTLINE_MARIADB_USER", endpoints.mariadbUser());
        settings.put("FAULTLINE_MARIADB_PASSWORD", endpoints.mariadbPassword());
        settings.put("FAULTLINE_INFLUXDB", String.join(",", endpoints.influxdb()));
        return settings;
    }
}
