package faultline.chaos;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The units of Chaos Mesh that are texts in a manifest: percentages, rates and sizes. */
final class Units {

    private static final Pattern NUMBER =
            Pattern.compile("\\+?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** {@code bps} and its multiples count bytes, {@code bit} and its multiples bits, as in tc. */
    private static final Pattern RATE = Pattern.compile("(\\d+) *([kmgt]?)(bit|bps)");

    private static final Pattern SIZE =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+) ?([kmgtp]?)(i?)(b?)");

    private static final String MULTIPLES = "kmgtp";

    private Units() {}

    /** The percentage that a text says, from 0 to 100; empty where it says none. */
    static OptionalDouble percent(String text) {
        if (!NUMBER.matcher(text).matches()) return OptionalDouble.empty();
        var percent = Double.parseDouble(text);
        return percent <= 100 ? OptionalDouble.of(percent) : OptionalDouble.empty();
    }

    /**
     * A rate in bits/s, whole and above zero: {@code 1mbps} is 8 000 000. Capital letters and
     * spaces are taken, as the webhook does.
     */
    static OptionalLong bitsPerSecond(String text) {
        var rate = RATE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!rate.matches()) return OptionalLong.empty();
        try {
            var bits =
                    Math.multiplyExact(
                            Math.multiplyExact(
                                    Long.parseLong(rate.group(1)), power(1000, rate.group(2))),
                            rate.group(3).equals("bps") ? 8L : 1L);
            return bits > 0 ? OptionalLong.of(bits) : OptionalLong.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty(); // more than 64 bits can count
        }
    }

    /** A size in bytes, above zero: {@code 256MB} is 256 000 000, {@code 1MiB} 1 048 576. */
    static OptionalLong bytes(String text) {
        var size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches() || (size.group(2).isEmpty() && !size.group(3).isEmpty()))
            return OptionalLong.empty();
        var unit = power(size.group(3).isEmpty() ? 1000 : 1024, size.group(2));
        var bytes = Double.parseDouble(size.group(1)) * unit;
        return bytes >= 1 && bytes <= Long.MAX_VALUE
                ? OptionalLong.of((long) bytes)
                : OptionalLong.empty();
    }

    /** Whether the size counts in steps of 1024. */
    static boolean isBinary(String size) {
        return size.toLowerCase(Locale.ROOT).contains("i");
    }

    private static long power(long base, String multiple) {
        long power = 1;
        if (multiple.isEmpty()) return power;
        for (int i = 0; i <= MULTIPLES.indexOf(multiple); i++) power *= base;
        return power;
    }
}
