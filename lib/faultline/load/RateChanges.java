package faultline.load;

import faultline.plan.BadInput;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** When a feeder's rate changes: {@code FAULTLINE_RATES}. */
record RateChanges(List<Change> changes) {

    private static final String NAME = "FAULTLINE_RATES";
    private static final Pattern CHANGE = Pattern.compile("(\\d{1,9}):(\\d{1,7}(?:\\.\\d+)?)");

    /**
     * @param second since message 0 was due
     */
    record Change(long second, double rateMsgPerS) {}

    /**
     * Those of the environment, in the order of their times; none where it has none.
     *
     * @throws BadInput where one cannot be used
     */
    static RateChanges of(Settings settings) {
        var changes = new ArrayList<Change>();
        if (!settings.environment().containsKey(NAME)) return new RateChanges(changes);
        for (var text : settings.list(NAME)) {
            var parts = CHANGE.matcher(text);
            var change =
                    parts.matches()
                            ? new Change(
                                    Long.parseLong(parts.group(1)),
                                    Double.parseDouble(parts.group(2)))
                            : new Change(-1, 0);
            var last = changes.isEmpty() ? -1 : changes.getLast().second();
            if (change.second() <= last || change.rateMsgPerS() <= 0)
                throw new BadInput(
                        "environment variable " + NAME,
                        "",
                        text,
                        "SECONDS:RATE, each later than the one before, with a rate above 0");
            changes.add(change);
        }
        return new RateChanges(changes);
    }

    /** The schedule with all changes. */
    Schedule apply(Schedule schedule) {
        var start = schedule.dueNanos(0);
        for (var change : changes)
            schedule =
                    schedule.atRate(change.rateMsgPerS(), start + change.second() * 1_000_000_000L);
        return schedule;
    }
}
