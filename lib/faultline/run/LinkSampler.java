package faultline.run;

import faultline.measure.Journal;
import faultline.measure.LinkSample;
import faultline.platform.Drop;
import faultline.platform.LinkTraffic;
import faultline.platform.Platform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes once a second, at the whole seconds of the monotonic clock, what each link has carried and
 * dropped since the last time. On a thread of its own: nobody who does not answer can hold it up.
 */
final class LinkSampler implements AutoCloseable {

    private static final long SECOND = 1_000_000_000;

    /** Seconds that were seen before it was known when the load started. */
    private record Early(long beganNanos, List<LinkTraffic> carried) {}

    private final Platform platform;
    private final Journal journal;
    private final Map<String, LinkTraffic> before = new HashMap<>();
    private final List<Early> early = new ArrayList<>();
    private final Thread thread;
    private volatile boolean open = true;

    LinkSampler(Platform platform, Journal journal) {
        this.platform = platform;
        this.journal = journal;
        carried(); // what the links carried before is not ours
        thread = Thread.ofPlatform().daemon().name("links").start(this::sample);
    }

    private void sample() {
        while (open) {
            var boundary = (System.nanoTime() / SECOND + 1) * SECOND;
            while (System.nanoTime() < boundary && open)
                LockSupport.parkNanos(boundary - System.nanoTime());
            early.add(new Early(boundary - SECOND, carried()));
            if (Double.isNaN(journal.second(boundary))) continue;
            early.forEach(this::write);
            early.clear();
        }
    }

    private void write(Early seen) {
        var second = (int) Math.round(journal.second(seen.beganNanos));
        if (second < 0) return;
        journal.links(
                seen.carried.stream()
                        .map(link ->
                                new LinkSample(
                                        second,
                                        link.from(),
                                        link.to(),
                                        link.packets(),
                                        link.bytes(),
                                        link.transmissionNanos() / 1e6,
                                        link.drops()))
                        .toList());
    }

    /** What each link has carried since the last call; those that carried nothing are not there. */
    private List<LinkTraffic> carried() {
        var carried = new ArrayList<LinkTraffic>();
        for (var now : platform.links()) {
            var last = before.put(now.from() + " " + now.to(), now);
            var more = last == null ? now : since(last, now);
            if (more.packets() > 0 || more.dropped() > 0) carried.add(more);
        }
        return carried;
    }

    private static LinkTraffic since(LinkTraffic last, LinkTraffic now) {
        var drops = new EnumMap<Drop, Long>(Drop.class);
        now.drops()
                .forEach((cause, count) -> {
                    var more = count - last.drops().getOrDefault(cause, 0L);
                    if (more > 0) drops.put(cause, more);
                });
        return new LinkTraffic(
                now.from(),
                now.to(),
                now.packets() - last.packets(),
                now.bytes() - last.bytes(),
                now.transmissionNanos() - last.transmissionNanos(),
                drops,
                now.corrupted() - last.corrupted(),
                now.duplicated() - last.duplicated(),
                now.reordered() - last.reordered(),
                now.waitingPackets(),
                now.waitingBytes());
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(3_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
