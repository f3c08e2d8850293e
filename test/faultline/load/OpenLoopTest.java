package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class OpenLoopTest {

    private static final long SECOND = 1_000_000_000;

    /** Time passes only while somebody waits or works. */
    private static final class VirtualClock implements MonotonicClock {
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void waitNanos(long nanos) {
            now += nanos;
        }
    }

    private final VirtualClock clock = new VirtualClock();
    private final Schedule schedule = Schedule.starting(0, 1000);

    @Test
    void aStallIsSeenByEveryMessageThatCameDueInIt() throws IOException {
        var response = new Histogram(3);
        var service = new Histogram(3);
        var next =
                OpenLoop.run(
                        schedule,
                        0,
                        20_000,
                        clock,
                        () -> false,
                        (sequence, due) -> {
                            var sent = clock.now;
                            clock.now += sequence == 9000 ? 2 * SECOND : 10_000;
                            response.recordValue((clock.now - due) / 1000);
                            service.recordValue((clock.now - sent) / 1000);
                        });

        assertThat(next).isEqualTo(20_000);
        // The analytic answer: delays even from 0 to 2 s for one message in ten.
        assertThat(response.getValueAtPercentile(99) / 1e6).isCloseTo(1.8, within(0.09));
        assertThat(response.getMaxValue() / 1e6).isCloseTo(2.0, within(0.05));
        assertThat(service.getValueAtPercentile(99) / 1e6).isLessThan(0.001);
    }

    @Test
    void aFeederThatKeepsUpOffersEveryMessageAndNoneEarly() throws IOException {
        var early = new ArrayList<Long>();
        var next =
                OpenLoop.run(
                        Schedule.starting(0, 33_333),
                        0,
                        33_333,
                        clock,
                        () -> false,
                        (sequence, due) -> {
                            if (clock.now < due) early.add(sequence);
                        });
        assertThat(next).isEqualTo(33_333);
        assertThat(early).isEmpty();
        assertThat(clock.now).isBetween(SECOND - 100_000, SECOND + 2_000_000);
    }

    @Test
    void aFeederThatDoesNotKeepUpStopsWhenItsTimeIsOver() throws IOException {
        var next =
                OpenLoop.run(
                        schedule, 0, 10_000, clock, () -> false, (_, _) -> clock.now += 4_000_000);
        assertThat(clock.now).isBetween(10 * SECOND, 10 * SECOND + 110_000_000);
        assertThat(next).isBetween(2_500L, 2_530L);
    }

    @Test
    void aFeederThatIsStartedAgainCatchesUp() throws IOException {
        clock.now = 5 * SECOND;
        var due = new ArrayList<Long>();
        var first = 2_000;
        OpenLoop.run(schedule, first, 6_000, clock, () -> false, (_, nanos) -> due.add(nanos));
        assertThat(due).hasSize(4_000);
        assertThat(due.subList(0, 2))
                .isEqualTo(List.of(schedule.dueNanos(2_000), schedule.dueNanos(2_001)));
        assertThat(clock.now).isBetween(6 * SECOND - 1_000_000, 6 * SECOND + 2_000_000);
    }

    @Test
    void askedToStopItStopsAtOnce() throws IOException {
        var offered = new ArrayList<Long>();
        var next =
                OpenLoop.run(
                        schedule,
                        0,
                        6_000,
                        clock,
                        () -> offered.size() == 5,
                        (sequence, _) -> offered.add(sequence));
        assertThat(next).isEqualTo(5);
        assertThat(offered).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
}
