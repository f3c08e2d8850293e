package faultline.check;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.check.Recovery.State;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.TreeMap;

/** 100 messages/s are offered from second 5 to second 35; the fault comes at second 15. */
class RecoveryTest {

    private final TreeMap<Integer, Double> dumped = new TreeMap<>();
    private final TreeMap<Integer, Double> backlog = new TreeMap<>();
    private final TreeMap<Integer, Double> worst = new TreeMap<>();

    RecoveryTest() {
        for (int second = 0; second < 35; second++) {
            dumped.put(second, 100.0);
            backlog.put(second, 20.0);
            worst.put(second, 40.0);
        }
    }

    @Test
    void aRunThatDoesNotNoticeTheFaultHasNoBadSecond() {
        var recovery = recovery();

        assertThat(recovery.state()).isEqualTo(State.NONE_SEEN);
        assertThat(recovery.seconds()).isEmpty();
        assertThat(recovery.worstE2eMs()).contains(40.0);
    }

    @Test
    void aCleanDipIsMeasuredFromItsFirstBadSecondToTheFirstGoodOne() {
        for (int second = 16; second < 20; second++) stall(second, (second - 15) * 100);
        dumped.put(20, 500.0);
        backlog.put(20, 20.0);
        worst.put(20, 4100.0);

        var recovery = recovery();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recovery.onsetSecond()).contains(16);
        assertThat(recovery.recoveredSecond()).contains(20);
        assertThat(recovery.seconds()).contains(4);
        assertThat(recovery.stalledSeconds()).isEqualTo(4);
        assertThat(recovery.largestBacklogMsg()).contains(400.0);
        assertThat(recovery.worstE2eMs()).contains(4100.0);
    }

    @Property(tries = 200)
    void aPlantedDipIsRecoveredExactly(
            @ForAll @IntRange(min = 14, max = 25) int onset,
            @ForAll @IntRange(min = 1, max = 6) int length) {
        var run = new RecoveryTest();
        for (int second = onset; second < onset + length; second++) run.dumped.put(second, 79.0);

        assertThat(run.recovery().seconds()).contains(length);
        assertThat(run.recovery().onsetSecond()).contains(onset);
        assertThat(run.recovery().stalledSeconds()).isZero();
    }

    @Test
    void flappingIsNotRecovery() {
        stall(15, 100);
        stall(18, 100);
        stall(21, 100);

        var recovery = recovery();

        assertThat(recovery.recoveredSecond()).contains(22);
        assertThat(recovery.seconds()).contains(7);
        assertThat(recovery.stalledSeconds()).isEqualTo(3);
    }

    @Test
    void threeGoodSecondsAreEnough() {
        stall(15, 100);
        stall(19, 100);

        assertThat(recovery().seconds()).contains(1);
    }

    @Test
    void aBacklogThatIsStillThereKeepsASecondBad() {
        for (int second = 15; second < 25; second++) backlog.put(second, 121.0);

        assertThat(recovery().seconds()).contains(10);
        assertThat(recovery().stalledSeconds()).isZero();
    }

    @Test
    void aBacklogOfOneSecondMoreThanBeforeIsStillGood() {
        for (int second = 15; second < 25; second++) backlog.put(second, 120.0);

        assertThat(recovery().state()).isEqualTo(State.NONE_SEEN);
    }

    @Test
    void fourFifthsOfTheOfferedRateAreStillGood() {
        for (int second = 15; second < 25; second++) dumped.put(second, 80.0);

        assertThat(recovery().state()).isEqualTo(State.NONE_SEEN);
    }

    @Test
    void whatHasNotRecoveredWhenTheLoadEndsSaysHowLongItTookAtLeast() {
        for (int second = 17; second < 33; second++) stall(second, 500);

        var recovery = recovery();

        assertThat(recovery.state()).isEqualTo(State.INCONCLUSIVE);
        assertThat(recovery.onsetSecond()).contains(17);
        assertThat(recovery.atLeastSeconds()).contains(18);
        assertThat(recovery.seconds()).isEmpty();
        assertThat(recovery.stalledSeconds()).isEqualTo(16);
        assertThat(recovery.reason()).contains("18 s after");
    }

    @Test
    void threeGoodSecondsBeforeTheEndOfTheLoadAreARecovery() {
        for (int second = 17; second < 32; second++) stall(second, 500);

        assertThat(recovery().seconds()).contains(15);
    }

    @Test
    void pastCapacityThereIsNoSteadyStateToComeBackTo() {
        for (int second = 0; second < 35; second++) dumped.put(second, 70.0);

        var recovery = recovery();

        assertThat(recovery.state()).isEqualTo(State.INCONCLUSIVE);
        assertThat(recovery.onsetSecond()).isEmpty();
        assertThat(recovery.reason()).contains("9 of 9 seconds were bad already");
    }

    @Test
    void oneBadSecondInNineBeforeTheFaultIsSteadyEnough() {
        stall(8, 20);

        assertThat(recovery().state()).isEqualTo(State.NONE_SEEN);

        stall(9, 20);

        assertThat(recovery().state()).isEqualTo(State.INCONCLUSIVE);
    }

    @Test
    void badSecondsOfTheWarmUpDoNotCount() {
        for (int second = 0; second < 5; second++) stall(second, 0);
        backlog.put(2, 5_000.0);
        backlog.put(20, 121.0);

        assertThat(recovery().onsetSecond()).contains(20);
    }

    @Test
    void aSecondThatWasNotSeenIsBadButNotAStall() {
        for (int second = 16; second < 19; second++) dumped.remove(second);

        var recovery = recovery();

        assertThat(recovery.seconds()).contains(3);
        assertThat(recovery.unseenSeconds()).isEqualTo(3);
        assertThat(recovery.stalledSeconds()).isZero();
    }

    @Test
    void aBacklogThatWasNotSeenForOneSecondIsTheOneBefore() {
        backlog.remove(17);
        assertThat(recovery().state()).isEqualTo(State.NONE_SEEN);

        backlog.remove(18);
        assertThat(recovery().onsetSecond()).contains(18);
    }

    @Test
    void aDipJustBeforeTheInjectionWasWrittenDownBelongsToIt() {
        stall(14, 100);

        assertThat(recovery().onsetSecond()).contains(14);
    }

    @Test
    void aFaultRightAfterTheWarmUpHasNothingToBeComparedWith() {
        assertThat(recovery(8.9).state()).isEqualTo(State.INCONCLUSIVE);
        assertThat(recovery(9).state()).isEqualTo(State.NONE_SEEN);
    }

    @Test
    void aFaultAfterTheLoadCannotBeJudged() {
        assertThat(recovery(35.2).state()).isEqualTo(State.INCONCLUSIVE);
    }

    private void stall(int second, double left) {
        dumped.put(second, 0.0);
        backlog.put(second, left);
    }

    private Recovery recovery() {
        return recovery(15.3);
    }

    private Recovery recovery(double injected) {
        return Recovery.of(
                "mariadb-kill",
                new SinkSeries("mariadb", dumped, backlog, worst),
                100,
                5,
                injected,
                35,
                RecoveryRule.DEFAULT);
    }
}
