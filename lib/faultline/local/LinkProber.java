package faultline.local;

import faultline.platform.LinkProbe;
import faultline.platform.LinkProbe.Found;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Sends datagrams from one pod to another and counts at the other end what became of them. */
public final class LinkProber {

    private static final int HEADER_BYTES = 28; // UDP in IPv4
    private static final int CONTENT_BYTES = 12; // mark and number
    private static final int BUFFER_BYTES = 1 << 20;

    /** The receiver's buffer holds a few hundred: the sender pauses so often for so long. */
    private static final int AT_ONCE = 25;

    private static final int PAUSE_MILLIS = 2;

    /** In the place of a number: that all numbers have been sent. */
    private static final int END = -1;

    /** The end is told so often until it is heard: it may be lost as any other datagram. */
    private static final Duration END_EVERY = Duration.ofMillis(20);

    /** A switch that does not get its turn must not look like loss. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Lock ONE_TRANSFER = new ReentrantLock();

    private final Network network;
    private final String from;
    private final String to;
    private final LinkProbe probe;
    private long mark = new Random().nextLong();

    private LinkProber(Network network, String from, String to, LinkProbe probe) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.probe = probe;
    }

    /** What a probe finds on the link from one pod to another. */
    public static Found probe(Network network, String from, String to, LinkProbe probe)
            throws Exception {
        return new LinkProber(network, from, to, probe).run();
    }

    private Found run() throws Exception {
        try (var receiver = network.at(to, () -> socket(to));
                var sender = network.at(from, () -> socket(from))) {
            receiver.setReceiveBufferSize(BUFFER_BYTES);
            receiver.setSoTimeout((int) probe.quiet().toMillis());
            var before = network.at(to, UdpErrors::ofThread);
            var counted = send(sender, receiver, probe.counted(), LinkProbe.COUNTED_BYTES, true);
            var after = network.at(to, UdpErrors::ofThread);
            return found(counted, after.less(before), rate(sender, receiver));
        }
    }

    private DatagramSocket socket(String pod) throws IOException {
        return new DatagramSocket(0, InetAddress.getByName(network.address(pod)));
    }

    private OptionalDouble rate(DatagramSocket sender, DatagramSocket receiver) throws Exception {
        ONE_TRANSFER.lock();
        try {
            return transfer(sender, receiver);
        } finally {
            ONE_TRANSFER.unlock();
        }
    }

    private OptionalDouble transfer(DatagramSocket sender, DatagramSocket receiver)
            throws Exception {
        var began = System.nanoTime();
        var arrived = send(sender, receiver, probe.timed(), LinkProbe.TIMED_BYTES, false);
        var bytes = (long) arrived.size() * LinkProbe.TIMED_BYTES - probe.bucketBytes();
        if (arrived.isEmpty() || bytes <= 0) return OptionalDouble.empty();
        return OptionalDouble.of(bytes * 1e9 / (arrived.getLast().atNanos() - began));
    }

    private Found found(List<Arrival> arrivals, UdpErrors errors, OptionalDouble rate) {
        var numbers = arrivals.stream().map(Arrival::number).toList();
        var distinct = new HashSet<>(numbers).size();
        var missing = probe.counted() - distinct;
        var noRoom = (int) Math.min(errors.noRoom(), missing);
        // Copies are corrupted too, so that more may be corrupt than are missing.
        return new Found(
                probe.counted() - noRoom,
                (int) Math.max(0, missing - noRoom - errors.corrupt()),
                numbers.size() - distinct,
                (int) errors.corrupt(),
                overtaking(numbers),
                rate);
    }

    /** How many numbers arrived before a smaller one did. */
    static int overtaking(List<Integer> numbers) {
        var count = 0;
        var smallest = Integer.MAX_VALUE;
        for (var number : new ArrayList<>(new java.util.LinkedHashSet<>(numbers)).reversed()) {
            if (number > smallest) count++;
            smallest = Math.min(smallest, number);
        }
        return count;
    }

    private record Arrival(int number, long atNanos) {}

    private final class Receiving implements Runnable {

        private final DatagramSocket socket;
        private final List<Arrival> arrivals = new ArrayList<>();
        private volatile boolean endHeard;
        private volatile boolean givenUp;

        private Receiving(DatagramSocket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            var packet = new DatagramPacket(new byte[LinkProbe.TIMED_BYTES], LinkProbe.TIMED_BYTES);
            while (true) {
                var last = endHeard || givenUp;
                try {
                    socket.receive(packet);
                    take(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                } catch (SocketTimeoutException e) {
                    if (last) return;
                } catch (IOException e) {
                    return; // the network is being closed
                }
            }
        }

        private void take(ByteBuffer content) {
            if (content.remaining() < CONTENT_BYTES || content.getLong() != mark) return;
            var number = content.getInt();
            if (number == END) endHeard = true;
            else arrivals.add(new Arrival(number, System.nanoTime()));
        }
    }

    private List<Arrival> send(
            DatagramSocket sender, DatagramSocket receiver, int count, int bytes, boolean paced)
            throws Exception {
        if (count == 0) return List.of();
        mark++; // what is late of an earlier sending is none of this
        var to = receiver.getLocalSocketAddress();
        var receiving = new Receiving(receiver);
        var thread = Thread.ofPlatform().daemon().name("probe " + from + " " + this.to);
        var running = thread.start(receiving);
        try {
            for (var number = 0; number < count; number++) {
                sender.send(datagram(number, bytes - HEADER_BYTES, to));
                if (paced && number % AT_ONCE == AT_ONCE - 1) Thread.sleep(PAUSE_MILLIS);
            }
            var until = System.nanoTime() + probe.quiet().plus(PATIENCE).toNanos();
            while (!receiving.endHeard && System.nanoTime() < until) {
                sender.send(datagram(END, CONTENT_BYTES, to));
                Thread.sleep(END_EVERY);
            }
        } finally {
            receiving.givenUp = true;
            running.join();
        }
        return receiving.arrivals;
    }

    private DatagramPacket datagram(int number, int bytes, SocketAddress to) {
        var content = new byte[bytes];
        ByteBuffer.wrap(content).putLong(mark).putInt(number);
        return new DatagramPacket(content, bytes, to);
    }
}
