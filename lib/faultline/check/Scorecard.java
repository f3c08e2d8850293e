package faultline.check;

import static java.util.Comparator.comparing;

import faultline.chaos.Shipped;
import faultline.measure.Event;
import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a platform's resilience from the runs in some folders: what was tried, what
 * held, how long ago, and what to change next.
 *
 * @param items the newest run of each kind of trial, what failed first
 * @param score mean of the items' points; empty where none can be said
 * @param notTried faults that ship with the kit and are in no run
 */
public record Scorecard(List<Item> items, Optional<Integer> score, List<String> notTried) {

    /** A success that nobody has repeated for so long counts less. */
    public static final Duration STALE = Duration.ofDays(30);

    private static final int HELD = 100;
    private static final int HELD_LONG_AGO = 75;
    private static final int FOUND_OUT = 50;

    /**
     * One kind of trial: the same fault on as many pods at the same load.
     *
     * @param folder of the newest run
     * @param made when it began, ISO 8601
     * @param times it was tried in all
     * @param held of these
     * @param points empty where it cannot be said whether it held: that counts neither way
     */
    public record Item(
            String fault,
            List<String> targets,
            double rateMsgPerS,
            Outcome outcome,
            String reason,
            String folder,
            String made,
            long ageDays,
            boolean stale,
            int times,
            long held,
            Optional<Integer> points,
            Optional<Double> recoveryS,
            long lost,
            List<Advice> change) {}

    private record Trial(Path folder, Recording recording, Verdict verdict, Instant made) {

        String fault() {
            return recording.plan().get("point") instanceof Map<?, ?> point
                            && point.get("fault") != null
                    ? point.get("fault").toString()
                    : PlannedRun.of(recording.plan()).faults().getFirst().name();
        }

        String kind() {
            return fault() + " " + Impact.of(recording).targets().size() + " " + rate();
        }

        double rate() {
            return PlannedRun.of(recording.plan()).load().rateMsgPerS();
        }
    }

    /**
     * @param folders of runs, of sweeps or experiments, or of any number of these
     * @param now what ages are counted to
     * @throws BadInput where there is no checked run with a fault in them
     */
    public static Scorecard of(List<Path> folders, Instant now) {
        var kinds = new LinkedHashMap<String, List<Trial>>();
        folders.stream()
                .flatMap(folder -> journals(folder).stream())
                .distinct()
                .map(Scorecard::trial)
                .flatMap(Optional::stream)
                .forEach(t -> kinds.computeIfAbsent(t.kind(), k -> new ArrayList<>()).add(t));
        if (kinds.isEmpty())
            throw new BadInput(
                    String.join(" ", folders.stream().map(Path::toString).toList()),
                    "",
                    "no run with a fault",
                    "folders that chaos run or sweep wrote, or folders of these");
        var items =
                kinds.values().stream()
                        .map(trials -> item(trials, now))
                        .sorted(
                                comparing(Item::outcome)
                                        .reversed()
                                        .thenComparing(Item::fault)
                                        .thenComparing(Item::rateMsgPerS))
                        .toList();
        var points = items.stream().flatMap(i -> i.points().stream()).mapToInt(p -> p).average();
        return new Scorecard(
                items,
                points.isPresent() ? Optional.of((int) points.getAsDouble()) : Optional.empty(),
                Shipped.NAMES.stream()
                        .filter(name -> items.stream().noneMatch(i -> isOf(i.fault(), name)))
                        .toList());
    }

    /** As in a file: units in the names, three decimals at most. */
    public Map<String, Object> toMap() {
        return VerdictJson.toMap(this);
    }

    /** A ladder adds to the name how many of how many it hits. */
    private static boolean isOf(String fault, String shipped) {
        return fault.replaceFirst("-\\d+of\\d+$", "").equals(shipped);
    }

    private static Item item(List<Trial> trials, Instant now) {
        var newest = trials.stream().max(comparing(Trial::made)).orElseThrow();
        var verdict = newest.verdict;
        var age = Duration.between(newest.made, now);
        var stale = age.compareTo(STALE) > 0;
        return new Item(
                newest.fault(),
                Impact.of(newest.recording).targets(),
                newest.rate(),
                verdict.outcome(),
                verdict.reasons().isEmpty() ? "" : verdict.reasons().getFirst(),
                newest.folder.toString(),
                newest.made.toString(),
                Math.max(0, age.toDays()),
                stale,
                trials.size(),
                trials.stream().filter(t -> t.verdict.outcome() == Outcome.PASS).count(),
                switch (verdict.outcome()) {
                    case PASS -> Optional.of(stale ? HELD_LONG_AGO : HELD);
                    case FAIL, ABORTED -> Optional.of(FOUND_OUT);
                    case INCONCLUSIVE -> Optional.empty();
                },
                verdict.recoveries().stream()
                        .flatMap(r -> r.seconds().stream())
                        .max(Integer::compare)
                        .map(Integer::doubleValue),
                verdict.accounting().stream()
                        .flatMap(a -> a.replicas().stream())
                        .mapToLong(r -> r.lost().count())
                        .max()
                        .orElse(0),
                Advice.of(newest.recording, verdict));
    }

    /** A run without a fault, or one that nobody has judged, is no trial. */
    private static Optional<Trial> trial(Path folder) {
        var recording = Recording.read(folder);
        var verdict = Verdict.read(recording);
        var made = recording.events().stream().map(Event::wall).findFirst();
        if (verdict.isEmpty()
                || made.isEmpty()
                || PlannedRun.of(recording.plan()).faults().isEmpty()) return Optional.empty();
        return Optional.of(new Trial(folder, recording, verdict.get(), made.get()));
    }

    /** The runs below a folder; nothing is looked for inside a run. */
    private static List<Path> journals(Path folder) {
        if (!Files.isDirectory(folder))
            throw new BadInput(folder.toString(), "", "no such folder", "a folder of runs");
        if (Files.exists(folder.resolve(Journal.TIMELINE))) return List.of(folder);
        try (Stream<Path> files = Files.walk(folder, 4)) {
            return files.filter(f -> f.endsWith(Journal.TIMELINE))
                    .map(Path::getParent)
                    .filter(f -> Files.isRegularFile(f.resolve(Journal.PLAN)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
