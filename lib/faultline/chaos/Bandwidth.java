package faultline.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A link that carries no more than a rate: Linux's token bucket, tbf.
 *
 * @param rateBitsPerSecond how fast tokens come
 * @param limitBytes what may wait for tokens; more is dropped
 * @param bufferBytes tokens that can be saved up; a packet that is larger never passes
 * @param peakRateBytesPerSecond how fast saved tokens may be spent
 * @param minBurstBytes the size of the bucket of the peak rate
 */
public record Bandwidth(
        long rateBitsPerSecond,
        long limitBytes,
        long bufferBytes,
        OptionalLong peakRateBytesPerSecond,
        OptionalLong minBurstBytes) {

    private static final long FULL_PACKET_BYTES = 1500;

    static Bandwidth read(Fields block) {
        return new Bandwidth(
                Netem.rate(block).getAsLong(),
                block.wholeNumber("limit", 1, 0),
                block.wholeNumber("buffer", 1, 0),
                optional(block, "peakrate"),
                optional(block, "minburst"));
    }

    private static OptionalLong optional(Fields block, String key) {
        return block.has(key)
                ? OptionalLong.of(block.wholeNumber(key, 0, 0))
                : OptionalLong.empty();
    }

    /** What the traffic control of Linux does with such values and does not say. */
    List<String> caveats(String path) {
        var caveats = new ArrayList<String>();
        if (bufferBytes < FULL_PACKET_BYTES)
            caveats.add(
                    "%s.buffer: a full packet of %d bytes never passes a bucket of %d."
                            .formatted(path, FULL_PACKET_BYTES, bufferBytes));
        if (peakRateBytesPerSecond.isPresent() != minBurstBytes.isPresent())
            caveats.add(
                    "%s.%s is ignored: peakrate and minburst count only together."
                            .formatted(
                                    path,
                                    peakRateBytesPerSecond.isPresent() ? "peakrate" : "minburst"));
        return caveats;
    }
}
