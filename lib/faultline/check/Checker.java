package faultline.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.chaos.Support;
import faultline.measure.Damaged;
import faultline.measure.Event;
import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.measure.Sample;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Judges a run from its journal alone: the same journal gives the same bytes. */
public final class Checker {

    private final List<Finding> findings = new ArrayList<>();

    private Checker() {}

    /**
     * Reads the journal in {@code folder} and writes its {@code verdict.json}.
     *
     * @return what that file says
     * @throws BadInput where the folder is no journal, or its plan is not one
     */
    public static Verdict check(Path folder) {
        Verdict verdict;
        try {
            verdict = judge(Recording.read(folder));
        } catch (RuntimeException e) {
            // Who damaged a journal did not give bad input: the run says nothing.
            if (e instanceof BadInput && !(e instanceof Damaged)) throw e;
            var unreadable = unfinished("journal", e);
            verdict =
                    Verdict.of(
                            folder.toAbsolutePath().getFileName().toString(),
                            List.of(unreadable),
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            List.of(),
                            Optional.empty());
        }
        var map = verdict.toMap();
        Journal.replace(folder.resolve(Journal.VERDICT), Yaml.prettyJson(map).getBytes(UTF_8));
        return Verdict.fromMap(map);
    }

    /** The same without writing it down. */
    static Verdict judge(Recording recording) {
        return new Checker().verdict(recording, PlannedRun.of(recording.plan()));
    }

    private Verdict verdict(Recording recording, PlannedRun run) {
        int from = (int) Math.ceil(seconds(run.load().warmup()));
        int to = loadEnd(recording, run);
        var sinks = run.stack().sinks().stream().map(s -> SinkSeries.of(recording, s)).toList();
        Timeline.aborted(recording).ifPresent(reason -> findings.add(aborted(reason)));
        var drained = drained(recording, sinks, to);
        var accounting =
                attempt(
                        "accounting",
                        () ->
                                Accounting.of(
                                        run,
                                        recording.ledgers().stream().map(Sent::of).toList(),
                                        recording.logged(),
                                        recording.stored(),
                                        drained::contains));
        accounting.ifPresent(a -> findings.addAll(a.findings()));
        attempt("ledger", () -> unsent(recording)).ifPresent(findings::addAll);
        Timeline.notWhole(recording).ifPresent(event -> findings.add(notWhole(event)));
        var effects = attempt("effect", () -> effects(recording, run)).orElse(List.of());
        var recoveries = attempt("recovery", () -> recoveries(recording, run, sinks, from, to));
        var pods = attempt("pod recovery", () -> PodRecovery.all(recording, to));
        attempt("links", () -> UnaskedDrops.of(recording)).flatMap(f -> f).ifPresent(findings::add);
        attempt("hypothesis", () -> Hypothesis.of(recording, run.hypothesis(), to))
                .ifPresent(findings::addAll);
        var load = attempt("load", () -> LoadSummary.of(recording, sinks, from, to));
        return Verdict.of(
                run.run(),
                List.copyOf(findings),
                accounting,
                recoveries.orElse(List.of()),
                pods.orElse(List.of()),
                effects,
                load);
    }

    /** A feeder that never came to its last messages: the load was not what the plan says. */
    private static List<Finding> unsent(Recording recording) {
        if (Timeline.aborted(recording).isPresent()) return List.of();
        return recording.ledgers().stream()
                .filter(ledger -> ledger.attempted().getLongCardinality() < ledger.messages())
                .map(ledger ->
                        Finding.inconclusive(
                                "all sent",
                                "feeder-%d attempted %d of its %d messages.",
                                ledger.feeder(),
                                ledger.attempted().getLongCardinality(),
                                ledger.messages()))
                .toList();
    }

    /** The sinks that had everything in the end. */
    private Set<String> drained(Recording recording, List<SinkSeries> sinks, int to) {
        var drained = new TreeSet<String>();
        for (var sink : sinks) {
            var drain = Drain.of(recording, sink, to);
            findings.add(drain.finding());
            if (drain.drained()) drained.add(sink.sink());
        }
        return drained;
    }

