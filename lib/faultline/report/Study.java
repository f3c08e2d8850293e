package faultline.report;

import faultline.chart.RunResult;
import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.model.CapacityStudy;
import faultline.plan.BadInput;
import faultline.plan.Setting;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that a report is about: a sweep with its runs, or one run alone.
 *
 * @param name of the folder
 * @param plan {@code plan.yaml}
 * @param environment {@code environment.json}, the first run's where the sweep has none
 * @param journals folder of each run that was made, by the run's name
 * @param runs the control first, then fault by fault, from low to high rates
 * @param missing runs that were planned and not made
 * @param stopped why an experiment did not enter these; empty where nobody decided that
 */
record Study(
        Path folder,
        String name,
        Map<String, Object> plan,
        Map<String, Object> environment,
        Map<String, Path> journals,
        List<RunResult> runs,
        List<String> missing,
        Optional<String> stopped) {

    private static final String RUNS = "runs";

    private static final Comparator<Setting> SETTINGS =
            Comparator.nullsFirst(Comparator.naturalOrder());

    /**
     * Of each run plan and verdict: samples are what takes time to read.
     *
     * @throws BadInput where the folder is neither
     */
    static Study read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(Journal.PLAN)))
            throw new BadInput(
                    folder.toString(),
                    "",
                    Files.isDirectory(folder) ? "no " + Journal.PLAN : "no such folder",
                    "the folder of a sweep or of a run, under reports/");
        try {
            var file = folder.resolve(Journal.PLAN);
            var plan = Yaml.parse(file.toString(), Files.readString(file));
            var journals = new LinkedHashMap<String, Path>();
            var runs = new ArrayList<RunResult>();
            for (var journal : plan.containsKey("run") ? List.of(folder) : journals(folder)) {
                var run = RunResult.of(withoutSamples(journal));
                journals.put(run.id(), journal);
                runs.add(run);
            }
            runs.sort(
                    Comparator.comparing((RunResult r) -> r.point().replicas())
                            .thenComparing(r -> r.point().factors())
                            .thenComparing(r -> !r.isControl())
                            .thenComparing(r -> r.point().fault())
                            .thenComparing(r -> r.point().setting().orElse(null), SETTINGS)
                            .thenComparing(r -> r.point().rateMsgPerS())
                            .thenComparing(r -> r.point().repetition())
                            .thenComparing(RunResult::id));
            return new Study(
                    folder,
                    folder.toAbsolutePath().normalize().getFileName().toString(),
                    plan,
                    environment(folder, journals.values().stream().toList()),
                    journals,
                    List.copyOf(runs),
                    planned(plan).filter(id -> !journals.containsKey(id)).toList(),
                    stopped(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording withoutSamples(Path journal) throws IOException {
        var file = journal.resolve(Journal.PLAN);
        var plan = Yaml.parse(file.toString(), Files.readString(file));
        return new Recording(journal, plan, Map.of(), List.of(), List.of(), List.of());
    }

    boolean isSweep() {
        return !plan.containsKey("run");
    }

    String title() {
        return plan.get("title") instanceof String title && !title.isBlank()
                ? title
                : (isSweep() ? "Sweep " : "Run ") + name;
    }

    /** Processor cores of the machine, 0 where that is not known. */
    int cores() {
        return environment.get("cores") instanceof Number cores ? cores.intValue() : 0;
    }

    List<String> warnings() {
        return environment.get("warnings") instanceof List<?> warnings
                ? warnings.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * Names of all runs of the plan, in the order in which they were to be made; none of a search,
     * which makes as few of them as it can.
     */
    private static Stream<String> planned(Map<String, Object> plan) {
        return !CapacityStudy.isCapacity(plan) && plan.get("runs") instanceof List<?> runs
                ? runs.stream().map(String::valueOf)
                : Stream.empty();
    }

    private static Optional<String> stopped(Path folder) throws IOException {
        return Recording.events(folder.resolve(Journal.EXPERIMENT)).stream()
                .filter(event -> event.kind().equals("stop"))
                .map(event -> event.text("reason"))
                .findFirst();
    }

    /** A folder without a plan is a run that had not begun: it counts as not made. */
    private static List<Path> journals(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve(RUNS))) return List.of();
        try (var folders = Files.list(folder.resolve(RUNS))) {
            return folders.filter(f -> Files.isRegularFile(f.resolve(Journal.PLAN)))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Object> environment(Path folder, List<Path> journals)
            throws IOException {
        for (var place : Stream.concat(Stream.of(folder), journals.stream()).toList()) {
            var file = place.resolve(Journal.ENVIRONMENT);
            if (Files.isRegularFile(file)) return Recording.json(file);
        }
        return Map.of();
    }
}
