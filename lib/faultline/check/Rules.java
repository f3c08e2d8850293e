package faultline.check;

import faultline.measure.Event;
import faultline.measure.Recording;
import faultline.stack.Component;
import faultline.stack.Protection.GaleraRecovery;
import faultline.stack.Protection.SeriesWrite;

import java.util.List;
import java.util.Optional;

/**
 * The table of rules behind {@link Advice}: each names the evidence that triggers it, and is null
 * where that is not in the journal.
 */
final class Rules {

    /** From this share of all cores on a machine has nothing left. */
    private static final double BUSY_SHARE = 0.95;

    /** What waits longer than this share of the time for a core cannot keep a timeout. */
    private static final double STARVED_PERCENT = 50;

    /** Below this a backlog takes more than twice the standstill to go: drain law, §2.3. */
    private static final double DRAIN_MARGIN = 1.5;

    private static final String NOT_PRIMARY = "Not connected to Primary Component";
    private static final String SINK = "mariadb";

    private final Recording recording;
    private final Verdict verdict;
    private final PlannedRun run;
    private final Impact impact;

    Rules(Recording recording, Verdict verdict) {
        this.recording = recording;
        this.verdict = verdict;
        run = PlannedRun.of(recording.plan());
        impact = Impact.of(recording);
    }

    /** Lost by the brokers, or anywhere, with acknowledgements that do not mean "replicated". */
    Advice acks() {
        var acks = run.load().acks();
        return lost() == 0 || acks.equals("all")
                ? null
                : new Advice(
                        "load.acks",
                        "all",
                        "%d acknowledged messages were lost, and acks=%s acknowledges what only one"
                                        .formatted(lost(), acks)
                                + " broker may have.");
    }

    /** Lost although all in-sync brokers had them, when one was enough to be all. */
    Advice minInsync() {
        var least = run.stack().protection().minInsyncReplicas();
        return lost() == 0 || least.isEmpty() || least.get() > 1 || run.stack().brokers() < 2
                ? null
                : new Advice(
                        "stack.min_insync_replicas",
                        "2",
                        "%d acknowledged messages were lost, and one broker in sync was enough."
                                .formatted(lost()));
    }

    /** Database nodes lost rows, or their common state, when they started from what they had. */
    Advice galeraRecovery() {
        if (run.stack().protection().galeraRecovery() == GaleraRecovery.POSITION) return null;
        var seen =
                diverged(Component.MARIADB)
                        ? Optional.of("The database nodes hold different rows")
                        : Timeline.notWhole(recording)
                                .map(event -> event.text("missing"))
                                .filter(missing -> missing.startsWith(SINK))
                                .map("The databases are not whole (%s)"::formatted);
        return seen.map(what ->
                        new Advice(
                                "stack.galera_recovery",
                                "position",
                                what + ", and they were restarted with the data they found."))
                .orElse(null);
    }

    /** InfluxDB instances differ where one group wrote to all. */
    Advice seriesWrite() {
        return !diverged(Component.INFLUXDB)
                        || run.stack().protection().seriesWrite() == SeriesWrite.GROUPS
                ? null
                : new Advice(
                        "stack.series_write",
                        "groups",
                        "The InfluxDB instances hold different points, and one group of consumers"
                                + " wrote to them all and passed over those that did not answer.");
    }

    /** A fault took the majority that brokers and databases need, and the dump stood still. */
    Advice tooFewLeft() {
        if (impact.stalledSeconds() == 0 && lost() == 0) return null;
        for (var component : List.of(Component.KAFKA, Component.MARIADB)) {
            long hit = hit(component);
            int of = run.stack().pods(component).size();
            if (hit == 0 || 2 * hit < of) continue;
            return new Advice(
                    "stack." + (component == Component.KAFKA ? "brokers" : "databases"),
                    Long.toString(2 * hit + 1),
                    "%d of %d %s were hit, which leaves no majority; %d survive the loss of %d."
                            .formatted(hit, of, component.label(), 2 * hit + 1, hit));
        }
        return null;
    }

    /** The fault was not felt where it was aimed. */
    Advice noEffect() {
        return verdict.effects().stream()
                .filter(effect -> effect.proof() == Effect.Proof.MISMATCH)
                .map(effect ->
                        new Advice(
                                "method[].fault.spec.selector",
                                "pods that the fault can reach",
                                "%s had no effect: %s".formatted(effect.fault(), effect.reason())))
                .findFirst()
                .orElse(null);
    }

    /** The feeders were late themselves. */
    Advice feeders() {
        return verdict.load()
                .filter(load -> !load.generatorLimited().isEmpty())
                .map(load ->
                        new Advice(
                                "stack.feeders",
                                Integer.toString(run.stack().feeders() + 1),
                                "The feeders were the bottleneck: "
                                        + load.generatorLimited().getFirst()))
                .orElse(null);
    }