    private List<Effect> effects(Recording recording, PlannedRun run) {
        var all = new ArrayList<Effect>();
        for (var fault : run.faults()) {
            // What a run that was stopped never came to says nothing of it.
            if (Timeline.aborted(recording).isPresent()
                    && Timeline.injected(recording, fault.name()).isEmpty()) continue;
            var effects = effects(recording, fault);
            effects.forEach(e -> findings.add(e.finding()));
            if (effects.isEmpty())
                findings.add(
                        Finding.inconclusive(
                                Effect.CONDITION,
                                "Nothing was seen of what %s hit.",
                                fault.name()));
            all.addAll(effects);
        }
        return all;
    }

    static List<Effect> effects(Recording recording, PlannedRun.PlannedFault fault) {
        if (!fault.children().isEmpty()) return FlowEffect.all(recording, fault);
        var network = fault.network();
        if (network.isPresent()) {
            var links = LinkEffect.all(recording, fault.name(), network.get());
            return links.isEmpty() ? unseen(recording, fault) : links;
        }
        var stress = fault.stress();
        if (stress.isPresent() && !isOnCluster(recording))
            return StressEffect.all(recording, fault.name(), stress.get(), fault.targets());
        if (!fault.endsPods()) return unseen(recording, fault);
        return fault.targets().stream()
                .map(target -> Effect.of(recording, fault.name(), target))
                .toList();
    }

    /** A fault that ends no pod and that nobody probed: what injected it is no witness. */
    private static List<Effect> unseen(Recording recording, PlannedRun.PlannedFault fault) {
        var why =
                Timeline.injected(recording, fault.name()).isEmpty()
                        ? fault.name() + " was never injected."
                        : isOnCluster(recording)
                                ? "on a cluster nothing shows what a %s does to %%s, whatever Chaos Mesh says."
                                        .formatted(fault.kind())
                                : "nothing was seen of what it does to %s.";
        return fault.targets().stream()
                .map(target ->
                        new Effect(
                                fault.name(),
                                target,
                                Effect.Proof.INCONCLUSIVE,
                                why.formatted(target)))
                .toList();
    }

    private static boolean isOnCluster(Recording recording) {
        return Support.Platform.KUBERNETES.label().equals(recording.environment().get("platform"));
    }

    private static List<Recovery> recoveries(
            Recording recording, PlannedRun run, List<SinkSeries> sinks, int from, int to) {
        var recoveries = new ArrayList<Recovery>();
        for (var fault : run.faults()) {
            var injected = Timeline.injected(recording, fault.name());
            if (injected.isEmpty()) continue;
            for (var sink : sinks)
                recoveries.add(
                        Recovery.of(
                                fault.name(),
                                sink,
                                run.load().rateAt(injected.get().second()),
                                from,
                                injected.get().second(),
                                to,
                                RecoveryRule.DEFAULT));
        }
        return recoveries;
    }

    /** The second in which the load ended: as planned, or when the run or its journal did. */
    private static int loadEnd(Recording recording, PlannedRun run) {
        var planned = seconds(run.load().warmup().plus(run.load().duration()));
        var drained = recording.phase("drain").orElse(planned);
        var seen = recording.samples().stream().mapToInt(Sample::second).max().orElse(-1) + 1;
        return (int) Math.floor(Math.min(Math.min(planned, drained), seen));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** A part that cannot be judged must not take the others with it, nor let the run pass. */
    private <T> Optional<T> attempt(String what, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (RuntimeException e) {
            findings.add(unfinished(what, e));
            return Optional.empty();
        }
    }

    private static Finding notWhole(Event event) {
        return Finding.fail(
                "whole again",
                "The stack did not restore itself within %s s: %s.",
                event.text("waited_s"),
                event.text("missing"));
    }

    private static Finding aborted(String reason) {
        return new Finding("run to its end", Outcome.ABORTED, "The run was stopped: " + reason);
    }

    private static Finding unfinished(String what, RuntimeException e) {
        var message = e.getMessage() == null ? e.toString() : e.getMessage();
        return Finding.inconclusive(what, "The %s could not be checked: %s", what, message);
    }
}
