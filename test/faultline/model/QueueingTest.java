package faultline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

class QueueingTest {

    @Test
    void atFourFifthsOfCapacityAnOutageTakesFiveTimesAsLongAsItLasts() {
        var law = new DrainLaw(8000, 10_000);
        assertThat(law.utilisation()).isEqualTo(0.8);
        assertThat(law.backlog(30)).isEqualTo(240_000);
        assertThat(law.drainSeconds(30)).isCloseTo(120, within(1e-9));
        assertThat(law.seconds(30)).isCloseTo(150, within(1e-9));
    }

    @Property
    void theBacklogIsZeroExactlyWhenTheLawSays(
            @ForAll @DoubleRange(min = 1, max = 1e5) double offered,
            @ForAll @DoubleRange(min = 1.01, max = 50) double factor,
            @ForAll @DoubleRange(min = 1, max = 600) double outage) {
        var law = new DrainLaw(offered, offered * factor);
        var end = law.seconds(outage);
        assertThat(law.backlogAt(end * 1.001, outage)).isZero();
        assertThat(law.backlogAt(end * 0.999, outage)).isPositive();
        assertThat(law.backlogAt(outage, outage)).isEqualTo(law.backlog(outage));
        assertThat(law.drainSeconds(outage) + outage).isCloseTo(end, within(1e-6 * end));
    }

    @Property
    void theUtilisationForAnObjectiveMeetsIt(
            @ForAll @DoubleRange(min = 1, max = 100) double outage,
            @ForAll @DoubleRange(min = 101, max = 1000) double objective) {
        var utilisation = DrainLaw.utilisationFor(outage, objective);
        assertThat(new DrainLaw(1000 * utilisation, 1000).seconds(outage))
                .isCloseTo(objective, within(1e-6 * objective));
    }

    @Test
    void whatNeverDrainsIsSaidSo() {
        assertThatThrownBy(() -> new DrainLaw(10, 10).drainSeconds(1))
                .isInstanceOf(Unanswerable.class)
                .hasMessage(
                        "10 messages/s come and at most 10 go: a backlog never drains. Add"
                                + " consumers or lower the rate.");
        assertThatThrownBy(() -> DrainLaw.utilisationFor(60, 60)).isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> new DrainLaw(0, 10)).isInstanceOf(Unanswerable.class);
    }

    @Test
    void littlesLawGoesBothWays() {
        assertThat(Queueing.underWay(2000, 0.25)).isEqualTo(500);
        assertThat(Queueing.delaySeconds(500, 2000)).isEqualTo(0.25);
        assertThat(Queueing.lagThreshold(2000, 0.25)).isEqualTo(500);
        assertThat(Queueing.meanSeconds(80, 100)).isCloseTo(0.05, within(1e-12));
        assertThatThrownBy(() -> Queueing.meanSeconds(100, 100)).isInstanceOf(Unanswerable.class);
        assertThatThrownBy(() -> Queueing.delaySeconds(1, 0)).isInstanceOf(Unanswerable.class);
    }

    /** Reference §2.3: 32 MiB at 10,000 messages/s of 1 KiB. */
    @Test
    void aFeedersBufferTakesUpThreeSecondsOfAStall() {
        assertThat(Queueing.bufferedSeconds(32 << 20, 10_000, 1024)).isCloseTo(3.3, within(0.05));
    }
}
