package faultline.grid5000;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The daytime rule of the usage policy, as Execo's {@code charter.py} has it: from 9 to 19 in Paris
 * on working days, a user may take two hours of all cores of a cluster a day; a job that touches
 * that time counts whole. The policy's own page decides; this is a guard against mistakes.
 */
public final class Charter {

    private static final LocalTime DAY_STARTS = LocalTime.of(9, 0);
    private static final LocalTime DAY_ENDS = LocalTime.of(19, 0);
    private static final Duration SHARE = Duration.ofHours(2);

    private Charter() {}

    /** The most core seconds that one user may take in a day of a cluster with so many cores. */
    public static long quotaCoreSeconds(int clusterCores) {
        return clusterCores * SHARE.toSeconds();
    }

    /** The working days whose daytime a job of {@code walltime} from {@code start} touches. */
    public static List<LocalDate> daysTouched(Instant start, Duration walltime) {
        var end = start.plus(walltime);
        var last = end.atZone(Paris.ZONE).toLocalDate();
        var days = new ArrayList<LocalDate>();
        for (var day = start.atZone(Paris.ZONE).toLocalDate();
                !day.isAfter(last);
                day = day.plusDays(1)) {
            var opens = day.atTime(DAY_STARTS).atZone(Paris.ZONE).toInstant();
            var closes = day.atTime(DAY_ENDS).atZone(Paris.ZONE).toInstant();
            if (isWorkingDay(day) && start.isBefore(closes) && end.isAfter(opens)) days.add(day);
        }
        return days;
    }

    /** Core seconds that {@code jobs} take of {@code cluster} in the daytime of {@code day}. */
    public static long usedCoreSeconds(
            List<Job> jobs, String cluster, int coresOfNode, LocalDate day) {
        return jobs.stream()
                .filter(job -> job.begins().isPresent())
                .filter(job -> daysTouched(job.begins().get(), job.lasts()).contains(day))
                .mapToLong(job -> job.nodesOf(cluster) * coresOfNode * job.lasts().toSeconds())
                .sum();
    }

    private static boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !Holidays.isHoliday(day);
    }
}
