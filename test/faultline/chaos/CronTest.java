package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

class CronTest {

    private static final Instant FROM = Instant.parse("2026-11-21T21:30:17.250Z"); // a Saturday

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    * * * * *          | 2026-11-21T21:31:00Z | 2026-11-21T21:32:00Z
                    */15 * * * *       | 2026-11-21T21:45:00Z | 2026-11-21T22:00:00Z
                    5/20 * * * *       | 2026-11-21T21:45:00Z | 2026-11-21T22:05:00Z
                    */20 * * * * *     | 2026-11-21T21:30:20Z | 2026-11-21T21:30:40Z
                    0 8 * * MON-FRI    | 2026-11-23T08:00:00Z | 2026-11-24T08:00:00Z
                    0 0 * jan,FEB sun  | 2027-01-03T00:00:00Z | 2027-01-10T00:00:00Z
                    0 0 1 * 0          | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z
                    0 0 29 2 ?         | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z
                    @hourly            | 2026-11-21T22:00:00Z | 2026-11-21T23:00:00Z
                    @daily             | 2026-11-22T00:00:00Z | 2026-11-23T00:00:00Z
                    @weekly            | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z
                    @monthly           | 2026-12-01T00:00:00Z | 2027-01-01T00:00:00Z
                    @yearly            | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
                    @every 90s         | 2026-11-21T21:31:47Z | 2026-11-21T21:33:17Z
                    @every 1h30m       | 2026-11-21T23:00:17Z | 2026-11-22T00:30:17Z
                    CRON_TZ=Europe/Paris 0 0 * * * | 2026-11-21T23:00:00Z | 2026-11-22T23:00:00Z
                    """)
    void theNextTicksAreThoseOfChaosMesh(String schedule, Instant first, Instant second) {
        assertThat(Cron.parse(schedule).next(FROM, 2)).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "0 0 * * FRI-MON",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "0 0 L * *",
                "0 0 31 2 *",
                "@sometimes",
                "@every",
                "@every 0s",
                "@every 1.5s",
                "@every -5s",
                "@every soon",
                "CRON_TZ=Mars/Base 0 0 * * *",
                "TZ=UTC"
            })
    void whatIsNoScheduleIsRefusedWithItsPath(String schedule) {
        var document = Flows.SCHEDULE.replace("* * * * *", schedule);
        assertThatThrownBy(() -> Document.parse("s.yaml", document))
                .isInstanceOf(faultline.plan.BadInput.class)
                .hasMessageStartingWith("s.yaml: spec.schedule: found \"" + schedule + "\"")
                .hasMessageContaining("; allowed: five fields as \"*/5 * * * *\"");
    }

    @Property(tries = 200)
    void randomSchedulesTickWhenCountingMinuteByMinuteSaysSo(
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
        var random = new Random(seed);
        var fields =
                List.of(
                        field(random, 0, 59),
                        field(random, 0, 23),
                        field(random, 1, 31),
                        field(random, 1, 12),
                        field(random, 0, 6));
        var counted = byCounting(fields);
        var schedule = String.join(" ", fields);
        if (counted == null)
            assertThatThrownBy(() -> Cron.parse(schedule)).hasMessage("it is never due");
        else assertThat(Cron.parse(schedule).next(FROM, 1)).containsExactly(counted);
    }

    private static String field(Random random, int low, int high) {
        var first = random.nextInt(low, high + 1);
        return switch (random.nextInt(5)) {
            case 0 -> Integer.toString(first);
            case 1 -> first + "-" + random.nextInt(first, high + 1);
            case 2 -> "*/" + random.nextInt(1, 6);
            case 3 -> first + "," + random.nextInt(low, high + 1);
            default -> "*";
        };
    }

    /** The first minute that fits, by trying them; nothing within nine years. */
    private static Instant byCounting(List<String> fields) {
        var sets = new ArrayList<BitSet>();
        for (int i = 0; i < 5; i++)
            sets.add(
                    set(
                            fields.get(i),
                            i == 2 || i == 3 ? 1 : 0,
                            List.of(59, 23, 31, 12, 6).get(i)));
        var anyDay = isFree(fields.get(2)) || isFree(fields.get(4));
        var time = ZonedDateTime.ofInstant(FROM, ZoneOffset.UTC).withSecond(0).withNano(0);
        var end = time.plusYears(9);
        for (time = time.plusMinutes(1); time.isBefore(end); ) {
            var monthDay = sets.get(2).get(time.getDayOfMonth());
            var weekDay = sets.get(4).get(time.getDayOfWeek().getValue() % 7);
            if (!sets.get(3).get(time.getMonthValue())
                    || !(anyDay ? monthDay && weekDay : monthDay || weekDay))
                time = time.plusDays(1).withHour(0).withMinute(0);
            else if (!sets.get(1).get(time.getHour())) time = time.plusHours(1).withMinute(0);
            else if (!sets.get(0).get(time.getMinute())) time = time.plusMinutes(1);
            else return time.toInstant();
        }
        return null;
    }

    private static boolean isFree(String field) {
        return field.equals("*") || field.equals("*/1");
    }

    private static BitSet set(String field, int low, int high) {
        var set = new BitSet();
        var step = field.startsWith("*/") ? Integer.parseInt(field.substring(2)) : 1;
        if (field.startsWith("*")) for (int i = low; i <= high; i += step) set.set(i);
        else
            for (var part : field.split(",")) {
                var ends = part.split("-");
                set.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        return set;
    }

    @Test
    void aConstantDelayStartsAtTheWholeSecond() {
        var every = Cron.parse("@every 5s");
        assertThat(every.every()).contains(Duration.ofSeconds(5));
        assertThat(every.next(FROM, 3))
                .containsExactly(
                        Instant.parse("2026-11-21T21:30:22Z"),
                        Instant.parse("2026-11-21T21:30:27Z"),
                        Instant.parse("2026-11-21T21:30:32Z"));
    }
}
