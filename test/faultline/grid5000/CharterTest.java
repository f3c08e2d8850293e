package faultline.grid5000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Working days, holidays and the changes of clocks, in Paris. */
class CharterTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23 10:00:00, PT1H, 1", // a Monday
        "2026-11-23 08:00:00, PT1H, 0", // over when the day begins
        "2026-11-23 08:00:00, PT61M, 1",
        "2026-11-23 18:59:59, PT1H, 1",
        "2026-11-23 19:00:00, PT13H55M, 0", // the usual night
        "2026-11-27 19:00:00, PT61H55M, 0", // the usual weekend
        "2026-11-23 19:00:00, PT14H1M, 1",
        "2026-11-23 10:00:00, PT48H, 3",
        "2026-11-21 10:00:00, PT8H, 0", // a Saturday
        "2026-05-01 10:00:00, PT8H, 0", // Labour Day
        "2026-07-14 10:00:00, PT8H, 0",
        "2026-04-06 10:00:00, PT8H, 0", // Easter Monday
        "2026-05-14 10:00:00, PT8H, 0", // Ascension
        "2026-05-25 10:00:00, PT8H, 0", // Whit Monday
        "2026-05-26 10:00:00, PT8H, 1",
        "2026-12-25 10:00:00, PT8H, 0"
    })
    void aJobTouchesTheDaytimeOfWorkingDaysOnly(String start, Duration walltime, int days) {
        assertThat(Charter.daysTouched(Paris.instant(start), walltime)).hasSize(days);
    }

    @ParameterizedTest
    @CsvSource({"2000, 2000-04-23", "2008, 2008-03-23", "2011, 2011-04-24", "2038, 2038-04-25"})
    void easterFallsWhereTheCalendarHasIt(int year, LocalDate easter) {
        assertThat(Holidays.easter(year)).isEqualTo(easter);
    }

    @Test
    void theNightWhenClocksGoBackIsAnHourLonger() {
        // From Saturday 19:00 to Monday 09:00 on the last weekend of October: 39 h by the clock.
        var start = Paris.instant("2026-10-24 19:00:00");
        assertThat(Charter.daysTouched(start, Duration.ofHours(39))).isEmpty();
        assertThat(Charter.daysTouched(start, Duration.ofHours(39).plusSeconds(1))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29 01:59:59, 2026-03-29T00:59:59Z",
        "2026-03-29 03:00:00, 2026-03-29T01:00:00Z",
        "2026-10-25 01:00:00, 2026-10-24T23:00:00Z",
        "2026-10-25 03:00:00, 2026-10-25T02:00:00Z"
    })
    void datesGoThereAndBackAcrossTheChangesOfClocks(String paris, Instant instant) {
        assertThat(Paris.instant(paris)).isEqualTo(instant);
        assertThat(Paris.oar(instant)).isEqualTo(paris);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29 02:30, forward", "2026-10-25 02:30, back", "1774260000, YYYY-MM-DD"})
    void aStartThatNobodyCanKeepIsRefused(String typed, String why) {
        assertThatThrownBy(() -> Paris.typed("--start", typed))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(why);
    }
}
