package faultline.net;

/**
 * The addresses inside a stack's network: 10.64.0.1 is the kit, pods follow from 10.64.0.10. They
 * are seen from nowhere else, so every stack has the same.
 */
final class Addresses {

    static final int BASE = 10 << 24 | 64 << 16;
    static final int PREFIX_BITS = 16;
    static final int KIT = BASE + 1;

    private static final int FIRST_POD = BASE + 10;
    private static final int MOST_PODS = 1000;

    private Addresses() {}

    static int pod(int number) {
        if (number >= MOST_PODS) throw new IllegalStateException("more than " + MOST_PODS);
        return FIRST_POD + number;
    }

    static String text(int address) {
        return "%d.%d.%d.%d"
                .formatted(address >>> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
    }
}
