package faultline.net;

import faultline.plan.Unavailable;
import faultline.platform.LinkTraffic;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Two pods with real kernels' TCP and UDP, and the switch between them. */
final class RealNetwork implements AutoCloseable {

    static final String FAULT = "fault";

    final PodNetwork network;
    final NetworkPod a;
    final NetworkPod b;
    private int nextPort = 5000;

    /** Skips the test, with the reason, where this process may not have namespaces. */
    RealNetwork(long seed) {
        network = PodNetwork.withoutKit(Limits.DEFAULT, seed);
        try {
            a = network.pod("a");
            b = network.pod("b");
        } catch (Unavailable e) {
            network.close();
            Assumptions.abort(
                    e.getMessage()
                            + "\n  or: unshare --user --map-root-user --net --mount ./jbang check");
            throw e;
        }
    }

    /** A connection from pod a to pod b. */
    record Connection(Socket a, Socket b) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            a.close();
            b.close();
        }
    }

    Connection connect() throws IOException {
        var port = nextPort++;
        try (var server =
                b.namespace()
                        .call(() ->
                                new ServerSocket(port, 5, InetAddress.getByName(b.address())))) {
            var from = a.namespace().call(() -> new Socket(b.address(), port));
            var to = server.accept();
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            return new Connection(from, to);
        }
    }

    /** Whether a new connection from a to b comes about in time. */
    boolean canConnect(int timeoutMillis) throws IOException {
        var port = nextPort++;
        try (var _ =
                        b.namespace()
                                .call(() ->
                                        new ServerSocket(
                                                port, 5, InetAddress.getByName(b.address())));
                var socket = a.namespace().call(() -> new Socket())) {
            return a.namespace()
                    .call(() -> {
                        try {
                            socket.connect(new InetSocketAddress(b.address(), port), timeoutMillis);
                            return true;
                        } catch (SocketTimeoutException e) {
                            return false;
                        }
                    });
        }
    }

    /** Sends numbered datagrams from a to b; the numbers that arrived, in their order. */
    List<Integer> datagrams(int count, int quietMillis) throws IOException, InterruptedException {
        return datagrams(count, Integer.MAX_VALUE, quietMillis);
    }

    /** Ends as soon as that many have arrived. */
    List<Integer> datagrams(int count, int enough, int quietMillis)
            throws IOException, InterruptedException {
        var port = nextPort++;
        try (var to =
                        b.namespace()
                                .call(() ->
                                        new DatagramSocket(
                                                port, InetAddress.getByName(b.address())));
                var from = a.namespace().call(() -> new DatagramSocket())) {
            to.setSoTimeout(quietMillis);
            var arrived = new ArrayList<Integer>();
            var sent = new AtomicBoolean();
            var reader = Thread.startVirtualThread(() -> receive(to, arrived, enough, sent::get));
            var target = InetAddress.getByName(b.address());
            for (int i = 0; i < count; i++) {
                var bytes = new byte[] {(byte) (i >> 8), (byte) i};
                from.send(new DatagramPacket(bytes, 2, target, port));
                if (i % 25 == 24) Thread.sleep(2); // the receiver's buffer is small
            }
            sent.set(true);
            reader.join();
            return arrived;
        }
    }

    /** Until it has enough, or it was quiet for the socket's time after all was sent. */
    private static void receive(
            DatagramSocket to, List<Integer> arrived, int enough, BooleanSupplier sent) {
        var packet = new DatagramPacket(new byte[16], 16);
        var last = false;
        while (arrived.size() < enough) {
            try {
                to.receive(packet);
                arrived.add((packet.getData()[0] & 0xff) << 8 | packet.getData()[1] & 0xff);
            } catch (SocketTimeoutException e) {
                if (last) return;
                last = sent.getAsBoolean();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What the link from a to b has carried. */
    LinkTraffic traffic() {
        return network.fabric().traffic().stream()
                .filter(link -> link.from().equals("a") && link.to().equals("b"))
                .findFirst()
                .orElseThrow();
    }

    void impair(Impairment... impairments) {
        network.fabric().impair(FAULT, "a", "b", List.of(impairments));
    }

    void partition() {
        network.fabric().impair(FAULT, "a", "b", List.of(new Partition()));
        network.fabric().impair(FAULT, "b", "a", List.of(new Partition()));
    }

    void mend() {
        network.fabric().mend(FAULT);
    }

    @Override
    public void close() {
        network.close();
    }
}
