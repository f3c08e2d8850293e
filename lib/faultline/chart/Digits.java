package faultline.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers for readers: thousands set apart, no more digits than mean something. */
public final class Digits {

    private Digits() {}

    /**
     * At most {@code decimals} of them: {@code 12,500}, {@code 0.5}; a dash where nothing is known.
     */
    public static String grouped(double value, int decimals) {
        if (Double.isNaN(value) || Double.isInfinite(value)) return "–";
        var plain =
                BigDecimal.valueOf(Math.abs(value))
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString();
        var point = plain.indexOf('.');
        var whole = point < 0 ? plain : plain.substring(0, point);
        var grouped = new StringBuilder(whole);
        for (int i = whole.length() - 3; i > 0; i -= 3) grouped.insert(i, ',');
        if (point >= 0) grouped.append(plain, point, plain.length());
        return (value < 0 && !plain.equals("0") ? "−" : "") + grouped;
    }

    /** Whole from 100 on, below that with one decimal, below 1 with two. */
    public static String measured(double value) {
        var size = Math.abs(value);
        return grouped(value, size >= 100 ? 0 : size >= 1 ? 1 : 2);
    }
}
