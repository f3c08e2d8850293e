package faultline.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faultline.platform.Drop;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/** The switch between real kernels: TCP and UDP of two pods. */
class SwitchTest {

    private static final Path THREAD_NAMESPACE = Path.of("/proc/thread-self/ns/net");

    @Test
    void aDelayIsAddedToEachRoundTrip() throws Exception {
        try (var real = new RealNetwork(1);
                var connection = real.connect()) {
            echo(connection.b());
            undisturbed(() -> {
                var before = roundTripMillis(connection.a(), 200);
                real.impair(new Delay(Duration.ofMillis(20), Duration.ZERO, 0));
                var during = roundTripMillis(connection.a(), 25);
                real.mend();
                var after = roundTripMillis(connection.a(), 200);
                assertThat(during - before).isCloseTo(20, within(1.0));
                assertThat(after).isLessThan(2);
            });
        }
    }

    @Test
    void twoDelaysOnOneLinkAddUpAndLeaveOneByOne() throws Exception {
        try (var real = new RealNetwork(1);
                var connection = real.connect()) {
            echo(connection.b());
            var delay = List.<Impairment>of(new Delay(Duration.ofMillis(10), Duration.ZERO, 0));
            real.network.fabric().impair("one", "a", "b", delay);
            real.network.fabric().impair("two", "a", "b", delay);
            undisturbed(
                    () -> assertThat(roundTripMillis(connection.a(), 24)).isBetween(19.9, 21.0));
            assertThat(real.network.fabric().mend("one")).isEqualTo(1);
            undisturbed(() -> assertThat(roundTripMillis(connection.a(), 24)).isBetween(9.9, 10.6));
            assertThat(real.network.fabric().mend("one")).isZero();
        }
    }

    @Test
    void lossIsWithinItsBinomialBoundAndTheSameForTheSameSeed() throws Exception {
        // A receiver that does not get the processor for long loses more, in its own buffer.
        undisturbed(() -> {
            List<Integer> first;
            try (var real = new RealNetwork(7)) {
                real.impair(new Loss(0.1, 0));
                first = real.datagrams(3000, 200);
                // Five standard deviations of 3000 packets at 10 %.
                assertThat(3000 - first.size()).isBetween(300 - 82, 300 + 82);
                assertThat(real.traffic().drops().get(Drop.LOSS)).isEqualTo(3000 - first.size());
            }
            try (var real = new RealNetwork(7)) {
                real.impair(new Loss(0.1, 0));
                assertThat(real.datagrams(3000, 200)).isEqualTo(first);
            }
        });
    }

    @Test
    void aBandwidthFaultCarriesItsRate() throws Exception {
        undisturbed(() -> {
            try (var real = new RealNetwork(1);
                    var connection = real.connect()) {
                var rate = 2_500_000;
                // A queue that holds all, so that no retransmission disturbs the measuring.
                real.impair(Bandwidth.of(rate, 20_000_000, 20_000));
                // 1448 bytes of data in each packet of 1500.
                assertThat(bytesPerSecond(connection) / rate * 1500 / 1448)
                        .isCloseTo(1, within(0.05));
                var sent = real.traffic();
                assertThat(sent.transmissionNanos() / 1e9 * rate / sent.bytes())
                        .isCloseTo(1, within(0.05));
            }
        });
    }

    @Test
    void aRateFaultCarriesItsRate() throws Exception {
        undisturbed(() -> {
            try (var real = new RealNetwork(1);
                    var connection = real.connect()) {
                var rate = 2_500_000;
                real.impair(new Rate(rate));
                assertThat(bytesPerSecond(connection) / rate).isCloseTo(1, within(0.05));
                assertThat(real.traffic().dropped()).isZero();
                assertThat(real.traffic().transmissionNanos()).isPositive();
            }
        });
    }

