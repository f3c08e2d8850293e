package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.measure.Journal;
import faultline.measure.LinkLog;
import faultline.measure.LinkSample;
import faultline.platform.Drop;
import faultline.platform.LinkTraffic;
import faultline.platform.Platform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class LinkSamplerTest {

    private static final long SECOND = 1_000_000_000;

    @TempDir Path folder;

    /** Each time it is asked, 10 packets more have gone one way, and none the other. */
    private final AtomicInteger asked = new AtomicInteger();

    private Platform platform() {
        return (Platform)
                Proxy.newProxyInstance(
                        Platform.class.getClassLoader(),
                        new Class<?>[] {Platform.class},
                        (_, method, _) -> {
                            assertThat(method.getName()).isEqualTo("links");
                            var n = asked.incrementAndGet();
                            return List.of(
                                    traffic("a", "b", 10L * n, Map.of(Drop.QUEUE, (long) n)),
                                    traffic("b", "a", 3, Map.of()));
                        });
    }

    private static LinkTraffic traffic(
            String from, String to, long packets, Map<Drop, Long> drops) {
        return new LinkTraffic(from, to, packets, packets * 100, 0, drops, 0, 0, 0, 0, 0);
    }

    @Test
    void eachSecondHasWhatWasCarriedInItAndWhatWasSeenBeforeTheLoadWasToldIsNotLost()
            throws InterruptedException {
        var begun = System.nanoTime() / SECOND * SECOND;
        try (var journal = Journal.create(folder, Map.of("run", "x"), Map.of());
                var _ = new LinkSampler(platform(), journal)) {
            awaitAsked(2);
            journal.loadStartedAt(begun); // known late, as it is in a run
            awaitAsked(4);
        }
        var links = LinkLog.of(folder);
        assertThat(links).extracting(LinkSample::from).containsOnly("a");
        assertThat(links).extracting(LinkSample::second).doesNotHaveDuplicates().isSorted();
        assertThat(links.getFirst().second()).isNotNegative();
        var sum = LinkSample.sums(links).getFirst();
        // Everything but what had been carried before the first look.
        assertThat(sum.packets()).isEqualTo(10L * (asked.get() - 1));
        assertThat(sum.bytes()).isEqualTo(1000L * (asked.get() - 1));
        assertThat(sum.dropped(Drop.QUEUE)).isEqualTo(asked.get() - 1);
    }

    @Test
    void aRunWhoseLoadNeverStartedHasNone() throws InterruptedException {
        try (var journal = Journal.create(folder, Map.of("run", "x"), Map.of());
                var _ = new LinkSampler(platform(), journal)) {
            awaitAsked(2);
        }
        assertThat(LinkLog.of(folder)).isEmpty();
    }

    private void awaitAsked(int times) throws InterruptedException {
        while (asked.get() < times) Thread.sleep(20);
    }
}
