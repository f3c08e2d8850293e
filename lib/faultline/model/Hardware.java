package faultline.model;

import faultline.plan.Section;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final List<String> KEYS =
            List.of("cpu_factor", "disk_factor", "disk_mb_per_s", "link_mb_per_s");

    /**
     * Reads {@code cpu_factor}, {@code disk_factor}, {@code disk_mb_per_s} and {@code
     * link_mb_per_s}, each as {@code {value: 4, low: 3, high: 5}}.
     *
     * @throws faultline.plan.BadInput with the place of what is wrong
     */
    public static Hardware read(Path file) {
        if (!Files.isRegularFile(file))
            throw new faultline.plan.BadInput(
                    file.toString(), "", "no such file", "a file with " + String.join(", ", KEYS));
        try {
            var section =
                    Section.of(file.toString(), Yaml.parse(file.toString(), Files.readString(file)))
                            .only(KEYS);
            return new Hardware(
                    new Scaling(
                            estimate(section, "cpu_factor").orElse(Estimate.exactly(1)),
                            estimate(section, "disk_factor").orElse(Estimate.exactly(1))),
                    estimate(section, "disk_mb_per_s").map(e -> e.times(MEGA)),
                    estimate(section, "link_mb_per_s").map(e -> e.times(MEGA)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Estimate> estimate(Section section, String key) {
        if (!section.has(key)) return Optional.empty();
        var range = section.child(key).only(List.of("value", "low", "high"));
        var value = range.number("value").doubleValue();
        var low = range.number("low").doubleValue();
        var high = range.number("high").doubleValue();
        if (!(low > 0 && low <= value && value <= high))
            throw range.wrong("value", "a number above 0, between low and high");
        return Optional.of(new Estimate(value, new Interval(low, high)));
    }
}
