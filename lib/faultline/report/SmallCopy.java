package faultline.report;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import faultline.chart.RunResult;
import faultline.check.Verdict;
import faultline.measure.Journal;
import faultline.measure.LatencyLog;
import faultline.measure.LinkLog;
import faultline.measure.Packed;
import faultline.measure.Recording;
import faultline.model.CapacityStudy;
import faultline.model.Objective;
import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy that is small enough to be committed and gives the same report: without ledgers, what is
 * long compressed; of a capacity search, latencies of a group and five seconds together, links of
 * the one run whose traffic is shown, and of all others what each pod has sent.
 */
final class SmallCopy {

    private static final int SECONDS = 5;

    private static final List<String> WHOLE =
            List.of(
                    Journal.PLAN,
                    Journal.ENVIRONMENT,
                    Journal.TIMELINE,
                    Journal.EXPERIMENT,
                    Journal.VERDICT);

    private SmallCopy() {}

    /**
     * @throws BadInput where the folder is none of a run, or the copy is there already
     */
    static void write(Path folder, Path copy) {
        var study = Study.read(folder);
        if (Files.exists(copy))
            throw new BadInput(copy.toString(), "", "a folder", "one that is not there yet");
        try {
            whole(folder, copy);
            for (var journal : study.journals().values()) {
                var small = copy.resolve(folder.relativize(journal));
                whole(journal, small);
                Packed.copy(journal.resolve(Journal.SAMPLES), small);
                if (!CapacityStudy.isCapacity(study.plan())) {
                    Packed.copy(journal.resolve(Journal.LINKS), small);
                    Packed.copy(journal.resolve(Journal.LATENCY), small);
                }
            }
            if (CapacityStudy.isCapacity(study.plan())) ofSearch(study, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ofSearch(Study study, Path copy) throws IOException {
        var objective = CapacityStudy.read(study.folder()).objective();
        var shown = CapacityReport.busiest(study).map(RunResult::id);
        for (var run : study.journals().entrySet()) {
            var small = copy.resolve(study.folder().relativize(run.getValue()));
            var recording = Recording.read(run.getValue());
            thinLatencies(recording, objective, small);
            if (shown.filter(run.getKey()::equals).isPresent())
                Packed.copy(run.getValue().resolve(Journal.LINKS), small);
            else thinLinks(recording, small);
        }
    }

    private static void thinLatencies(Recording recording, Objective objective, Path small)
            throws IOException {
        if (recording.latencies().isEmpty()) return;
        var measured = recording.phase("measure").map(s -> (int) Math.round(s)).orElse(0);
        var thin = small.resolve(Journal.LATENCY);
        var from = objective.from(recording, measured);
        LatencyLog.thin(recording.folder().resolve(Journal.LATENCY), thin, from, SECONDS);
        pack(thin);
    }

    /** What evidence is read from. */
    private static void thinLinks(Recording recording, Path small) throws IOException {
        var load = Verdict.read(recording).flatMap(Verdict::load);
        if (load.isEmpty()) return;
        LinkLog.thin(recording.folder(), small, load.get().fromSecond(), load.get().toSecond());
        pack(small.resolve(Journal.LINKS));
    }

    private static void pack(Path file) throws IOException {
        Packed.copy(file, file.getParent());
        Files.deleteIfExists(file);
    }

    private static void whole(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var name : WHOLE)
            // A run alone is its own journal.
            if (Files.exists(from.resolve(name)))
                Files.copy(from.resolve(name), to.resolve(name), REPLACE_EXISTING);
    }
}
