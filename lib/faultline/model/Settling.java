package faultline.model;

import faultline.check.LoadSummary;
import faultline.check.Verdict;
import faultline.measure.Measure;
import faultline.measure.Recording;
import faultline.stack.Component;
import faultline.stack.Stack;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a run had warmed up when it was measured, and was steady from then on, by its dump rate
 * into the database. Reference load-and-capacity §3.4 and §3.5.
 *
 * @param warmUp by MSER-5, from the start of the load; empty where the run is too short for it
 * @param trend of the measured part, in rows/s each second; empty likewise
 * @param leftOutSeconds that the measuring left out
 */
public record Settling(Optional<WarmUp> warmUp, Optional<Trend> trend, int leftOutSeconds) {

    /** Empty where the run was not checked or did not get so far; the seed draws the interval. */
    public static Optional<Settling> of(Recording recording, long seed) {
        return Verdict.read(recording)
                .flatMap(Verdict::load)
                .map(load -> {
                    var rows = dumped(recording, load);
                    return new Settling(
                            known(() -> WarmUp.of(rows)),
                            known(() ->
                                    Trend.of(
                                            Arrays.copyOfRange(
                                                    rows, load.fromSecond(), load.toSecond()),
                                            seed)),
                            load.fromSecond());
                });
    }

    /** Whether the run warmed up within what was left out, and then settled. */
    public boolean warmedUpInTime() {
        return warmUp.filter(w -> w.steady() && w.seconds() <= leftOutSeconds).isPresent();
    }

    /** Whether the dump rate may have had no trend; false where that is not known. */
    public boolean isSteady() {
        return trend.filter(Trend::mayBeNone).isPresent();
    }

    /** Rows/s of each second since the load began; NaN where no consumer said anything. */
    private static double[] dumped(Recording recording, LoadSummary load) {
        var rows = new double[load.toSecond()];
        Arrays.fill(rows, Double.NaN);
        var group = Stack.group(Component.MARIADB.label()) + "-";
        for (var sample :
                recording.samples(Measure.DUMPED_ROWS_PER_S, s -> s.pod().startsWith(group))) {
            int second = sample.second();
            if (second < 0 || second >= rows.length) continue;
            var more = sample.values().get(Measure.DUMPED_ROWS_PER_S);
            rows[second] = Double.isNaN(rows[second]) ? more : rows[second] + more;
        }
        return rows;
    }

    private static <T> Optional<T> known(Supplier<T> answer) {
        try {
            return Optional.of(answer.get());
        } catch (Unanswerable tooShort) {
            return Optional.empty();
        }
    }
}
