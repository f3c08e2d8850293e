package faultline.plan;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One run of a sweep: a place in the grid, and which repetition of it this is.
 *
 * @param repetition from 1
 * @param fault name of the fault, {@code none} for the control
 * @param setting what is set in the fault's manifest; empty where it is taken as it stands
 */
public record Point(
        int repetition, int replicas, double rateMsgPerS, String fault, Optional<Setting> setting) {

    /** The fault of a run without a fault. */
    public static final String CONTROL = "none";

    /** A point whose fault is taken as it stands. */
    public Point(int repetition, int replicas, double rateMsgPerS, String fault) {
        this(repetition, replicas, rateMsgPerS, fault, Optional.empty());
    }

    /**
     * Names the run's folder: {@code r3-4000-mariadb-kill-1}, with what is set {@code
     * r3-4000-mariadb-delay-latency-20ms-1}.
     */
    public String id() {
        return "r%d-%s-%s-%s%d"
                .formatted(
                        replicas,
                        BigDecimal.valueOf(rateMsgPerS).stripTrailingZeros().toPlainString(),
                        fault,
                        setting.map(s -> s.inName() + "-").orElse(""),
                        repetition);
    }

    /** Names the fault to readers: {@code mariadb-kill}, {@code mariadb-delay 20ms}. */
    public String faultLabel() {
        return fault + setting.map(s -> " " + s.value()).orElse("");
    }
}
