package faultline.grid5000;

import faultline.plan.BadInput;

import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param network its first address, as a number
 * @param bits how many leading bits all of its addresses share
 */
public record Cidr(long network, int bits) {

    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /**
     * The range that {@code text} writes as {@code 10.244.0.0/16}.
     *
     * @throws BadInput where it is none
     */
    public static Cidr of(String source, String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) throw none(source, text);
        long address = 0;
        for (int part = 1; part <= 4; part++) {
            int value = Integer.parseInt(written.group(part));
            if (value > 255) throw none(source, text);
            address = address << 8 | value;
        }
        int bits = Integer.parseInt(written.group(5));
        if (bits > 32) throw none(source, text);
        return new Cidr(address & mask(bits), bits);
    }

    public boolean overlaps(Cidr other) {
        var shared = mask(Math.min(bits, other.bits));
        return (network & shared) == (other.network & shared);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : 0xffffffffL << 32 - bits & 0xffffffffL;
    }

    private static BadInput none(String source, String text) {
        return new BadInput(source, "", text, "a range as 10.244.0.0/16");
    }
}
