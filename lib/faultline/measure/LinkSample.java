package faultline.measure;

import faultline.platform.Drop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one directed link has carried and dropped in one second, as {@code links.csv} has it.
 *
 * @param second since the load started; second 0 is the first of the warm-up
 * @param to empty for what a pod's device has dropped on the way to whomever
 * @param packets of at most the MTU that were sent, those that were dropped among them
 * @param bytes of IP packets that were sent
 * @param transmissionMs that the packets take at the rate that faults limit the sender to, 1000 in
 *     a second where they fill it; 0 without a limit
 * @param drops of packets as the sender's kernel handed them over, by cause; none of them is 0
 */
public record LinkSample(
        int second,
        String from,
        String to,
        long packets,
        long bytes,
        double transmissionMs,
        Map<Drop, Long> drops) {

    public LinkSample {
        drops = Map.copyOf(drops);
    }

    public long dropped(Drop cause) {
        return drops.getOrDefault(cause, 0L);
    }

    /** The samples of each link added up, with the second of the first; ordered by the ends. */
    public static List<LinkSample> sums(Collection<LinkSample> samples) {
        var sums = new TreeMap<String, LinkSample>();
        for (var sample : samples)
            sums.merge(sample.from + " " + sample.to, sample, LinkSample::plus);
        return new ArrayList<>(sums.values());
    }

    /** The same in another second and to nobody in particular. */
    LinkSample from(int at) {
        return new LinkSample(at, from, "", packets, bytes, transmissionMs, drops);
    }

    LinkSample plus(LinkSample other) {
        var both = new EnumMap<Drop, Long>(Drop.class);
        both.putAll(drops);
        other.drops.forEach((cause, count) -> both.merge(cause, count, Long::sum));
        return new LinkSample(
                Math.min(second, other.second),
                from,
                to,
                packets + other.packets,
                bytes + other.bytes,
                transmissionMs + other.transmissionMs,
                both);
    }
}
