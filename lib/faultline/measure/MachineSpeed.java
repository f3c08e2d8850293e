package faultline.measure;

import faultline.plan.Section;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast a machine is, by {@linkplain MachineProbe probes} that are the same everywhere, so that
 * what was measured on one says something about another.
 *
 * @param core million steps/s of one thread
 * @param allCores the same of as many threads as there are cores, together
 * @param syncs writes/s of 16 KiB, each of them synced
 * @param disk MB/s that are written in one go and then synced
 */
public record MachineSpeed(int cores, Tries core, Tries allCores, Tries syncs, Tries disk) {

    /** Where a study's {@code environment.json} has it. */
    public static final String KEY = "probes";

    /** By this its file is known. */
    public static final String MARK = "cores_msteps_per_s";

    /** All that its file has. */
    public static final List<String> KEYS =
            List.of("cores", "core_msteps_per_s", MARK, "disk_syncs_per_s", "disk_mb_per_s");

    /** The median of some tries, the lowest and the highest. */
    public record Tries(double value, double low, double high) {

        static Tries of(double... tries) {
            var sorted = tries.clone();
            Arrays.sort(sorted);
            return new Tries(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }

        private Map<String, Double> toMap() {
            var map = new LinkedHashMap<String, Double>();
            map.put("value", rounded(value));
            map.put("low", rounded(low));
            map.put("high", rounded(high));
            return map;
        }

        private static double rounded(double value) {
            return Math.round(value * 10) / 10.0;
        }

        /**
         * @throws faultline.plan.BadInput where low, value and high are not above 0 and rising
         */
        public static Tries read(Section section, String key) {
            var range = section.child(key).only(List.of("value", "low", "high"));
            var tries =
                    new Tries(
                            range.number("value").doubleValue(),
                            range.number("low").doubleValue(),
                            range.number("high").doubleValue());
            if (!(tries.low > 0
                    && tries.low <= tries.value
                    && tries.value <= tries.high
                    && Double.isFinite(tries.high)))
                throw range.wrong("value", "a number above 0, between low and high");
            return tries;
        }
    }

    /** For people. */
    public String sentence() {
        return "%s, %,.0f million steps/s together, %,.0f synced writes/s, %,.0f MB/s written"
                .formatted(
                        cores == 1 ? "1 core" : cores + " cores",
                        allCores.value,
                        syncs.value,
                        disk.value);
    }

    /** As files have it. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("cores", cores);
        map.put("core_msteps_per_s", core.toMap());
        map.put(MARK, allCores.toMap());
        map.put("disk_syncs_per_s", syncs.toMap());
        map.put("disk_mb_per_s", disk.toMap());
        return map;
    }

    /**
     * @throws faultline.plan.BadInput with the place of what is wrong
     */
    public static MachineSpeed read(Section section) {
        return new MachineSpeed(
                section.whole("cores", 1, 1 << 20, 1),
                Tries.read(section, "core_msteps_per_s"),
                Tries.read(section, MARK),
                Tries.read(section, "disk_syncs_per_s"),
                Tries.read(section, "disk_mb_per_s"));
    }
}
