package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class MonotonicClockTest {

    @Test
    void withoutASettingItIsTheClockOfThisHost() {
        assertThat(MonotonicClock.offset(new Settings(Map.of()), () -> 5_000, () -> 7)).isZero();
    }

    @Test
    void onAnotherHostItIsTheClockOfTheKitByTheWallClocksOfBoth() {
        var settings = new Settings(Map.of("FAULTLINE_CLOCK_ZERO_NS", "1000"));
        // The kit's clock was at 0 when it was 1000 on the wall; it is 5000 now, and 7 here.
        assertThat(MonotonicClock.offset(settings, () -> 5_000, () -> 7)).isEqualTo(3_993);
    }

    @Test
    void aReadingThatWasInterruptedDoesNotCount() {
        var settings = new Settings(Map.of("FAULTLINE_CLOCK_ZERO_NS", "0"));
        var reads = new AtomicLong();
        // Both clocks are the same one, but a pause of 400 lies between the first two readings.
        var now = new AtomicLong(100);
        var offset =
                MonotonicClock.offset(
                        settings,
                        now::get,
                        () -> {
                            if (reads.incrementAndGet() == 2) now.addAndGet(400);
                            return now.get();
                        });
        assertThat(offset).isZero();
    }
}
