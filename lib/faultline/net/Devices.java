package faultline.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Sets up devices in the network namespace of the thread that made this, as {@code ip} would: see
 * netdevice(7).
 */
final class Devices implements AutoCloseable {

    /** sizeof(struct ifreq): 16 bytes of name, then a union. */
    static final int IFREQ_BYTES = 40;

    private static final int VALUE = 16;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCSIFADDR = 0x8916;
    private static final long SIOCSIFNETMASK = 0x891c;
    private static final long SIOCSIFMTU = 0x8922;
    private static final long SIOCGIFINDEX = 0x8933;
    private static final short IFF_UP = 1;
    private static final short AF_INET = 2;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_DGRAM = 2;

    private final int socket = open(AF_INET);

    /** Gives a device its address; the kernel adds the route to the addresses of its prefix. */
    void address(String device, int address, int prefixBits) {
        set(device, SIOCSIFADDR, "set the address", at -> inet(at, address));
        set(device, SIOCSIFNETMASK, "set the prefix", at -> inet(at, -1 << (32 - prefixBits)));
    }

    void mtu(String device, int bytes) {
        set(device, SIOCSIFMTU, "set the MTU", at -> at.set(JAVA_INT, 0, bytes));
    }

    /**
     * How many packets the device holds for its reader before it drops. Goes by rtnetlink(7),
     * because the ioctl for it is refused in user namespaces.
     */
    void queue(String device, int packets) {
        var netlink = open(AF_NETLINK);
        try (var arena = Arena.ofConfined()) {
            var request = request(arena, device);
            var doing = "set the queue of " + device;
            Libc.require(Libc.ioctl(socket, SIOCGIFINDEX, request.address()), doing);
            var message = arena.allocate(40, 8);
            message.set(JAVA_INT, 0, 40);
            message.set(JAVA_SHORT, 4, (short) 16); // RTM_NEWLINK
            message.set(JAVA_SHORT, 6, (short) 5); // NLM_F_REQUEST, NLM_F_ACK
            message.set(JAVA_INT, 20, request.get(JAVA_INT, VALUE)); // struct ifinfomsg: index
            message.set(JAVA_SHORT, 32, (short) 8); // the attribute's length
            message.set(JAVA_SHORT, 34, (short) 13); // IFLA_TXQLEN
            message.set(JAVA_INT, 36, packets);
            Libc.require(Libc.write(netlink, message.address(), 40), doing);
            var answer = arena.allocate(1024, 8);
            Libc.require(Libc.read(netlink, answer.address(), 1024), doing);
            Libc.require(answer.get(JAVA_INT, 16), doing); // struct nlmsgerr: −errno or 0
        } finally {
            Libc.close(netlink);
        }
    }

    void up(String device) {
        try (var arena = Arena.ofConfined()) {
            var request = request(arena, device);
            var doing = "bring " + device + " up";
            Libc.require(Libc.ioctl(socket, SIOCGIFFLAGS, request.address()), doing);
            var flags = (short) (request.get(JAVA_SHORT, VALUE) | IFF_UP);
            request.set(JAVA_SHORT, VALUE, flags);
            Libc.require(Libc.ioctl(socket, SIOCSIFFLAGS, request.address()), doing);
        }
    }

    @Override
    public void close() {
        Libc.close(socket);
    }

    private void set(String device, long what, String doing, Consumer<MemorySegment> value) {
        try (var arena = Arena.ofConfined()) {
            var request = request(arena, device);
            value.accept(request.asSlice(VALUE));
            Libc.require(Libc.ioctl(socket, what, request.address()), doing + " of " + device);
        }
    }

    private static MemorySegment request(Arena arena, String device) {
        var request = arena.allocate(IFREQ_BYTES, 8);
        request.setString(0, device);
        return request;
    }

    private static int open(int family) {
        return Libc.require(
                Libc.socket(family, SOCK_DGRAM | Libc.O_CLOEXEC, 0), "open a socket for devices");
    }

    /** struct sockaddr_in: family, port, address in network order. */
    private static void inet(MemorySegment at, int address) {
        at.set(JAVA_SHORT, 0, AF_INET);
        for (int i = 0; i < 4; i++) at.set(JAVA_BYTE, 4 + i, (byte) (address >>> (24 - 8 * i)));
    }
}
