package faultline.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in sentences and formulas: four digits that mean something, the same in every locale. */
final class Written {

    private static final MathContext FOUR = new MathContext(4);

    private Written() {}

    /** {@code 12,340}, {@code 0.02672}, {@code 1.044e-4}; words where it is not a number. */
    static String number(double value) {
        if (Double.isNaN(value)) return "not a number";
        if (Double.isInfinite(value)) return value > 0 ? "without bound" : "below every bound";
        if (value == 0) return "0";
        var size = Math.abs(value);
        if (size >= 999.95) return String.format(Locale.ROOT, "%,.0f", value);
        var rounded = new BigDecimal(value).round(FOUR).stripTrailingZeros();
        return size >= 1e-3
                ? rounded.toPlainString()
                : rounded.unscaledValue().signum() == 0
                        ? "0"
                        : String.format(Locale.ROOT, "%.3e", value).replace("e-0", "e-");
    }

    /** {@code 26.7 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** {@code 1 run}, {@code 3 runs}. */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A sentence from a pattern, in no locale. */
    static String text(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