    @Test
    void neitherSideCrossesAPartitionAndTheSameConnectionGoesOnAfterwards() throws Exception {
        try (var real = new RealNetwork(1);
                var connection = real.connect()) {
            real.partition();
            connection.a().getOutputStream().write(1);
            connection.b().getOutputStream().write(2);
            for (var end : List.of(connection.a(), connection.b())) {
                end.setSoTimeout(300);
                assertThatThrownBy(() -> end.getInputStream().read())
                        .isInstanceOf(SocketTimeoutException.class);
            }
            assertThat(real.canConnect(300)).isFalse();
            assertThat(real.traffic().drops().get(Drop.PARTITION)).isPositive();
            real.mend();
            connection.a().setSoTimeout(5000);
            connection.b().setSoTimeout(5000);
            assertThat(connection.b().getInputStream().read()).isEqualTo(1);
            assertThat(connection.a().getInputStream().read()).isEqualTo(2);
            assertThat(real.canConnect(5000)).isTrue();
        }
    }

    @Test
    void whatWasUnderWayDoesNotCrossAPartitionEither() throws Exception {
        try (var real = new RealNetwork(1)) {
            real.network
                    .fabric()
                    .impair(
                            "slow",
                            "a",
                            "b",
                            List.of(new Delay(Duration.ofMillis(200), Duration.ZERO, 0)));
            var cut = Thread.ofVirtual().unstarted(() -> pauseThen(100, real::partition));
            cut.start();
            assertThat(real.datagrams(20, 500)).isEmpty();
            cut.join();
        }
    }

    @Test
    void corruptedPacketsAreNoticedAndTheStreamStaysWhole() throws Exception {
        try (var real = new RealNetwork(3);
                var connection = real.connect()) {
            real.impair(new Corrupt(0.05, 0));
            var sent = new byte[3_000_000];
            new Random(1).nextBytes(sent);
            Thread.startVirtualThread(() -> write(connection.a(), sent));
            connection.b().setSoTimeout(10_000);
            var received = connection.b().getInputStream().readNBytes(sent.length);
            assertThat(Arrays.equals(received, sent)).isTrue();
            assertThat(real.traffic().corrupted()).isPositive();
        }
    }

    @Test
    void noDatagramWithAWrongBitReachesItsReader() throws Exception {
        try (var real = new RealNetwork(3)) {
            real.impair(new Corrupt(1, 0));
            // A bit of the header that no checksum covers does not exist in IPv4 and UDP.
            assertThat(real.datagrams(300, 200)).isEmpty();
            assertThat(real.traffic().corrupted()).isEqualTo(300);
        }
    }

    @Test
    void eachPacketOfADuplicatingLinkArrivesTwice() throws Exception {
        undisturbed(() -> {
            try (var real = new RealNetwork(1)) {
                real.impair(new Duplicate(1, 0));
                var arrived = real.datagrams(100, 200);
                assertThat(arrived).hasSize(200);
                assertThat(new HashSet<>(arrived)).hasSize(100);
                assertThat(real.traffic().duplicated()).isEqualTo(100);
            }
        });
    }

    @Test
    void withAGapOfFiveEachFifthPacketOvertakes() throws Exception {
        undisturbed(() -> {
            try (var real = new RealNetwork(1)) {
                real.impair(
                        new Reorder(1, 0, 5), new Delay(Duration.ofMillis(200), Duration.ZERO, 0));
                assertThat(real.datagrams(10, 600)).containsExactly(4, 9, 0, 1, 2, 3, 5, 6, 7, 8);
                assertThat(real.traffic().reordered()).isEqualTo(2);
            }
        });
    }

    @Test
    void takingADelayAwayLosesNothingAndKeepsTheOrder() throws Exception {
        try (var real = new RealNetwork(1)) {
            // Often, because one packet may overtake the others only if it meets the mending.
            for (var round = 0; round < 20; round++) {
                real.impair(new Delay(Duration.ofMillis(300), Duration.ZERO, 0));
                var mending = Thread.startVirtualThread(() -> pauseThen(2, real::mend));
                // Few enough for the receiver's buffer, should all arrive at once.
                var arrived = real.datagrams(200, 200, 5000);
                mending.join();
                assertThat(arrived).hasSize(200).isSorted();
            }
        }
    }

    @Test
    void aDelayNeverBecomesALoss() throws Exception {
        try (var real = new RealNetwork(1);
                var connection = real.connect()) {
            real.impair(new Delay(Duration.ofMillis(100), Duration.ZERO, 0));
            var sent = new byte[8_000_000];
            Thread.startVirtualThread(() -> write(connection.a(), sent));
            connection.b().setSoTimeout(10_000);
            connection.b().getInputStream().skipNBytes(sent.length);
            assertThat(real.traffic().dropped()).isZero();
            assertThat(real.network.fabric().ports()).allMatch(port -> port.deviceDrops() == 0);
        }
    }

