package faultline.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Reads and changes packets as a TUN device hands them over: ten bytes of virtio header (virtio
 * 1.2, 5.1.6), then IPv4.
 *
 * <p>The header says what the kernel has left for later: a checksum to be filled in, and a TCP
 * stream's piece that is larger than the MTU. As long as both ends are kernels of this machine
 * nobody has to do either; only a packet that is cut or corrupted needs them.
 */
final class Packets {

    /** Bytes before the IP header. */
    static final int IP = 10;

    /** Header and the longest IPv4 packet, rounded up. */
    static final int LARGEST_BYTES = 65_552;

    private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = NATIVE_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int NEEDS_CHECKSUM = 1;
    private static final int TCP = 6;
    private static final int FIN = 0x01;
    private static final int PUSH = 0x08;
    private static final int WINDOW_REDUCED = 0x80;

    private Packets() {}

    static boolean isIpv4(MemorySegment packet, int bytes) {
        return bytes >= IP + 20 && (packet.get(JAVA_BYTE, IP) & 0xf0) == 0x40;
    }

    static int destination(MemorySegment packet) {
        return packet.get(INT, IP + 16);
    }

    /** How many packets of at most the MTU this stands for. */
    static int count(MemorySegment packet, int bytes) {
        if (packet.get(JAVA_BYTE, 1) == 0) return 1;
        var payload = bytes - IP - headerBytes(packet);
        var size = pieceBytes(packet);
        return Math.max(1, (payload + size - 1) / size);
    }

    /**
     * Cuts a large piece of a TCP stream into packets of at most the MTU, as the kernel would.
     *
     * @param piece where each goes, one after the other
     * @param ready told the bytes of each
     */
    static void cut(MemorySegment packet, int bytes, MemorySegment piece, IntConsumer ready) {
        var header = headerBytes(packet);
        var payload = bytes - IP - header;
        var size = pieceBytes(packet);
        var tcp = IP + ipBytes(packet);
        for (int done = 0, n = 0; done < payload; done += size, n++) {
            var length = Math.min(size, payload - done);
            MemorySegment.copy(packet, 0, piece, 0, IP + header);
            MemorySegment.copy(packet, IP + header + done, piece, IP + header, length);
            piece.asSlice(0, IP).fill((byte) 0);
            piece.set(SHORT, IP + 2, (short) (header + length));
            piece.set(SHORT, IP + 4, (short) (packet.get(SHORT, IP + 4) + n));
            piece.set(INT, tcp + 4, packet.get(INT, tcp + 4) + done);
            var flags = (int) packet.get(JAVA_BYTE, tcp + 13);
            if (done + length < payload) flags &= ~(FIN | PUSH);
            if (n > 0) flags &= ~WINDOW_REDUCED;
            piece.set(JAVA_BYTE, tcp + 13, (byte) flags);
            addChecksums(piece, header + length, tcp);
            ready.accept(IP + header + length);
        }
    }

    /** Whether the kernel has left this packet larger than the MTU. */
    static boolean isLarge(MemorySegment packet) {
        return packet.get(JAVA_BYTE, 1) != 0;
    }

    /** Does what the kernel has left for later, so that the receiver checks what it gets. */
    static void completeChecksum(MemorySegment packet, int bytes) {
        if ((packet.get(JAVA_BYTE, 0) & NEEDS_CHECKSUM) == 0) return;
        var start = IP + packet.get(NATIVE_SHORT, 6);
        var at = start + packet.get(NATIVE_SHORT, 8);
        var checksum = ~fold(sum(packet, start, bytes));
        // RFC 768: a UDP checksum of 0 would mean that there is none.
        packet.set(SHORT, at, (short) ((checksum & 0xffff) == 0 ? 0xffff : checksum));
        packet.asSlice(0, IP).fill((byte) 0);
    }

    /** Makes one bit wrong. {@code where} goes from 0, the first bit of the IP header, to 1. */
    static void flip(MemorySegment packet, int bytes, double where) {
        var bit = (long) (where * (bytes - IP) * 8);
        var at = IP + bit / 8;
        packet.set(JAVA_BYTE, at, (byte) (packet.get(JAVA_BYTE, at) ^ 1 << bit % 8));
    }

    /** Fills in the checksums of an IPv4 packet with TCP at {@code tcp}: RFC 791, RFC 9293. */
    private static void addChecksums(MemorySegment packet, int ipLength, int tcp) {
        packet.set(SHORT, IP + 10, (short) 0);
        packet.set(SHORT, IP + 10, (short) ~fold(sum(packet, IP, tcp)));
        packet.set(SHORT, tcp + 16, (short) 0);
        var pseudo = sum(packet, IP + 12, IP + 20) + TCP + (ipLength - (tcp - IP));
        packet.set(SHORT, tcp + 16, (short) ~fold(pseudo + sum(packet, tcp, IP + ipLength)));
    }

    /** The sum of 16-bit words that the Internet checksum is made from: RFC 1071. */
    private static long sum(MemorySegment packet, int from, int to) {
        long sum = 0;
        var at = from;
        for (; at + 4 <= to; at += 4) sum += packet.get(INT, at) & 0xffff_ffffL;
        if (at + 2 <= to) {
            sum += packet.get(SHORT, at) & 0xffff;
            at += 2;
        }
        if (at < to) sum += (packet.get(JAVA_BYTE, at) & 0xff) << 8;
        return sum;
    }

    private static int fold(long sum) {
        while (sum >>> 16 != 0) sum = (sum & 0xffff) + (sum >>> 16);
        return (int) sum;
    }

    private static int ipBytes(MemorySegment packet) {
        return (packet.get(JAVA_BYTE, IP) & 0x0f) * 4;
    }

    private static int headerBytes(MemorySegment packet) {
        var ip = ipBytes(packet);
        return ip + ((packet.get(JAVA_BYTE, IP + ip + 12) & 0xf0) >> 4) * 4;
    }

    /** The payload of each packet that a large one is to be cut into. */
    private static int pieceBytes(MemorySegment packet) {
        return packet.get(NATIVE_SHORT, 4) & 0xffff;
    }
}
