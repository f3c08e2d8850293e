package faultline.chaos;

import java.util.List;
import java.util.Locale;

/**
 * Which values one field of a schedule takes.
 *
 * @param values bit n for value n
 * @param isFree whether it was written as a star, and so restricts nothing
 */
record CronField(long values, boolean isFree) {

    static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /**
     * Reads a list of values, ranges and steps.
     *
     * @param names of the values from {@code low} on, where they have some
     * @throws IllegalArgumentException with what is wrong
     */
    static CronField parse(String text, int low, int high, List<String> names) {
        long values = 0;
        var isFree = false;
        for (var part : text.split(",", -1)) {
            var slash = part.indexOf('/');
            var range = slash < 0 ? part : part.substring(0, slash);
            var step = slash < 0 ? 1 : number(part.substring(slash + 1), 0, List.of());
            if (step == 0) throw new IllegalArgumentException("a step of 0 in " + text);
            var isStar = range.equals("*") || range.equals("?");
            isFree |= isStar && step == 1;
            var dash = range.indexOf('-');
            var first =
                    isStar ? low : number(dash < 0 ? range : range.substring(0, dash), low, names);
            int last;
            if (isStar) last = high;
            else if (dash >= 0) last = number(range.substring(dash + 1), low, names);
            else last = slash < 0 ? first : high;
            if (first < low || last > high || first > last)
                throw new IllegalArgumentException(
                        "%s is no range within %d to %d".formatted(part, low, high));
            for (int value = first; value <= last; value += step) values |= 1L << value;
        }
        return new CronField(values, isFree);
    }

    boolean has(int value) {
        return (values >> value & 1) == 1;
    }

    private static int number(String text, int low, List<String> names) {
        var name = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (name >= 0) return low + name;
        if (!text.matches("\\d{1,4}"))
            throw new IllegalArgumentException("\"" + text + "\" is no number");
        return Integer.parseInt(text);
    }
}
