package faultline.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.measure.Watch.Answer;
import faultline.measure.Watch.Breach;
import faultline.measure.Watch.Role;
import faultline.plan.BadInput;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;

class WatchTest {

    private static final List<String> SUBJECTS = List.of("feeder", "consumer-mariadb", "machine");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    e2e_p99_ms<500                                     | e2e_p99_ms < 500 for 3s
                    max e2e_p99_ms of consumer-mariadb <= 12.5 for 10s | max e2e_p99_ms of consumer-mariadb <= 12.5 for 10s
                    sum acked_msg_per_s of feeder >= 900 for 1m        | sum acked_msg_per_s of feeder >= 900 for 1m
                    up of feeder == 1                                  | up of feeder == 1 for 3s
                    """)
    void aConditionIsReadAndWrittenWithItsDefaults(String text, String written) {
        var condition = Condition.parse("plan.yaml", "abort[0]", text, SUBJECTS, 3);
        assertThat(condition).hasToString(written);
        assertThat(Condition.parse(written)).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    p99 < 500                     | the measure p99; allowed: up, restarts
                    e2e_p99_ms below 500          | found "e2e_p99_ms below 500"; allowed: [sum
                    e2e_p99_ms of mysql < 5       | of mysql; allowed: of feeder, consumer-mariadb
                    e2e_p99_ms < 500 for 1500ms   | for 1500ms; allowed: whole seconds
                    median e2e_p99_ms < 500       | allowed: [sum
                    """)
    void aConditionThatNobodyCanCheckIsRefusedWithItsPlace(String text, String told) {
        assertThatThrownBy(() -> Condition.parse("plan.yaml", "abort[0]", text, SUBJECTS, 3))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("plan.yaml: abort[0]: found ")
                .hasMessageContaining(told);
    }

    @Test
    void onlyABreachAsLongAsTheConditionSaysCounts() {
        var watch = watch("backlog_msg < 10 for 2s", Role.HYPOTHESIS);
        see(watch, 1, 20, 1, 20, 30, 25, 1);
        assertThat(watch.breaches()).containsExactly(new Breach(3, 6, 30));
        assertThat(watch.isBroken()).isFalse();
        assertThat(watch.answer()).isEqualTo(Answer.BROKEN);
        assertThat(watch.sentence())
                .isEqualTo("backlog_msg < 10 for 2s: not kept from 3 s to 6 s, the worst was 30.");
    }

    @Test
    void anAbortConditionIsBadWhereItIsTrue() {
        var watch = watch("backlog_msg > 10 for 1s", Role.ABORT);
        see(watch, 1, 10);
        assertThat(watch.isBroken()).isFalse();
        see(watch, 2, 11);
        assertThat(watch.isBroken()).isTrue();
    }

    @Test
    void whatWasNotSeenIsNeitherKeptNorBroken() {
        var watch = watch("backlog_msg < 10 for 2s", Role.HYPOTHESIS);
        for (int second = 0; second < 4; second++) watch.see(second, List.of());
        assertThat(watch.answer()).isEqualTo(Answer.UNSEEN);
        assertThat(watch.sentence()).endsWith(": no data.");
    }

    @Test
    void aHoleDoesNotEndABreach() {
        var watch = watch("backlog_msg < 10 for 2s", Role.HYPOTHESIS);
        watch.see(0, row("feeder-0", 20));
        watch.see(1, List.of());
        watch.see(2, row("feeder-0", 20));
        assertThat(watch.isBroken()).isTrue();
    }

    @Test
    void aPodThatIsDownHasARateOfZeroAndNoLatency() {
        var rate = watch("sum acked_msg_per_s of feeder >= 10 for 1s", Role.HYPOTHESIS);
        var latency = watch("service_p99_ms of feeder < 10 for 1s", Role.HYPOTHESIS);
        for (var watch : List.of(rate, latency)) {
            watch.see(
                    0,
                    sample(Measure.ACKED_MSG_PER_S, 100, Measure.SERVICE_P99_MS, 5, Measure.UP, 1));
            watch.see(1, sample(Measure.UP, 0));
        }
        assertThat(rate.isBroken()).isTrue();
        assertThat(latency.breaches()).isEmpty();
    }

    @Test
    void aSumWithoutOneOfItsPodsIsNoSum() {
        var watch = watch("sum backlog_msg of feeder >= 10 for 1s", Role.HYPOTHESIS);
        var both = new ArrayList<Sample>(row("feeder-0", 6));
        both.addAll(row("feeder-1", 6));
        watch.see(0, both);
        watch.see(1, row("feeder-0", 6));
        assertThat(watch.breaches()).isEmpty();
        watch.see(2, both);
        assertThat(watch.answer()).isEqualTo(Answer.KEPT);
    }

    @Test
    void everyPodCountsForItselfWhereNothingElseIsSaid() {
        var watch = watch("backlog_msg of feeder < 10 for 1s", Role.HYPOTHESIS);
        var rows = new ArrayList<Sample>(row("feeder-0", 1));
        rows.addAll(row("feeder-1", 11));
        watch.see(0, rows);
        assertThat(watch.isBroken()).isTrue();
        assertThat(watch.worst()).contains(11.0);
    }

    @Property(tries = 200)
    void aBreachIsFoundExactlyWhereSoManyBadSecondsFollowEachOther(
            @ForAll boolean[] bad, @ForAll @IntRange(min = 1, max = 5) int seconds) {
        var watch = watch("backlog_msg < 10 for %ds".formatted(seconds), Role.HYPOTHESIS);
        var longest = 0;
        var streak = 0;
        for (int second = 0; second < bad.length; second++) {
            watch.see(second, row("feeder-0", bad[second] ? 10 : 9));
            streak = bad[second] ? streak + 1 : 0;
            longest = Math.max(longest, streak);
        }
        assertThat(watch.breaches().isEmpty()).isEqualTo(longest < seconds);
        assertThat(watch.breaches())
                .allSatisfy(b -> assertThat(b.to() - b.from()).isBetween(seconds, bad.length));
    }

    private static Watch watch(String condition, Role role) {
        return new Watch(Condition.parse(condition), role);
    }

    private static void see(Watch watch, double... values) {
        for (int second = 0; second < values.length; second++)
            watch.see(second, row("feeder-0", values[second]));
    }

    private static Collection<Sample> row(String pod, double backlog) {
        var values = new EnumMap<Measure, Double>(Measure.class);
        values.put(Measure.BACKLOG_MSG, backlog);
        return List.of(new Sample(0, pod, "feeder", values));
    }

    private static Collection<Sample> sample(Object... values) {
        var map = new EnumMap<Measure, Double>(Measure.class);
        for (int i = 0; i < values.length; i += 2)
            map.put((Measure) values[i], ((Number) values[i + 1]).doubleValue());
        return List.of(new Sample(0, "feeder-0", "feeder", map));
    }
}
