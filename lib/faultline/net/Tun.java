package faultline.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import faultline.plan.Unavailable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A network device whose cable ends in this process: what the kernel sends comes out of {@link
 * #read}, what goes into {@link #write} the kernel receives.
 *
 * <p>Each packet is an IP packet behind a {@linkplain Packets virtio header}, which lets the kernel
 * hand over up to 64 KiB of a TCP stream at once instead of cutting it to the MTU and adding its
 * checksums: at MTU 1500 a TCP stream then runs at 27 instead of 2 Gbit/s on two processors.
 */
final class Tun implements AutoCloseable {

    private static final String DEVICE = "/dev/net/tun";

    private static final long TUNSETIFF = 0x400454ca;
    private static final long TUNSETOFFLOAD = 0x400454d0;
    private static final short IFF_TUN = 0x0001;
    private static final short IFF_NO_PI = 0x1000;
    private static final short IFF_VNET_HDR = 0x4000;
    private static final int TUN_F_CSUM = 0x01;
    private static final int TUN_F_TSO4 = 0x02;

    private final int descriptor;
    private volatile boolean closed;

    private Tun(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Makes a device in the network namespace of the calling thread.
     *
     * @param name of at most 15 characters
     * @throws Unavailable where this machine does not let us, with what would mend it
     */
    static Tun open(String name) {
        var descriptor = Libc.open(DEVICE, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (descriptor < 0) throw cannotOpen(-descriptor);
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(Devices.IFREQ_BYTES);
            request.setString(0, name);
            request.set(JAVA_SHORT, 16, (short) (IFF_TUN | IFF_NO_PI | IFF_VNET_HDR));
            var made = Libc.ioctl(descriptor, TUNSETIFF, request.address());
            if (made < 0) {
                Libc.close(descriptor);
                throw cannotMake(name, -made);
            }
        }
        Libc.require(
                Libc.ioctl(descriptor, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4),
                "let " + name + " hand over large packets");
        return new Tun(descriptor);
    }

    /** The bytes that were read, or −errno: −EAGAIN where nothing waits. */
    int read(MemorySegment buffer) {
        return Libc.read(descriptor, buffer.address(), buffer.byteSize());
    }

    /** Hands one packet to the kernel; any thread may. The bytes written, or −errno. */
    int write(MemorySegment buffer, int bytes) {
        return Libc.write(descriptor, buffer.address(), bytes);
    }

    /** Describes to poll(2) that we wait for packets; 8 bytes at {@code offset}. */
    void waitFor(MemorySegment pollDescriptors, long offset) {
        pollDescriptors.set(JAVA_INT, offset, descriptor);
        pollDescriptors.set(JAVA_SHORT, offset + 4, Libc.POLLIN);
    }

    @Override
    public synchronized void close() {
        if (!closed) Libc.close(descriptor);
        closed = true;
    }

    private static Unavailable cannotOpen(int errno) {
        return switch (errno) {
            case Libc.ENOENT, Libc.ENODEV, Libc.ENXIO ->
                    new Unavailable(
                            "no %s on this machine (%s)".formatted(DEVICE, Libc.message(errno)),
                            "sudo modprobe tun    (in a container: start it with --device "
                                    + DEVICE
                                    + ")");
            case Libc.EACCES, Libc.EPERM ->
                    new Unavailable(
                            "may not open %s (%s)".formatted(DEVICE, Libc.message(errno)),
                            "sudo chmod 666 "
                                    + DEVICE
                                    + "    (most distributions have it so; what a user may do with"
                                    + " it stays limited to namespaces of that user)");
            default ->
                    new Unavailable(
                            "cannot open %s: %s".formatted(DEVICE, Libc.message(errno)),
                            "ls -l " + DEVICE);
        };
    }

    private static Unavailable cannotMake(String name, int errno) {
        return new Unavailable(
                "cannot make the device %s: %s".formatted(name, Libc.message(errno)),
                "run as root, or let ordinary users have user namespaces; in a container: start it"
                        + " with --cap-add NET_ADMIN");
    }
}
