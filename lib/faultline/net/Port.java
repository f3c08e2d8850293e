package faultline.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** Where one pod's device is plugged into the switch, and the thread that reads it. */
final class Port implements AutoCloseable {

    private final String name;
    private final int address;
    private final boolean management;
    private final String device;
    private final Tun tun;
    private final Namespace namespace;
    private final int stop;
    private final Thread reader;
    private final CountDownLatch reading = new CountDownLatch(1);
    private final LongAdder notIpv4 = new LongAdder();
    private final LongAdder noRoute = new LongAdder();
    private volatile Link[] links = new Link[0];
    private volatile boolean stopped;
    private volatile int readerId;

    /**
     * @param stop becomes readable when the switch closes
     * @param management whether the kit itself is here, which no fault touches
     */
    Port(
            String name,
            int address,
            boolean management,
            String device,
            Tun tun,
            Namespace namespace,
            int stop) {
        this.name = name;
        this.address = address;
        this.management = management;
        this.device = device;
        this.tun = tun;
        this.namespace = namespace;
        this.stop = stop;
        reader = Thread.ofPlatform().daemon().name("switch " + name).unstarted(this::read);
    }

    String name() {
        return name;
    }

    int address() {
        return address;
    }

    boolean isManagement() {
        return management;
    }

    /** Starts to read. */
    void start() {
        reader.start();
        try {
            reading.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what is for the address with this offset over {@code link} from now on. */
    synchronized void route(int offset, Link link) {
        var more = Arrays.copyOf(links, Math.max(links.length, offset + 1));
        more[offset] = link;
        links = more;
    }

    /** Hands a packet to the pod's kernel; false where that takes none. */
    boolean receive(MemorySegment packet, int bytes) {
        return tun.write(packet, bytes) == bytes;
    }

    private void read() {
        try {
            namespace.enter(); // /proc shows the counters of its devices under our thread
            readerId = Libc.threadId();
        } finally {
            reading.countDown();
        }
        try (var arena = Arena.ofConfined()) {
            var packet = arena.allocate(Packets.LARGEST_BYTES, 8);
            var waiting = arena.allocate(16, 8);
            tun.waitFor(waiting, 0);
            waiting.set(JAVA_INT, 8, stop);
            waiting.set(JAVA_SHORT, 12, Libc.POLLIN);
            while (!stopped) {
                var bytes = tun.read(packet);
                if (bytes > 0) forward(packet, bytes);
                else if (bytes == -Libc.EAGAIN) Libc.poll(waiting, -1);
                else if (bytes != -Libc.EINTR) return; // the device is gone
            }
        }
    }

    private void forward(MemorySegment packet, int bytes) {
        if (!Packets.isIpv4(packet, bytes)) {
            notIpv4.increment();
            return;
        }
        var offset = Packets.destination(packet) - Addresses.BASE;
        var routes = links;
        if (offset < 0 || offset >= routes.length || routes[offset] == null) noRoute.increment();
        else routes[offset].carry(packet, bytes);
    }

    PortTraffic traffic() {
        return new PortTraffic(name, notIpv4.sum(), noRoute.sum(), deviceDrops());
    }

    /** Columns 4 and 12 behind the device's name in proc(5)'s net/dev. */
    private long deviceDrops() {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/self/task/" + readerId + "/net/dev")))
                if (line.strip().startsWith(device + ":")) {
                    var columns = line.substring(line.indexOf(':') + 1).strip().split("\\s+");
                    return Long.parseLong(columns[3]) + Long.parseLong(columns[11]);
                }
        } catch (IOException e) {
            // The reader has ended, and with it the way to its counters.
        }
        return 0;
    }

    /** Tells the reader to end as soon as it wakes. */
    void stopSoon() {
        stopped = true;
    }

    void awaitStop() {
        Threads.join(reader);
    }

    /** Takes the device away; by now no reader writes to it any more. */
    @Override
    public void close() {
        tun.close();
        namespace.close();
    }
}
