package faultline.check;

import faultline.measure.Condition;
import faultline.measure.Recording;
import faultline.measure.Sample;
import faultline.measure.Watch;
import faultline.measure.Watch.Answer;
import faultline.measure.Watch.Role;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the conditions of a hypothesis held from the beginning of the gate to the end of the
 * load, by the same rule that the run was watched with.
 */
final class Hypothesis {

    private Hypothesis() {}

    /**
     * One finding for each condition.
     *
     * @param to the second in which the load ended
     */
    static List<Finding> of(Recording recording, List<Condition> conditions, int to) {
        if (conditions.isEmpty()) return List.of();
        var from = (int) Math.ceil(recording.phase("gate").orElse((double) to));
        var seconds = recording.samples().stream().collect(Collectors.groupingBy(Sample::second));
        return conditions.stream().map(c -> finding(watch(c, seconds, from, to))).toList();
    }

    private static Watch watch(
            Condition condition, Map<Integer, List<Sample>> seconds, int from, int to) {
        var watch = new Watch(condition, Role.HYPOTHESIS);
        for (int second = from; second < to; second++)
            watch.see(second, seconds.getOrDefault(second, List.of()));
        return watch;
    }

    private static Finding finding(Watch watch) {
        var condition = watch.condition().toString();
        var sentence = watch.sentence();
        if (watch.answer() == Answer.KEPT) return Finding.pass(condition, "%s", sentence);
        return watch.answer() == Answer.BROKEN
                ? Finding.fail(condition, "%s", sentence)
                : Finding.inconclusive(condition, "%s", sentence);
    }
}
