package faultline.platform;

import faultline.chaos.Fault;
import faultline.chaos.Link;
import faultline.chaos.Netem;
import faultline.chaos.NetworkChaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What to send over a link to see what a fault does to it: numbered datagrams that the receiver
 * counts, and a transfer that it times. The injector is not asked.
 *
 * <p>It must show much and disturb little: over all links at most 8 × 1000 datagrams of 92 bytes
 * (0.7 MB), and on each at most what its bucket and its rate let through in 0.2 s.
 *
 * @param counted datagrams of {@link #COUNTED_BYTES}, 0 for none
 * @param timed datagrams of {@link #TIMED_BYTES}, sent as fast as they can be; 0 for none
 * @param bucketBytes of the transfer that may pass at once
 * @param quiet this long after the end of the sending has come through nothing more is expected
 */
public record LinkProbe(int counted, int timed, long bucketBytes, Duration quiet) {

    /** As IP packets: 64 bytes and the headers of UDP and IPv4. */
    public static final int COUNTED_BYTES = 92;

    /** As IP packets: they pass whole on every MTU, and through every bucket of 1 kB. */
    public static final int TIMED_BYTES = 1000;

    /** More links than this are not probed: it would be a load of its own. */
    public static final int MOST_LINKS = 8;

    /** Transfers run one after the other: two at once would slow each other down. */
    private static final int MOST_TIMED_LINKS = 4;

    private static final int MOST_COUNTED = 1000;
    private static final int FEWEST_COUNTED = 200;

    /** So many are to be hit, so that none at all would be a surprise. */
    private static final double WANTED_HITS = 20;

    private static final double TRANSFER_SECONDS = 0.2;
    private static final int FEWEST_TIMED = 20;
    private static final long MOST_TRANSFER_BYTES = 4_000_000;

    /** For what is still on its way when the end of the sending has come through. */
    private static final Duration QUIET = Duration.ofMillis(100);

    /**
     * What was seen at the receiving end.
     *
     * @param sent datagrams, less those for which the receiver had no room
     * @param lost numbers that never arrived and were not thrown away as corrupt
     * @param duplicated arrivals of a number that had arrived
     * @param corrupted datagrams that the receiver's kernel threw away for their checksums
     * @param overtaking numbers that arrived before one that was sent earlier
     * @param bytesPerSecond of the transfer, less the bucket, from the first sent to the last
     *     arrived; empty where nothing was timed or no more than the bucket arrived
     */
    public record Found(
            int sent,
            int lost,
            int duplicated,
            int corrupted,
            int overtaking,
            OptionalDouble bytesPerSecond) {}

    /** What shows this fault; empty where round trips show it, or it is none on links. */
    public static Optional<LinkProbe> of(Fault fault) {
        if (!(fault.injection() instanceof NetworkChaos chaos)) return Optional.empty();
        var least = hits(chaos.netem()).min();
        var rate = chaos.rateBytesPerSecond();
        if (least.isEmpty() && rate.isEmpty()) return Optional.empty();
        var bucket = chaos.bandwidth().map(b -> b.bufferBytes()).orElse(0L);
        return Optional.of(
                new LinkProbe(
                        least.isEmpty() ? 0 : counted(least.getAsDouble(), rate),
                        rate.isEmpty() ? 0 : timed(rate.getAsDouble(), bucket),
                        bucket,
                        chaos.netem()
                                .delay()
                                .map(delay -> delay.latency().plus(delay.jitter()))
                                .orElse(Duration.ZERO)
                                .plus(QUIET)));
    }

    /** The shares of packets that something happens to, those that are not 0. */
    private static DoubleStream hits(Netem netem) {
        return DoubleStream.concat(
                        Stream.of(netem.loss(), netem.duplicate(), netem.corrupt())
                                .flatMap(Optional::stream)
                                .mapToDouble(LinkProbe::share),
                        netem.delay().stream()
                                .flatMap(delay -> delay.reorder().stream())
                                .mapToDouble(LinkProbe::share))
                .filter(share -> share > 0);
    }

    /** With a correlation fewer are hit than the percentage says, often by far. */
    private static double share(Netem.Chance chance) {
        var share = chance.percent() / 100;
        return chance.correlationPercent() > 0 && share < 0.5 ? share * share : share;
    }

    /** Of a cycle of gap − 1 packets that wait and the tries until one overtakes. */
    private static double share(Netem.Reorder reorder) {
        if (reorder.percent() == 0) return 0;
        return 1 / (Math.max(1, reorder.gap()) - 1 + 100 / reorder.percent());
    }

    private static int counted(double share, OptionalDouble rate) {
        var wanted = Math.clamp((long) (WANTED_HITS / share), FEWEST_COUNTED, MOST_COUNTED);
        if (rate.isEmpty()) return wanted;
        var room = (long) (rate.getAsDouble() * TRANSFER_SECONDS / COUNTED_BYTES);
        return (int) Math.min(wanted, Math.max(FEWEST_TIMED, room));
    }

    private static int timed(double rate, long bucket) {
        var bytes = bucket + Math.max(FEWEST_TIMED * TIMED_BYTES, (long) (rate * TRANSFER_SECONDS));
        return (int) (Math.min(bytes, MOST_TRANSFER_BYTES) / TIMED_BYTES);
    }

    /** The links to probe: those that show another pod first. */
    public List<Link> choose(List<Link> links) {
        var chosen = new ArrayList<Link>();
        var seen = new HashSet<String>();
        for (var link : links)
            if (seen.add("from " + link.from()) | seen.add("to " + link.to())) chosen.add(link);
        links.stream().filter(link -> !chosen.contains(link)).forEach(chosen::add);
        return chosen.stream().limit(timed > 0 ? MOST_TIMED_LINKS : MOST_LINKS).toList();
    }
}