    /** What does not hold without a fault says nothing about one. */
    Advice controlFailed() {
        return !run.faults().isEmpty() || impact.breaches().isEmpty()
                ? null
                : new Advice(
                        "load.rate_msg_per_s",
                        halfRate(),
                        "The hypothesis did not hold without any fault: %s was broken."
                                .formatted(impact.breaches().getFirst().condition()));
    }

    /** The survivors lost their quorum although a majority was alive, on starved cores. */
    Advice galeraTimeouts() {
        var starved =
                verdict.load()
                        .flatMap(LoadSummary::machineCpuPressurePercent)
                        .filter(percent -> percent >= STARVED_PERCENT);
        var lostQuorum = retrying(NOT_PRIMARY);
        if (starved.isEmpty() || lostQuorum.isEmpty() || 2 * hit(Component.MARIADB) >= databases())
            return null;
        return new Advice(
                "wsrep_provider_options evs.suspect_timeout",
                "PT5S",
                ("At %.1f s %s reported “%s”, although a majority of the nodes was not hit, and"
                                + " processes waited %.0f %% of the time for a core: nodes that are"
                                + " slow are taken for dead.")
                        .formatted(
                                lostQuorum.get().second(),
                                lostQuorum.get().text("pod"),
                                NOT_PRIMARY,
                                starved.get()));
    }

    /** One consumer was all there was, and it was hit. */
    Advice secondConsumer() {
        return impact.stalledSeconds() == 0
                        || hit(Component.CONSUMER) == 0
                        || run.stack().consumers() > 1
                ? null
                : new Advice(
                        "stack.consumers",
                        "2",
                        "Nothing was dumped for %d s, and the consumer that was hit was the only"
                                        .formatted(impact.stalledSeconds())
                                + " one of its group.");
    }

    /** It came back, and then could not catch up with what had waited. */
    Advice slowDrain() {
        var slow =
                verdict.recoveries().stream()
                        .filter(r -> r.sink().equals(SINK) && r.stalledSeconds() >= 2)
                        .filter(r ->
                                r.lawSeconds()
                                                .filter(s ->
                                                        s
                                                                > r.stalledSeconds()
                                                                        * DRAIN_MARGIN
                                                                        / (DRAIN_MARGIN - 1))
                                                .isPresent()
                                        || r.atLeastSeconds().isPresent())
                        .findFirst();
        return slow.map(r ->
                        new Advice(
                                "stack.consumers",
                                Integer.toString(run.stack().consumers() + 1),
                                "After a standstill of %d s the backlog of %.0f messages was too"
                                                .formatted(
                                                        r.stalledSeconds(),
                                                        r.largestBacklogMsg().orElse(0.0))
                                        + " much: "
                                        + r.reason()))
                .orElse(null);
    }

    /** Nothing was left of the machine, so that everything was slow. */
    Advice cores() {
        var cores = recording.environment().get("cores");
        var busy = verdict.load().flatMap(LoadSummary::machineCpuPercent);
        if (!(cores instanceof Number n) || busy.isEmpty() || run.faults().isEmpty()) return null;
        return busy.get() < BUSY_SHARE * 100 * n.intValue()
                ? null
                : new Advice(
                        "load.rate_msg_per_s",
                        halfRate(),
                        "The machine was full: %.0f of %d %% of its cores were used. At this rate"
                                        .formatted(busy.get(), 100 * n.intValue())
                                + " it is the machine that is tested.");
    }

    /** It had to be stopped while more than one pod was hit. */
    Advice narrower() {
        return verdict.outcome() != Outcome.ABORTED || impact.targets().size() < 2
                ? null
                : new Advice(
                        "ladder",
                        "[one]",
                        "The run was stopped with %d pods hit: %s."
                                .formatted(
                                        impact.targets().size(),
                                        String.join(", ", impact.targets())));
    }

    private long lost() {
        return verdict.accounting().stream()
                .mapToLong(a ->
                        Math.max(
                                a.topic().map(t -> t.lost().count()).orElse(0L),
                                a.replicas().stream()
                                        .mapToLong(r -> r.lost().count())
                                        .max()
                                        .orElse(0)))
                .sum();
    }

    private boolean diverged(Component component) {
        return verdict.accounting().stream()
                .flatMap(a -> a.components().stream())
                .filter(d -> d.component().equals(component.label()))
                .anyMatch(d -> d.divergent().any() || d.checksumsDiffer());
    }

    private long hit(Component component) {
        return run.stack().pods(component).stream()
                .filter(pod -> impact.targets().contains(pod.name()))
                .count();
    }

    private int databases() {
        return run.stack().databases();
    }

    private String halfRate() {
        return "%.0f".formatted(run.load().rateMsgPerS() / 2);
    }

    private Optional<Event> retrying(String words) {
        return recording.events().stream()
                .filter(e -> e.kind().equals("program") && e.text("status").equals("retrying"))
                .filter(e -> e.text("reason").contains(words))
                .findFirst();
    }
}
