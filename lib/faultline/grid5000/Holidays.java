package faultline.grid5000;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;

/** Public holidays in France, on which the testbed's daytime rule does not hold. */
final class Holidays {

    private static final Set<MonthDay> FIXED =
            Set.of(
                    MonthDay.of(1, 1),
                    MonthDay.of(5, 1),
                    MonthDay.of(5, 8),
                    MonthDay.of(7, 14),
                    MonthDay.of(8, 15),
                    MonthDay.of(11, 1),
                    MonthDay.of(11, 11),
                    MonthDay.of(12, 25));

    private Holidays() {}

    static boolean isHoliday(LocalDate day) {
        var easter = easter(day.getYear());
        return FIXED.contains(MonthDay.from(day))
                || day.equals(easter.plusDays(1))
                || day.equals(easter.plusDays(39))
                || day.equals(easter.plusDays(50));
    }

    /** Easter Sunday, by the anonymous Gregorian rule (Nature, 20 April 1876). */
    static LocalDate easter(int year) {
        int golden = year % 19;
        int century = year / 100;
        int ofCentury = year % 100;
        int lunar = (century + 8) / 25;
        int moon = (19 * golden + century - century / 4 - (century - lunar + 1) / 3 + 15) % 30;
        int sunday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - moon - ofCentury % 4) % 7;
        int late = (golden + 11 * moon + 22 * sunday) / 451;
        int number = moon + sunday - 7 * late + 114;
        return LocalDate.of(year, number / 31, number % 31 + 1);
    }
}
