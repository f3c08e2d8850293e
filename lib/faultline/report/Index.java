package faultline.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.chart.RunResult;
import faultline.check.ExperimentVerdict;
import faultline.measure.Journal;
import faultline.model.CapacityStudy;
import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is in a folder of reports, and the page that lists, filters and compares its runs. */
public final class Index {

    /** The page, in the folder that it is about. */
    public static final String FILE = "index.html";

    /** Where scripts and notebooks write. */
    private static final String REPORTS = "reports";

    private static final List<String> PAGES =
            List.of("notebook.html", "report.html", "notebook.md", "report.md");

    private Index() {}

    /**
     * A sweep, an experiment, a search or a single run.
     *
     * @param name its folder, from the folder of all
     * @param page the file to open, from the folder of all; empty where none was written
     * @param made when it began, as in {@code environment.json}; empty where that is not known
     * @param planned how many runs were to be made
     */
    record Entry(
            String name,
            String kind,
            String title,
            Optional<String> page,
            String made,
            String machine,
            List<RunResult> runs,
            int planned) {}

    /** A folder that looks like a study and cannot be read. */
    record Broken(String name, String reason) {}

    /** Whether a folder holds studies and is none itself. */
    static boolean isOf(Path folder) {
        return Files.isDirectory(folder)
                && !Files.exists(folder.resolve(Journal.PLAN))
                && !studies(folder).isEmpty();
    }

    /**
     * Writes {@code index.html}: one file that asks nothing of the network.
     *
     * @return which file to open
     */
    static String write(Path folder) {
        var entries = new ArrayList<Entry>();
        var broken = new ArrayList<Broken>();
        for (var study : studies(folder))
            try {
                entries.add(entry(folder, study));
            } catch (BadInput | UncheckedIOException e) {
                broken.add(new Broken(name(folder, study), e.getMessage()));
            }
        entries.sort(Comparator.comparing(Entry::made).reversed().thenComparing(Entry::name));
        var file = folder.resolve(FILE);
        Journal.replace(file, new IndexPage(entries, broken).html().getBytes(UTF_8));
        return "Open " + file;
    }

    /**
     * Writes the page anew where {@code folder} is one of those in {@code reports/}; elsewhere
     * nobody has asked for one.
     */
    public static void refresh(Path folder) {
        var parent = folder.toAbsolutePath().normalize().getParent();
        for (int level = 0; level < 2 && parent != null; level++, parent = parent.getParent())
            if (parent.endsWith(REPORTS)) write(parent);
    }

    /** Sweeps are in the folder itself, those of a notebook in a folder of the notebook. */
    private static List<Path> studies(Path folder) {
        return folders(folder)
                .flatMap(child ->
                        isStudy(child) ? Stream.of(child) : folders(child).filter(Index::isStudy))
                .toList();
    }

    private static boolean isStudy(Path folder) {
        return Files.isRegularFile(folder.resolve(Journal.PLAN));
    }

    private static Stream<Path> folders(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(Path root, Path folder) {
        var study = Study.read(folder);
        var page = page(root, folder);
        return new Entry(
                name(root, folder),
                kind(study),
                title(root, page).orElseGet(study::title),
                page,
                text(study.environment(), "started"),
                machine(study),
                study.runs(),
                study.runs().size() + study.missing().size());
    }

    private static String kind(Study study) {
        if (CapacityStudy.isCapacity(study.plan())) return "capacity";
        if (ExperimentVerdict.isExperiment(study.plan())) return "experiment";
        return study.isSweep() ? "sweep" : "run";
    }

    private static Optional<String> page(Path root, Path folder) {
        return Stream.of(folder, folder.getParent())
                .filter(place -> !place.equals(root))
                .flatMap(place -> PAGES.stream().map(place::resolve))
                .filter(Files::isRegularFile)
                .map(file -> name(root, file))
                .findFirst();
    }

    /** A notebook says best what its runs are about. */
    private static Optional<String> title(Path root, Optional<String> page) {
        var notebook =
                page.filter(name -> name.contains("notebook."))
                        .map(name -> root.resolve(name).resolveSibling("notebook.md"));
        if (notebook.isEmpty() || !Files.isRegularFile(notebook.get())) return Optional.empty();
        try (var lines = Files.lines(notebook.get())) {
            return lines.findFirst().map(line -> line.replaceFirst("^#+ ", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String machine(Study study) {
        var network = text(study.environment(), "network").replaceFirst(",.*", "");
        return study.cores() == 0
                ? network
                : Text.count(study.cores(), "core") + (network.isEmpty() ? "" : ", " + network);
    }

    private static String text(Map<String, Object> map, String key) {
        return String.valueOf(map.getOrDefault(key, ""));
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString();
    }
}
