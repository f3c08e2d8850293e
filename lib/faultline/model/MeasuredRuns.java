package faultline.model;

import faultline.check.Outcome;
import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Point;
import faultline.plan.Section;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What recorded runs say of the sizes that were measured: of each size and repetition the highest
 * rate that met the objective, with every tried rate below it.
 *
 * @param capacities one for each folder, size and repetition
 * @param carried every run that met the objective
 * @param messageBytes sizes of messages that were sent
 * @param notes what a reader must know of them, whole sentences
 */
public record MeasuredRuns(
        List<SizeCapacity> capacities,
        List<CarriedRun> carried,
        List<Integer> messageBytes,
        List<String> notes) {

    /**
     * The capacity of one size, in one repetition.
     *
     * @param bounded whether a higher rate was tried and not carried
     */
    public record SizeCapacity(
            int brokers,
            int consumers,
            int partitions,
            int series,
            int block,
            double msgPerS,
            boolean bounded) {}

    /**
     * A run that met the objective, at its highest rate or below.
     *
     * @param p99Ms end to end
     */
    public record CarriedRun(SizeCapacity size, double msgPerS, double p99Ms) {}

    private record Key(
            int folder,
            int repetition,
            int brokers,
            int consumers,
            int partitions,
            int series,
            int sizeBytes) {}

    private static final String RUNS = "runs";

    /** Repetitions of one folder are fewer than this. */
    private static final int FOLDER = 1000;

    /** Another consumer that adds less than this shows that something else is the limit. */
    private static final double SATURATED = 1.1;

    /**
     * Reads the runs without a fault of sweeps and capacity searches.
     *
     * @param folders each is one, or holds several
     * @throws BadInput where a folder has no run
     */
    public static MeasuredRuns read(List<Path> folders, Objective objective, long seed) {
        var rates = new TreeMap<Key, List<Judged>>(ORDER);
        var notes = new ArrayList<String>();
        var studies = folders.stream().flatMap(folder -> studies(folder).stream()).toList();
        for (int i = 0; i < studies.size(); i++) {
            var runs = new ArrayList<Judged>();
            for (var journal : journals(studies.get(i)))
                judge(journal, i, objective, seed).ifPresent(runs::add);
            if (runs.isEmpty())
                notes.add("%s has no run without a fault.".formatted(studies.get(i)));
            for (var run : runs) rates.computeIfAbsent(run.key(), k -> new ArrayList<>()).add(run);
        }
        notes.addAll(Hardware.notes(studies));
        return of(rates, notes);
    }

    /** Whether there is no run without a fault, so that nothing can be said. */
    public boolean isEmpty() {
        return messageBytes.isEmpty();
    }

    /**
     * @param limit what broke first, where it was not carried
     */
    private record Judged(Key key, double rate, Judgement judgement, Optional<String> limit) {

        boolean passed() {
            return judgement.outcome() == Outcome.PASS;
        }
    }

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::folder)
                    .thenComparing(Key::brokers)
                    .thenComparing(Key::consumers)
                    .thenComparing(Key::partitions)
                    .thenComparing(Key::sizeBytes)
                    .thenComparing(Key::series)
                    .thenComparing(Key::repetition);

    private static Optional<Judged> judge(Path journal, int folder, Objective by, long seed) {
        var recording = Recording.read(journal);
        var plan = Section.of(journal + "/plan.yaml", recording.plan());
        var point = plan.child("point");
        if (!point.text("fault").equals(Point.CONTROL)) return Optional.empty();
        var stack = plan.child("stack");
        var load = plan.child("load");
        var judgement = by.judge(recording, seed);
        return Optional.of(
                new Judged(
                        new Key(
                                folder,
                                count(point, "repetition", 1),
                                count(stack, "brokers", 1),
                                count(stack, "consumers", 1),
                                count(load, "partitions", 1),
                                count(stack, "series", 0),
                                count(load, "size_bytes", 1)),
                        rate(load),
                        judgement,
                        judgement.outcome() == Outcome.PASS
                                ? Optional.empty()
                                : Optional.of(Bottleneck.of(Signs.of(recording)).part())));
    }

    private static int count(Section section, String key, int least) {
        var count = section.number(key);
        if (count.doubleValue() >= least) return count.intValue();
        throw section.wrong(key, least + " or more");
    }

    private static double rate(Section load) {
        var rate = load.number("rate_msg_per_s").doubleValue();
        if (rate > 0 && Double.isFinite(rate)) return rate;
        throw load.wrong("rate_msg_per_s", "a number above 0");
    }

    /**
     * @param known what else a reader must know
     */
    private static MeasuredRuns of(Map<Key, List<Judged>> rates, List<String> known) {
        var capacities = new ArrayList<SizeCapacity>();
        var carried = new ArrayList<CarriedRun>();
        var notes = new ArrayList<String>();
        var limits = new TreeMap<String, Integer>();
        rates.forEach((key, runs) -> {
            var fails =
                    runs.stream()
                            .filter(r -> !r.passed())
                            .min(Comparator.comparingDouble(Judged::rate));
            var passes =
                    runs.stream()
                            .filter(Judged::passed)
                            .filter(r -> fails.isEmpty() || r.rate() < fails.get().rate())
                            .sorted(Comparator.comparingDouble(Judged::rate))
                            .toList();
            fails.flatMap(Judged::limit).ifPresent(part -> limits.merge(part, 1, Integer::sum));
            if (passes.isEmpty()) fails.ifPresent(lowest -> notes.add(nothingCarried(key, lowest)));
            else {
                var size = size(key, passes.getLast().rate(), fails.isPresent());
                capacities.add(size);
                for (var run : passes)
                    carried.add(new CarriedRun(size, run.rate(), run.judgement().p99Ms()));
            }
        });
        var open = capacities.stream().filter(c -> !c.bounded()).count();
        if (open > 0)
            notes.add(
                    "%d of %s: no higher rate was tried, so the capacity is that or more."
                            .formatted(open, Written.count(capacities.size(), "capacity number")));
        if (!limits.isEmpty()) notes.add(limits(limits));
        notes.addAll(known);
        var bytes = rates.keySet().stream().map(Key::sizeBytes).distinct().sorted().toList();
        return new MeasuredRuns(
                List.copyOf(capacities), List.copyOf(carried), bytes, List.copyOf(notes));
    }

    private static SizeCapacity size(Key key, double msgPerS, boolean bounded) {
        return new SizeCapacity(
                key.brokers(),
                key.consumers(),
                key.partitions(),
                key.series(),
                key.folder() * FOLDER + key.repetition(),
                msgPerS,
                bounded);
    }

    /** All pods of a machine share its processors, so a curve that ends there is the machine's. */
    private static String limits(Map<String, Integer> limits) {
        var said =
                limits.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .map(e ->
                                "%s %s"
                                        .formatted(
                                                e.getKey(),
                                                e.getValue() == 1
                                                        ? "once"
                                                        : e.getValue() + " times"))
                        .collect(Collectors.joining(", "));
        return "What was at its limit where a rate was not carried: %s.%s"
                .formatted(
                        said,
                        limits.containsKey("cpu")
                                ? " Where all pods share one machine, its processors are that limit"
                                        + " for every size: more pods there bring no more of them,"
                                        + " and the curve says nothing of pods on machines of their"
                                        + " own."
                                : "");
    }

    private static String nothingCarried(Key key, Judged lowest) {
        return "%s, %s, repetition %d: not even %s messages/s met the objective. %s"
                .formatted(
                        Written.count(key.brokers(), "broker"),
                        Written.count(key.consumers(), "consumer"),
                        key.repetition(),
                        Written.number(lowest.rate()),
                        String.join(" ", lowest.judgement().reasons()));
    }

    /**
     * As {@link Dimension} takes it.
     *
     * @param demand messages/s; what was carried and is enough for it needs no limit to be known
     */
    public Measured measured(
            double p99Ms,
            Demand demand,
            Scaling scaling,
            Optional<Estimate> diskBytesPerS,
            Optional<Estimate> linkBytesPerS) {
        var partition = partition();
        return new Measured(
                p99Ms,
                brokers(),
                consumers(),
                partition,
                partition,
                store(demand, scaling),
                store(demand, scaling),
                diskBytesPerS,
                linkBytesPerS,
                scaling);
    }

    /** Capacity by number of brokers, at the number of consumers that has most of them. */
    public List<Observation> brokers() {
        return observations(SizeCapacity::brokers, SizeCapacity::consumers);
    }

    /** Capacity by number of consumers, at the number of brokers that has most of them. */
    public List<Observation> consumers() {
        return observations(SizeCapacity::consumers, SizeCapacity::brokers);
    }

    /** Runs that were carried, by number of brokers; those of {@link #brokers}. */
    public List<LatencyLeaveOut.Loaded> brokerLatencies() {
        return latencies(SizeCapacity::brokers, SizeCapacity::consumers);
    }

    /** Runs that were carried, by number of consumers; those of {@link #consumers}. */
    public List<LatencyLeaveOut.Loaded> consumerLatencies() {
        return latencies(SizeCapacity::consumers, SizeCapacity::brokers);
    }

    private List<Observation> observations(
            ToIntFunction<SizeCapacity> size, ToIntFunction<SizeCapacity> other) {
        return group(size, other).stream()
                .map(c -> new Observation(size.applyAsInt(c), c.msgPerS(), c.block()))
                .toList();
    }

    private List<LatencyLeaveOut.Loaded> latencies(
            ToIntFunction<SizeCapacity> size, ToIntFunction<SizeCapacity> other) {
        var group = group(size, other);
        return carried.stream()
                .filter(run -> group.contains(run.size()))
                .map(run ->
                        new LatencyLeaveOut.Loaded(
                                size.applyAsInt(run.size()),
                                run.msgPerS(),
                                run.p99Ms(),
                                run.size().msgPerS()))
                .toList();
    }

    private List<SizeCapacity> group(
            ToIntFunction<SizeCapacity> size, ToIntFunction<SizeCapacity> other) {
        var groups =
                capacities.stream()
                        .collect(
                                Collectors.groupingBy(
                                        other::applyAsInt, TreeMap::new, Collectors.toList()));
        return groups.values().stream()
                .max(
                        Comparator.comparing(
                                group -> group.stream().mapToInt(size).distinct().count()))
                .orElse(List.of());
    }

    /** Each of the partitions carried its share, and none can have carried more than all. */
    private Optional<Estimate> partition() {
        return capacities.stream()
                .max(Comparator.comparingDouble(c -> c.msgPerS() / c.partitions()))
                .map(c ->
                        new Estimate(
                                c.msgPerS() / c.partitions(),
                                new Interval(c.msgPerS() / c.partitions(), c.msgPerS())));
    }

    /**
     * What a store took at least; empty where that is too little and the consumers, not the store,
     * may have been the limit.
     */
    private Optional<Estimate> store(Demand demand, Scaling scaling) {
        var most = capacities.stream().mapToDouble(SizeCapacity::msgPerS).max();
        if (most.isEmpty()) return Optional.empty();
        var known = Estimate.exactly(most.getAsDouble());
        var enough =
                scaling.apply(known).interval().low() * demand.utilisation() >= demand.msgPerS();
        return enough || isSaturated() ? Optional.of(known) : Optional.empty();
    }

    /** Whether the last consumers that were added brought next to nothing. */
    private boolean isSaturated() {
        var bySize =
                consumers().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Observation::size,
                                        TreeMap::new,
                                        Collectors.averagingDouble(Observation::msgPerS)));
        if (bySize.size() < 2) return false;
        var last = bySize.lastEntry().getValue();
        return last < SATURATED * bySize.lowerEntry(bySize.lastKey()).getValue();
    }

    /**
     * The folder itself, or the searches and sweeps in it.
     *
     * @throws BadInput where there is none
     */
    public static List<Path> studies(Path folder) {
        if (hasRuns(folder)) return List.of(folder);
        var within =
                Files.isDirectory(folder)
                        ? list(folder).stream().filter(MeasuredRuns::hasRuns).toList()
                        : List.<Path>of();
        if (within.isEmpty())
            throw new BadInput(
                    folder.toString(), "", "no runs/", "a folder that capacity or sweep wrote");
        return within;
    }

    private static boolean hasRuns(Path folder) {
        return Files.isDirectory(folder.resolve(RUNS));
    }

    private static List<Path> journals(Path folder) {
        return list(folder.resolve(RUNS)).stream()
                .filter(f -> Files.isRegularFile(f.resolve("plan.yaml")))
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
