package faultline.plan;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One run of a sweep: a place in the grid, and which repetition of it this is.
 *
 * @param repetition from 1
 * @param fault name of the fault, {@code none} for the control
 * @param setting what is set in the fault's manifest; empty where it is taken as it stands
 * @param factors what else differs between the runs of the sweep
 */
public record Point(
        int repetition,
        int replicas,
        double rateMsgPerS,
        String fault,
        Optional<Setting> setting,
        Factors factors) {

    /** The fault of a run without a fault. */
    public static final String CONTROL = "none";

    /** A point of a sweep that varies nothing else. */
    public Point(
            int repetition,
            int replicas,
            double rateMsgPerS,
            String fault,
            Optional<Setting> setting) {
        this(repetition, replicas, rateMsgPerS, fault, setting, Factors.NONE);
    }

    /** A point whose fault is taken as it stands. */
    public Point(int repetition, int replicas, double rateMsgPerS, String fault) {
        this(repetition, replicas, rateMsgPerS, fault, Optional.empty());
    }

    /**
     * Names the run's folder: {@code r3-4000-mariadb-kill-1}, with what is set {@code
     * r3-4000-mariadb-delay-latency-20ms-1}, with two consumers where others have more {@code
     * r3-c2-4000-none-1}.
     */
    public String id() {
        return "r%d-%s%s-%s-%s%d"
                .formatted(
                        replicas,
                        factors.inName(),
                        BigDecimal.valueOf(rateMsgPerS).stripTrailingZeros().toPlainString(),
                        fault,
                        setting.map(s -> s.inName() + "-").orElse(""),
                        repetition);
    }

    /**
     * Names the fault to readers, and the factors: {@code mariadb-kill}, {@code mariadb-delay
     * 20ms}, {@code none (consumers 2)}.
     */
    public String faultLabel() {
        return fault
                + setting.map(s -> " " + s.value()).orElse("")
                + (factors.equals(Factors.NONE) ? "" : " (" + factors.label() + ")");
    }
}
