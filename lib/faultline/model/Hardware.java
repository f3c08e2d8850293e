package faultline.model;

import faultline.measure.Journal;
import faultline.measure.MachineSpeed;
import faultline.measure.MachineSpeed.Tries;
import faultline.plan.BadInput;
import faultline.plan.Section;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The machines that are planned, against those that were measured, by probes of both.
 *
 * @param diskBytesPerS that a broker's disk takes there, synced; empty where it was not probed
 * @param linkBytesPerS that a broker's link carries there, one way
 */
public record Hardware(
        Scaling scaling, Optional<Estimate> diskBytesPerS, Optional<Estimate> linkBytesPerS) {

    /** The machine that was measured. */
    public static final Hardware SAME =
            new Hardware(Scaling.NONE, Optional.empty(), Optional.empty());

    private static final double MEGA = 1e6;
    private static final String LINK = "link_mb_per_s";

    private static final List<String> KEYS =
            List.of("cpu_factor", "disk_factor", "disk_mb_per_s", LINK);

    /**
     * Reads {@code cpu_factor}, {@code disk_factor}, {@code disk_mb_per_s} and {@code
     * link_mb_per_s}, each as {@code {value: 4, low: 3, high: 5}}; or what {@code ./jbang doctor
     * --probe} has found on such a machine, to which the factors are those of its probes to those
     * that were taken before the measuring.
     *
     * @param measured folders of studies
     * @throws BadInput with the place of what is wrong, or where the study has no probes
     */
    public static Hardware read(Path file, List<Path> measured) {
        if (!Files.isRegularFile(file))
            throw new BadInput(
                    file.toString(), "", "no such file", "a file with " + String.join(", ", KEYS));
        var section = Section.of(file.toString(), Yaml.parse(file.toString(), text(file)));
        if (section.has(MachineSpeed.MARK)) {
            var known = new ArrayList<>(MachineSpeed.KEYS);
            known.add(LINK);
            var there = MachineSpeed.read(section.only(known));
            return new Hardware(
                    scaling(there, measured.stream().map(Hardware::probed).toList()),
                    Optional.of(estimate(there.disk()).times(MEGA)),
                    estimate(section, LINK).map(e -> e.times(MEGA)));
        }
        section.only(KEYS);
        return new Hardware(
                new Scaling(
                        estimate(section, "cpu_factor").orElse(Estimate.exactly(1)),
                        estimate(section, "disk_factor").orElse(Estimate.exactly(1))),
                estimate(section, "disk_mb_per_s").map(e -> e.times(MEGA)),
                estimate(section, LINK).map(e -> e.times(MEGA)));
    }

    /** Whether what was measured in these folders can be scaled, and from which machine. */
    public static List<String> notes(List<Path> measured) {
        return measured.stream()
                .map(folder ->
                        speed(folder)
                                .map(speed ->
                                        "The machine that was measured, by probes before the"
                                                + " first run: "
                                                + speed.sentence()
                                                + ".")
                                .orElse(
                                        "The machine that was measured was not probed: what was"
                                                + " found on it cannot be scaled to another by"
                                                + " probes."))
                .distinct()
                .toList();
    }

    private static MachineSpeed probed(Path folder) {
        return speed(folder)
                .orElseThrow(() ->
                        new BadInput(
                                folder.resolve(Journal.ENVIRONMENT).toString(),
                                MachineSpeed.KEY,
                                "nothing: the machine that was measured was not probed",
                                "what ./jbang capacity writes; or --hardware with cpu_factor and"
                                        + " disk_factor"));
    }

    private static Optional<MachineSpeed> speed(Path folder) {
        var file = folder.resolve(Journal.ENVIRONMENT);
        if (!Files.isRegularFile(file)) return Optional.empty();
        var environment = Section.of(file.toString(), Yaml.parse(file.toString(), text(file)));
        return environment.has(MachineSpeed.KEY)
                ? Optional.of(MachineSpeed.read(environment.child(MachineSpeed.KEY)))
                : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scaling scaling(MachineSpeed there, List<MachineSpeed> here) {
        return new Scaling(
                ratio(there.allCores(), here.stream().map(MachineSpeed::allCores).toList()),
                ratio(there.syncs(), here.stream().map(MachineSpeed::syncs).toList()));
    }

    /** From the lowest there against the highest here to the other way round. */
    private static Estimate ratio(Tries there, List<Tries> here) {
        var lowest = here.stream().mapToDouble(Tries::low).min().orElseThrow();
        var highest = here.stream().mapToDouble(Tries::high).max().orElseThrow();
        return new Estimate(
                there.value() / here.getFirst().value(),
                new Interval(there.low() / highest, there.high() / lowest));
    }

    private static Estimate estimate(Tries tries) {
        return new Estimate(tries.value(), new Interval(tries.low(), tries.high()));
    }

    private static Optional<Estimate> estimate(Section section, String key) {
        return section.has(key)
                ? Optional.of(estimate(Tries.read(section, key)))
                : Optional.empty();
    }
}
