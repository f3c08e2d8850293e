package faultline.model;

import faultline.check.Outcome;
import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Factors;
import faultline.plan.Point;
import faultline.plan.Section;
import faultline.plan.Sweep;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Capacities of several configurations, searched one after the other; what is next follows from the
 * journals alone, so that a search that was interrupted goes on.
 */
public final class CapacityStudy {

    private static final String PLAN = "plan.yaml";
    private static final String VERDICT = "verdict.json";

    /**
     * A run of the study and what the objective says of it.
     *
     * @param journal its folder
     */
    public record Judged(Point point, Path journal, Judgement judgement) {}

    /**
     * What is known of one configuration.
     *
     * @param runs that were made, from low to high rates
     */
    public record Found(Configuration configuration, Capacity capacity, List<Judged> runs) {

        /** A run that passed at the highest rate that is carried; empty where none is. */
        public Optional<Judged> carried() {
            return runs.stream()
                    .filter(r -> r.judgement().outcome() == Outcome.PASS)
                    .filter(r ->
                            capacity.msgPerS().isPresent()
                                    && capacity.msgPerS().getAsDouble() == r.point().rateMsgPerS())
                    .findFirst();
        }

        /** The lowest rate that failed, which shows what broke; empty where none did. */
        public Optional<Judged> broken() {
            return runs.stream()
                    .filter(r -> r.judgement().outcome() == Outcome.FAIL)
                    .findFirst()
                    .or(() ->
                            runs.stream()
                                    .filter(r -> r.judgement().outcome() != Outcome.PASS)
                                    .findFirst());
        }
    }

    private final Path folder;
    private final Sweep grid;
    private final Objective objective;
    private final Map<Path, Judgement> judged = new HashMap<>();

    /**
     * @param folder of the study, whether or not it is there yet
     * @param grid whose rates, rising, are searched, and whose repetitions are the most of a rate
     */
    public CapacityStudy(Path folder, Sweep grid, Objective objective) {
        this.folder = folder;
        this.grid = grid;
        this.objective = objective;
    }

    /** A study from its {@code plan.yaml}. */
    public static CapacityStudy read(Path folder) {
        var file = folder.resolve(PLAN);
        if (!Files.isRegularFile(file))
            throw new BadInput(
                    folder.toString(), "", "no " + PLAN, "a folder that capacity or sweep wrote");
        try {
            var plan = Section.of(file.toString(), Yaml.parse("" + file, Files.readString(file)));
            if (!isCapacity(plan.values()))
                throw new BadInput(file.toString(), "objective", "nothing", "a capacity search");
            return new CapacityStudy(folder, grid(plan), Objective.of(plan.child("objective")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a plan is that of a capacity search. */
    public static boolean isCapacity(Map<String, Object> plan) {
        return plan.containsKey("objective") && plan.containsKey("sweep");
    }

    private static Sweep grid(Section plan) {
        var sweep = plan.child("sweep");
        return new Sweep(
                sweep.numbers("replicas").stream().map(Number::intValue).toList(),
                sweep.numbers("rates_msg_per_s").stream().map(Number::doubleValue).toList(),
                sweep.texts("faults"),
                List.of(),
                sweep.has("factors")
                        ? sweep.children("factors").stream()
                                .map(f -> Factors.fromMap(f.values()))
                                .toList()
                        : List.of(Factors.NONE),
                sweep.number("repeat").intValue(),
                sweep.number("seed").longValue());
    }

    public Path folder() {
        return folder;
    }

    public Objective objective() {
        return objective;
    }

    /** The rates that are searched. */
    public List<Double> rates() {
        return grid.rates();
    }

    /** The point to run next; empty where every capacity is known as well as it will be. */
    public Optional<Point> next() {
        var guess = OptionalInt.empty();
        for (var configuration : configurations()) {
            var runs = runs(configuration);
            var level = search(guess).next(trials(runs));
            if (level.isPresent())
                return Optional.of(point(configuration, grid.rates().get(level.getAsInt()), runs));
            guess = carried(runs);
        }
        return Optional.empty();
    }

    /** About how many runs are still to be made: each search bisects, and confirms both ends. */
    public int left() {
        var each = Math.ceil(Math.log(grid.rates().size() + 1.0) / Math.log(2));
        each += 2.0 * (grid.repeat() - 1);
        var left = 0.0;
        var guess = OptionalInt.empty();
        for (var configuration : configurations()) {
            var runs = runs(configuration);
            if (search(guess).next(trials(runs)).isPresent())
                left += Math.max(1, each - runs.size());
            guess = carried(runs);
        }
        return (int) left;
    }

    /** What is known of every configuration that was run. */
    public List<Found> found() {
        var found = new ArrayList<Found>();
        var guess = OptionalInt.empty();
        for (var configuration : configurations()) {
            var runs = runs(configuration);
            if (!runs.isEmpty())
                found.add(new Found(configuration, search(guess).answer(trials(runs)), runs));
            guess = carried(runs);
        }
        return found;
    }

    /** Healthy before broken, so that the stack is the same and a good guess is there. */
    private List<Configuration> configurations() {
        var all = new ArrayList<Configuration>();
        for (var replicas : grid.replicas())
            for (var factors : grid.factors())
                for (var fault : grid.faults())
                    all.add(new Configuration(replicas, factors, fault));
        return all;
    }

    private CapacitySearch search(OptionalInt guess) {
        return new CapacitySearch(grid.rates(), grid.repeat(), guess);
    }

    private OptionalInt carried(List<Judged> runs) {
        var carried = search(OptionalInt.empty()).answer(trials(runs)).msgPerS();
        return carried.isEmpty()
                ? OptionalInt.of(0)
                : OptionalInt.of(grid.rates().indexOf(carried.getAsDouble()));
    }

    private List<Trial> trials(List<Judged> runs) {
        return runs.stream()
                .map(r ->
                        new Trial(
                                grid.rates().indexOf(r.point().rateMsgPerS()),
                                r.judgement().outcome()))
                .toList();
    }

    private Point point(Configuration configuration, double rate, List<Judged> runs) {
        var before = runs.stream().filter(r -> r.point().rateMsgPerS() == rate).count();
        return point(configuration, rate, (int) before + 1);
    }

    private static Point point(Configuration configuration, double rate, int repetition) {
        return new Point(
                repetition,
                configuration.replicas(),
                rate,
                configuration.fault(),
                Optional.empty(),
                configuration.factors());
    }

    private List<Judged> runs(Configuration configuration) {
        var runs = new ArrayList<Judged>();
        for (var rate : grid.rates())
            for (int repetition = 1; repetition <= grid.repeat(); repetition++) {
                var point = point(configuration, rate, repetition);
                var journal = folder.resolve("runs").resolve(point.id());
                if (Files.exists(journal.resolve(VERDICT)))
                    runs.add(new Judged(point, journal, judgement(journal)));
            }
        return runs;
    }

    /** What the objective says of a run that was checked. */
    public Judgement judgement(Path journal) {
        return judged.computeIfAbsent(
                journal, j -> objective.judge(Recording.read(j), grid.seed()));
    }
}
