package faultline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class SweepOrderTest {

    private static final List<Setting> SETTINGS =
            Setting.parseAll("--set", "latency=0ms,20ms,100ms");

    @Test
    void everyFaultIsMadeWithEverySettingAndTheControlOnce() {
        assertThat(sweep(SETTINGS, 1).order())
                .extracting(Point::id)
                .containsExactlyInAnyOrder(
                        "r3-4000-none-1",
                        "r3-4000-kafka-delay-latency-0ms-1",
                        "r3-4000-kafka-delay-latency-20ms-1",
                        "r3-4000-kafka-delay-latency-100ms-1",
                        "r3-4000-mariadb-delay-latency-0ms-1",
                        "r3-4000-mariadb-delay-latency-20ms-1",
                        "r3-4000-mariadb-delay-latency-100ms-1");
    }

    @Test
    void everyRepetitionHoldsEachPointOnceAndTheSeedDrawsItsOrder() {
        var order = sweep(SETTINGS, 3).order();
        assertThat(order).doesNotHaveDuplicates().hasSize(21);
        for (int block = 0; block < 3; block++)
            assertThat(order.subList(block * 7, block * 7 + 7))
                    .extracting(Point::repetition)
                    .containsOnly(block + 1);
        assertThat(sweep(SETTINGS, 3).order()).isEqualTo(order);
    }

    @Test
    void withoutASettingThePointsAreWhatTheyWere() {
        assertThat(sweep(List.of(), 1).order())
                .extracting(Point::id)
                .containsExactlyInAnyOrder(
                        "r3-4000-none-1", "r3-4000-kafka-delay-1", "r3-4000-mariadb-delay-1");
    }

    @Test
    void anIdIsAFolderNameWhateverTheValueIs() {
        assertThat(id("size", "25%")).isEqualTo("r5-12.5-f-size-25percent-2");
        assertThat(id("delay.latency", "1.5ms")).isEqualTo("r5-12.5-f-delay.latency-1.5ms-2");
        assertThat(id("load", "-1")).matches("[\\w.-]+");
    }

    @Test
    void readersSeeTheValueAfterTheFault() {
        assertThat(new Point(1, 3, 1, "f", Setting.parse("latency=20ms")).faultLabel())
                .isEqualTo("f 20ms");
        assertThat(new Point(1, 3, 1, "f").faultLabel()).isEqualTo("f");
    }

    private static String id(String parameter, String value) {
        return new Point(2, 5, 12.5, "f", Optional.of(new Setting(parameter, value))).id();
    }

    private static Sweep sweep(List<Setting> settings, int repeat) {
        return new Sweep(
                List.of(3),
                List.of(4000.0),
                List.of("none", "kafka-delay", "mariadb-delay"),
                settings,
                repeat,
                7);
    }
}
