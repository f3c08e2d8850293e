package faultline.check;

import faultline.measure.LinkSample;
import faultline.measure.Recording;
import faultline.platform.Drop;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Packets that the pod network dropped though no fault asked for it: a queue was full. What they
 * cost is in the numbers of the run, so that it says less of the platform than it seems to; that
 * does not make its hypothesis wrong.
 */
public final class UnaskedDrops {

    /** What the finding is about that notes them. */
    public static final String CONDITION = "packets dropped by no fault";

    private UnaskedDrops() {}

    /** A note that is neither for nor against the run; empty where nothing was dropped so. */
    static Optional<Finding> of(Recording recording) {
        var links = LinkSample.sums(recording.links());
        var dropped = links.stream().mapToLong(UnaskedDrops::count).sum();
        if (dropped == 0) return Optional.empty();
        var worst = links.stream().max(Comparator.comparing(UnaskedDrops::count)).orElseThrow();
        return Optional.of(
                Finding.pass(
                        CONDITION,
                        "%d packets were dropped that no fault asked for, most of them %s: %s.",
                        dropped,
                        worst.to().isEmpty()
                                ? "by the device of " + worst.from()
                                : "from %s to %s".formatted(worst.from(), worst.to()),
                        mend(links)));
    }

    private static long count(LinkSample link) {
        return List.of(Drop.values()).stream()
                .filter(Drop::isUnasked)
                .mapToLong(link::dropped)
                .sum();
    }

    private static String mend(List<LinkSample> links) {
        return links.stream().anyMatch(link -> link.dropped(Drop.QUEUE) > 0)
                ? "the switch held as much for a link as --queue-packets and --queue-bytes let it"
                : "the switch did not get a processor in time (--device-packets holds more)";
    }
}
