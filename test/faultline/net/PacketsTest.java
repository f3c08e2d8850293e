package faultline.net;

import static org.assertj.core.api.Assertions.assertThat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

class PacketsTest {

    private static final int PAYLOAD = 10_001;

    @Test
    void aLargePieceOfAStreamIsCutIntoPacketsThatEveryReceiverTakes() {
        var large = largeTcp();
        var length = (int) large.byteSize();
        var piece = MemorySegment.ofArray(new byte[Packets.LARGEST_BYTES]);
        var payload = new ByteArrayOutputStream();
        var sequences = new ArrayList<Integer>();
        var flags = new ArrayList<Byte>();
        Packets.cut(
                large,
                length,
                piece,
                n -> {
                    var ip = piece.asSlice(Packets.IP, n - Packets.IP).asByteBuffer();
                    assertThat(n - Packets.IP).isLessThanOrEqualTo(1500);
                    assertThat(ip.getShort(2) & 0xffff).isEqualTo(n - Packets.IP);
                    assertThat(wordsOf(ip, 0, 20, 0)).as("IP checksum").isEqualTo(0xffff);
                    var tcpBytes = n - Packets.IP - 20;
                    assertThat(wordsOf(ip, 20, tcpBytes, pseudo(ip, tcpBytes)))
                            .as("TCP checksum")
                            .isEqualTo(0xffff);
                    sequences.add(ip.getInt(24));
                    flags.add(ip.get(33));
                    payload.writeBytes(
                            piece.asSlice(Packets.IP + 52, n - Packets.IP - 52).toArray(JAVA_BYTE));
                });
        assertThat(payload.toByteArray())
                .isEqualTo(large.asSlice(Packets.IP + 52).toArray(JAVA_BYTE));
        assertThat(sequences)
                .containsExactly(
                        1_000_000, 1_001_448, 1_002_896, 1_004_344, 1_005_792, 1_007_240,
                        1_008_688);
        assertThat(Packets.count(large, length)).isEqualTo(sequences.size());
        assertThat(flags.getLast()).as("PSH, ACK only at the end").isEqualTo((byte) 0x18);
        assertThat(flags.subList(0, 6)).containsOnly((byte) 0x10);
    }

    @Test
    void aChecksumThatTheKernelLeftIsFilledIn() {
        var packet = MemorySegment.ofArray(new byte[Packets.IP + 20 + 8 + 5]);
        var ip = packet.asSlice(Packets.IP).asByteBuffer();
        ip.put(0, (byte) 0x45).put(9, (byte) 17).putInt(12, 0x0a400001).putInt(16, 0x0a40000a);
        ip.putShort(24, (short) 13).put(28, "hello".getBytes());
        // The kernel leaves the sum of the pseudo header where the checksum belongs.
        ip.putShort(26, (short) wordsOf(ip, 0, 0, pseudo(ip, 13)));
        var virtio = packet.asByteBuffer().order(ByteOrder.nativeOrder());
        virtio.put(0, (byte) 1).putShort(6, (short) 20).putShort(8, (short) 6);
        Packets.completeChecksum(packet, (int) packet.byteSize());
        assertThat(wordsOf(ip, 20, 13, pseudo(ip, 13))).isEqualTo(0xffff);
        assertThat(virtio.get(0)).isZero();
    }

    @Test
    void aFlipChangesOneBitAndNeverTheVirtioHeader() {
        for (double where = 0; where < 1; where += 0.01) {
            var packet = MemorySegment.ofArray(new byte[Packets.IP + 40]);
            Packets.flip(packet, Packets.IP + 40, where);
            var bits = 0;
            for (var i = 0; i < Packets.IP + 40; i++) {
                var here = Integer.bitCount(packet.get(JAVA_BYTE, i) & 0xff);
                if (i < Packets.IP) assertThat(here).isZero();
                bits += here;
            }
            assertThat(bits).isEqualTo(1);
        }
    }

    /** 20 bytes IP, 32 bytes TCP with a timestamp option, to be cut at 1448. */
    private static MemorySegment largeTcp() {
        var bytes = new byte[Packets.IP + 52 + PAYLOAD];
        for (int i = Packets.IP + 52; i < bytes.length; i++) bytes[i] = (byte) (i * 31);
        var virtio = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        virtio.put(0, (byte) 1).put(1, (byte) 1).putShort(4, (short) 1448);
        var ip = ByteBuffer.wrap(bytes, Packets.IP, bytes.length - Packets.IP).slice();
        ip.put(0, (byte) 0x45).putShort(2, (short) (52 + PAYLOAD)).put(8, (byte) 64);
        ip.put(9, (byte) 6).putInt(12, 0x0a40000b).putInt(16, 0x0a40000a);
        ip.putInt(24, 1_000_000).put(32, (byte) 0x80).put(33, (byte) 0x18);
        return MemorySegment.ofArray(bytes);
    }

    private static long pseudo(ByteBuffer ip, int bytes) {
        var addresses = 0L;
        for (int at = 12; at < 20; at += 2) addresses += ip.getShort(at) & 0xffff;
        return addresses + ip.get(9) + bytes;
    }

    /** The one's complement sum of 16-bit words, as RFC 1071 writes it down. */
    private static int wordsOf(ByteBuffer ip, int from, int length, long sum) {
        for (int i = 0; i < length; i++)
            sum += (long) (ip.get(from + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (int) sum;
    }
}