    @Test
    void everyByteOfALinkIsCountedAndStrayPacketsToo() throws Exception {
        try (var real = new RealNetwork(1)) {
            real.datagrams(100, 100);
            // 20 bytes of IP, 8 of UDP, 2 of ours.
            assertThat(real.traffic().packets()).isEqualTo(100);
            assertThat(real.traffic().bytes()).isEqualTo(3000);
            real.a
                    .namespace()
                    .call(() -> {
                        try (var nowhere = new DatagramSocket()) {
                            nowhere.send(
                                    new DatagramPacket(
                                            new byte[1], 1, InetAddress.getByName("10.64.9.9"), 9));
                            return true;
                        }
                    });
            var until = System.nanoTime() + 5_000_000_000L;
            while (strays(real) == 0 && System.nanoTime() < until) Thread.sleep(5);
            assertThat(strays(real)).isEqualTo(1);
        }
    }

    @Test
    void closingTakesEveryNamespaceDeviceAndThreadAway() throws Exception {
        String namespace;
        try (var real = new RealNetwork(1)) {
            namespace =
                    real.a
                            .namespace()
                            .call(() -> Files.readSymbolicLink(THREAD_NAMESPACE).toString());
            assertThat(namespace).isNotEqualTo(Files.readSymbolicLink(THREAD_NAMESPACE).toString());
            assertThat(held()).contains(namespace);
        }
        assertThat(held()).doesNotContain(namespace);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("switch "));
    }

    /** The namespaces that this process holds, by descriptors and by threads. */
    private static List<String> held() throws IOException {
        var held = new ArrayList<String>();
        for (var folder : List.of("/proc/self/fd", "/proc/self/task"))
            try (var files = Files.list(Path.of(folder))) {
                for (var file : files.toList()) {
                    var link = folder.endsWith("fd") ? file : file.resolve("ns/net");
                    try {
                        held.add(Files.readSymbolicLink(link).toString());
                    } catch (IOException e) {
                        // Closed or ended since it was listed.
                    }
                }
            }
        return held;
    }

    @Test
    void faultsOnPodsThatAreNotThereAreRefused() {
        try (var real = new RealNetwork(1)) {
            assertThatThrownBy(() ->
                            real.network.fabric().impair("x", "a", "c", List.of(new Partition())))
                    .hasMessageContaining("no pod c");
        }
    }

    /** How many packets of pod a went to nobody. */
    private static long strays(RealNetwork real) {
        return real.network.fabric().ports().getFirst().noRoute();
    }

    private static double bytesPerSecond(RealNetwork.Connection connection) throws IOException {
        Thread.startVirtualThread(() -> write(connection.a(), new byte[8_000_000]));
        var in = connection.b().getInputStream();
        in.skipNBytes(500_000); // the burst and the first round trips
        var start = System.nanoTime();
        in.skipNBytes(2_000_000);
        return 2_000_000 / ((System.nanoTime() - start) / 1e9);
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The test has ended before all was sent.
        }
    }

    private static void echo(Socket socket) {
        Thread.startVirtualThread(() -> {
            try {
                for (int b; (b = socket.getInputStream().read()) >= 0; )
                    socket.getOutputStream().write(b);
            } catch (IOException e) {
                // The test has closed it.
            }
        });
    }

    /** A time that is measured holds if it holds once: other work can only disturb it. */
    private static void undisturbed(ThrowingCallable measured) throws Exception {
        for (var attempt = 1; ; attempt++) {
            try {
                measured.call();
                return;
            } catch (AssertionError e) {
                if (attempt == 5) throw e;
            } catch (TestAbortedException e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The first quartile: other work on this machine makes a few of them late. */
    private static double roundTripMillis(Socket socket, int times) throws IOException {
        var nanos = new long[times];
        for (int i = 0; i < times; i++) {
            var start = System.nanoTime();
            socket.getOutputStream().write(1);
            socket.getInputStream().read();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[times / 4] / 1e6;
    }

    private static void pauseThen(long millis, Runnable what) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        what.run();
    }
}
