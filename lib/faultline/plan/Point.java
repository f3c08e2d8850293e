package faultline.plan;

import java.math.BigDecimal;

/**
 * One run of a sweep: a place in the grid, and which repetition of it this is.
 *
 * @param repetition from 1
 * @param fault name of the fault, {@code none} for the control
 */
public record Point(int repetition, int replicas, double rateMsgPerS, String fault) {

    /** Names the run's folder: {@code r3-4000-mariadb-kill-1}. */
    public String id() {
        return "r%d-%s-%s-%d"
                .formatted(
                        replicas,
                        BigDecimal.valueOf(rateMsgPerS).stripTrailingZeros().toPlainString(),
                        fault,
                        repetition);
    }
}
