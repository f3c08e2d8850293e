package faultline.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as files and tables hold them: no exponent, no more digits than were measured. */
public final class Numbers {

    private Numbers() {}

    /** Three decimals at most, none where it is whole: {@code 12.5}, {@code 3000}. */
    public static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) return "";
        return BigDecimal.valueOf(value)
                .setScale(3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
