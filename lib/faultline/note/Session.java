package faultline.note;

import faultline.measure.Journal;
import faultline.plan.BadInput;
import faultline.run.Experiment;
import faultline.run.Folders;
import faultline.run.Progress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the runs of a notebook go, or the recording that stands in for them, and what it shows. */
final class Session implements AutoCloseable {

    /** JShell evaluates every snippet in a thread of its own, which inherits this. */
    private static final InheritableThreadLocal<Session> CURRENT = new InheritableThreadLocal<>();

    private final Optional<Path> folder;
    private final boolean isRecorded;
    private final Progress progress;
    private final Optional<Outputs> outputs;
    private int sweeps;
    private int experiments;

    private Session(
            Optional<Path> folder,
            boolean isRecorded,
            Progress progress,
            Optional<Outputs> outputs) {
        this.folder = folder;
        this.isRecorded = isRecorded;
        this.progress = progress;
        this.outputs = outputs;
    }

    /** Of the thread that asks; one that runs on this machine and prints where there is none. */
    static Session current() {
        var current = CURRENT.get();
        return current != null
                ? current
                : new Session(
                        Optional.empty(), false, Progress.toTerminalOrPipe(), Optional.empty());
    }

    /**
     * Begins one for a notebook, in this thread and those that it starts.
     *
     * @param folder where its sweeps are: {@code sweep-1}, {@code sweep-2}
     * @param isRecorded whether they are there already and are not to be made
     */
    static Session begin(Path folder, boolean isRecorded, Progress progress, Outputs outputs) {
        var session = new Session(Optional.of(folder), isRecorded, progress, Optional.of(outputs));
        CURRENT.set(session);
        return session;
    }

    /** Makes a sweep, or reads the recording of one that asked for the same. */
    Measured run(Asked asked) {
        var place = next("sweep", ++sweeps);
        if (!isRecorded) Making.sweep(asked, place, progress);
        var measured = Measured.of(Folders.asTyped(place));
        if (isRecorded) asked.requireIn(place.resolve(Journal.PLAN).toString(), measured.plan());
        return measured;
    }

    /** Makes an experiment, or reads the recording of one with the same plan. */
    Measured run(Experiment plan, String command) {
        var place = next("experiment", ++experiments);
        if (!isRecorded) Making.experiment(plan, command, place, progress);
        var measured = Measured.of(Folders.asTyped(place));
        if (isRecorded) plan.requireIn(place.resolve(Journal.PLAN).toString(), measured.plan());
        return measured;
    }

    /** Where it goes, or where its recording is. */
    private Path next(String what, int number) {
        if (!isRecorded)
            return folder.map(f -> f.resolve(what + "-" + number))
                    .orElseGet(() -> Folders.newReport(what));
        var recording = folder.orElseThrow();
        var isOnlyOne = Files.isRegularFile(recording.resolve(Journal.PLAN));
        var place = isOnlyOne ? recording : recording.resolve(what + "-" + number);
        if (isOnlyOne && sweeps + experiments > 1
                || !Files.isRegularFile(place.resolve(Journal.PLAN)))
            throw new BadInput(
                    recording.toString(),
                    "",
                    "no recording of %s %d".formatted(what, number),
                    "what a run of the notebook wrote; without --journal it is run");
        return place;
    }

    void show(Object value) {
        if (outputs.isPresent()) outputs.get().show(value);
        else IO.println(value);
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
