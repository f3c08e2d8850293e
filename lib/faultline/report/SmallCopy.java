package faultline.report;

import faultline.chart.RunResult;
import faultline.check.Verdict;
import faultline.measure.Journal;
import faultline.measure.LatencyLog;
import faultline.measure.LinkLog;
import faultline.measure.Recording;
import faultline.model.CapacityStudy;
import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A copy of a capacity search that is small enough to be committed and gives the same report:
 * latencies of a group and five seconds together, links of the one run whose traffic is shown, of
 * all others what each pod has sent.
 */
final class SmallCopy {

    private static final int SECONDS = 5;

    private static final List<String> WHOLE =
            List.of(
                    Journal.PLAN,
                    Journal.ENVIRONMENT,
                    Journal.TIMELINE,
                    Journal.SAMPLES,
                    Journal.VERDICT);

    private SmallCopy() {}

    /**
     * @throws BadInput where the folder is no capacity search, or the copy is there already
     */
    static void write(Path folder, Path copy) {
        var study = Study.read(folder);
        if (!CapacityStudy.isCapacity(study.plan()))
            throw new BadInput(folder.toString(), "", "a sweep or a run", "a capacity search");
        if (Files.exists(copy))
            throw new BadInput(copy.toString(), "", "a folder", "one that is not there yet");
        var objective = CapacityStudy.read(folder).objective();
        var shown = CapacityReport.busiest(study).map(RunResult::id);
        try {
            whole(folder, copy);
            for (var run : study.journals().entrySet()) {
                var journal = run.getValue();
                var small = copy.resolve(folder.relativize(journal));
                whole(journal, small);
                var recording = Recording.read(journal);
                if (Optional.of(run.getKey()).equals(shown)) copy(journal, small, Journal.LINKS);
                else thinLinks(recording, small);
                if (recording.latencies().isEmpty()) continue;
                var measured = recording.phase("measure").map(s -> (int) Math.round(s)).orElse(0);
                LatencyLog.thin(
                        journal.resolve(Journal.LATENCY),
                        small.resolve(Journal.LATENCY),
                        objective.from(recording, measured),
                        SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What evidence is read from. */
    private static void thinLinks(Recording recording, Path small) throws IOException {
        var load = recording.verdict().map(Verdict::fromMap).flatMap(Verdict::load);
        if (load.isPresent())
            LinkLog.thin(recording.folder(), small, load.get().fromSecond(), load.get().toSecond());
    }

    private static void whole(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var name : WHOLE) copy(from, to, name);
    }

    private static void copy(Path from, Path to, String name) throws IOException {
        if (Files.exists(from.resolve(name))) Files.copy(from.resolve(name), to.resolve(name));
    }
}
