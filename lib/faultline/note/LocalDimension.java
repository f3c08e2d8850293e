package faultline.note;

import faultline.measure.Numbers;
import faultline.plan.BadInput;
import faultline.run.DemandOptions;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A load that is planned, put to recorded runs; nothing is read before {@link #answer}. */
public final class LocalDimension {

    private final List<String> folders;
    private final List<String> options;

    private LocalDimension(List<String> folders, List<String> options) {
        this.folders = folders;
        this.options = options;
    }

    static LocalDimension of(String... folders) {
        return new LocalDimension(List.of(folders), List.of());
    }

    /** Messages a second that are to be carried. */
    public LocalDimension rate(double msgPerS) {
        return with("--rate", Numbers.plain(msgPerS));
    }

    /** End-to-end 99th percentile that is allowed, {@code 500ms}. */
    public LocalDimension p99(String duration) {
        return with("--p99", duration);
    }

    /** How many of each component may be lost at a time. */
    public LocalDimension survive(int lost) {
        return with("--survive", Integer.toString(lost));
    }

    /** Consumer groups: one for the database, one for each series store. */
    public LocalDimension groups(int count) {
        return with("--groups", Integer.toString(count));
    }

    /** How long the brokers keep messages, {@code 24h}. */
    public LocalDimension retention(String duration) {
        return with("--retention", duration);
    }

    /** By how much the load grows, {@code 5%/month}: for how long it lasts. */
    public LocalDimension growth(String share) {
        return with("--growth", share);
    }

    /** Sites that everything is spread over: what one of them down leaves. */
    public LocalDimension sites(int count) {
        return with("--sites", Integer.toString(count));
    }

    /** The machines that are planned, by probes: a file with {@code cpu_factor} and the like. */
    public LocalDimension hardware(String file) {
        return with("--hardware", file);
    }

    /**
     * Reads the runs and works it out.
     *
     * @throws BadInput with what was found and what is allowed
     */
    public Dimensioned answer() {
        var demand = new DemandOptions();
        try {
            new CommandLine(demand).parseArgs(options.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new BadInput(e.getMessage());
        }
        return Dimensioned.of(folders.stream().map(Path::of).toList(), demand);
    }

    /** The command that says the same without Java. */
    public String command() {
        return "./jbang dimension "
                + String.join(" ", Stream.concat(folders.stream(), options.stream()).toList());
    }

    @Override
    public String toString() {
        return command() + "; .answer()";
    }

    /** What was said of it before is forgotten. */
    private LocalDimension with(String option, String value) {
        var all = new ArrayList<>(options);
        int before = all.indexOf(option);
        if (before < 0) all.addAll(Arrays.asList(option, value));
        else all.set(before + 1, value);
        return new LocalDimension(folders, List.copyOf(all));
    }
}
