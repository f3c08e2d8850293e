package faultline.check;

import java.util.List;

/**
 * A set of messages: all counted, a few named.
 *
 * @param first the ids with the lowest numbers, {@code feeder-0:123}; at most {@link #NAMED}
 */
public record Found(long count, List<String> first) {

    /** Enough to look them up, few enough to read. */
    static final int NAMED = 10;

    boolean any() {
        return count > 0;
    }

    /** {@code 3 (feeder-0:7, feeder-0:8, feeder-1:2)}, with an ellipsis where more are meant. */
    @Override
    public String toString() {
        if (first.isEmpty()) return Long.toString(count);
        return "%d (%s%s)"
                .formatted(count, String.join(", ", first), count > first.size() ? ", …" : "");
    }
}
